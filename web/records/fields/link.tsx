import classes from './field.module.css'
import { editText } from './text.tsx'
import type { ShowProps, Widget } from './widget.ts'

function ShowLink({ value, plain }: ShowProps) {
  const address = String(value)
  // Only the web: a stored `javascript:` would run as the reader.
  if (plain || !/^https?:\/\//i.test(address)) return <>{address}</>
  return (
    <a className={classes.link} href={address} target="_blank" rel="noreferrer noopener">
      {address.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '')}
    </a>
  )
}

export const link: Widget = { Show: ShowLink, Edit: editText('url'), width: 180 }
