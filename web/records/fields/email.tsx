import classes from './field.module.css'
import { editText } from './text.tsx'
import type { ShowProps, Widget } from './widget.ts'

function ShowEmail({ value, plain }: ShowProps) {
  if (plain) return <>{String(value)}</>
  return (
    <a className={classes.link} href={`mailto:${String(value)}`}>
      {String(value)}
    </a>
  )
}

export const email: Widget = { Show: ShowEmail, Edit: editText('email'), width: 200 }
