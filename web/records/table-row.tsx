import { memo } from 'react'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { t } from '../text/t.ts'
import { Avatar } from '../ui/avatar.tsx'
import { wingWash } from '../ui/wing.tsx'
import { CellEditor } from './cell-editor.tsx'
import { widgetOf } from './fields/widgets.ts'
import { pictureOf } from './files/address.ts'
import { RecordLink } from './record-link.tsx'
import { ShownValue } from './shown-value.tsx'
import type { Placed } from './placed.ts'
import classes from './table.module.css'

interface RowProps {
  type: RecordType
  record: AnyRecord
  index: number
  top: number
  columns: readonly Placed[]
  width: number
  activeColumn: number | null
  editing: number | null
  selected: boolean
  previewed: boolean
  glow: boolean
  onSelect: (id: string, index: number, range: boolean) => void
  onStopEditing: (move: -1 | 0 | 1) => void
}

export const TableRow = memo(function TableRow(props: RowProps) {
  const { type, record, index, top, columns, width, activeColumn, editing, selected, previewed, glow } = props
  const fields = fieldsOf(type)
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={classes.row}
      data-selected={selected || undefined}
      data-previewed={previewed || undefined}
      data-active={activeColumn !== null || undefined}
      style={{
        transform: `translateY(${top}px)`,
        width,
        ...(glow && { '--glow-colour': wingWash(type.wing) }),
      }}
      data-glow={glow || undefined}
    >
      <div role="gridcell" className={classes.check}>
        <input
          type="checkbox"
          checked={selected}
          aria-label={t('records.select', { title: record.title })}
          tabIndex={-1}
          onChange={() => undefined}
          onClick={(event) => props.onSelect(record.id, index, event.shiftKey)}
        />
      </div>
      {columns.map((column, at) => {
        const field = fields[column.field]
        const widget = field && widgetOf(field)
        const sticky = column.pinned
          ? { position: 'sticky' as const, left: column.left, zIndex: 1 }
          : undefined
        return (
          <div
            key={column.field}
            id={`cell-${index}-${at}`}
            role="gridcell"
            aria-colindex={at + 2}
            className={
              at === 0 ? classes.titleCell : widget?.align === 'end' ? classes.endCell : classes.cell
            }
            data-at={activeColumn === at || undefined}
            style={{ width: column.width, ...sticky }}
          >
            {editing === at ? (
              <CellEditor type={type} record={record} name={column.field} onDone={props.onStopEditing} />
            ) : at === 0 ? (
              <>
                {type.picture && <Avatar name={record.title} size={20} picture={pictureOf(type, record)} />}
                <RecordLink type={type.name} id={record.id} className={classes.title} tabIndex={-1}>
                  {record.title}
                </RecordLink>
              </>
            ) : (
              <ShownValue type={type} record={record} name={column.field} field={field} />
            )}
          </div>
        )
      })}
    </div>
  )
})
