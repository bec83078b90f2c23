import classes from './field.module.css'
import { editText } from './text.tsx'
import type { ShowProps, Widget } from './widget.ts'

function ShowPhone({ value, plain }: ShowProps) {
  if (plain) return <>{String(value)}</>
  return (
    <a className={classes.link} href={`tel:${String(value).replaceAll(/[^+\d]/g, '')}`}>
      {String(value)}
    </a>
  )
}

export const phone: Widget = { Show: ShowPhone, Edit: editText('tel'), width: 150 }
