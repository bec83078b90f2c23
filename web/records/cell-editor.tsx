import { useRef, useState } from 'react'
import { fieldOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useChanges } from './changes.ts'
import { EditedContext } from './fields/narrowing.ts'
import { widgetOf } from './fields/widgets.ts'
import classes from './table.module.css'
import { titleField } from './view.ts'
import { fieldLabel } from '../text/labels.ts'

interface CellEditorProps {
  type: RecordType
  record: AnyRecord
  name: string
  /** -1 and 1 go on to the cell before or after. */
  onDone: (move: -1 | 0 | 1) => void
}

/** A value in its cell: Enter, Tab or leaving keeps what was written, Escape does not. */
export function CellEditor({ type, record: latest, name, onDone }: CellEditorProps) {
  // What was read when writing began: a change that comes in meanwhile must be noticed, not overwritten.
  const [record] = useState(latest)
  const own = name === 'title' ? (titleField(type) ?? '') : name
  const field = fieldOf(type, own)
  const { update } = useChanges(type)
  const [value, setValue] = useState<unknown>(record[own] ?? null)
  const finished = useRef(false)
  if (!field) return null
  const widget = widgetOf(field)

  const finish = (keep: boolean, move: -1 | 0 | 1, last: unknown = value) => {
    if (finished.current) return
    finished.current = true
    if (keep && JSON.stringify(last) !== JSON.stringify(record[own] ?? null))
      void update(record, { [own]: last })
    onDone(move)
  }

  return (
    <div
      role="presentation"
      className={classes.editor}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        // A picker's list is in a portal: going there is not leaving.
        const next = event.relatedTarget
        if (event.currentTarget.contains(next) || next?.closest('[role=listbox], [data-portal]')) return
        finish(true, 0)
      }}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') finish(false, 0)
        else if (event.key === 'Tab') {
          event.preventDefault()
          finish(true, event.shiftKey ? -1 : 1)
        } else if (
          event.key === 'Enter' &&
          !event.shiftKey &&
          !widget.immediate &&
          field.type !== 'longText' &&
          !event.defaultPrevented
        )
          finish(true, 0)
      }}
    >
      <EditedContext value={{ type, values: record }}>
        <widget.Edit
          field={field}
          label={fieldLabel(field)}
          inCell
          autoFocus
          value={value}
          onChange={(next) => {
            setValue(next)
            if (widget.immediate) finish(true, 0, next)
          }}
        />
      </EditedContext>
    </div>
  )
}
