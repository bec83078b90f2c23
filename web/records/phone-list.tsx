import { useVirtualizer } from '@tanstack/react-virtual'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from './address.ts'
import { widgetOf } from './fields/widgets.ts'
import { ShownValue } from './shown-value.tsx'
import classes from './table.module.css'
import type { Layout } from './view.ts'
import { typeLabel } from '../text/labels.ts'

interface PhoneListProps {
  type: RecordType
  layout: Layout
  rows: readonly AnyRecord[]
  hasMore: boolean
  loadMore: () => void
}

/** The table of a phone: two lines a record, the title and its first number, then what follows. */
export function PhoneList({ type, layout, rows, hasMore, loadMore }: PhoneListProps) {
  const scroller = useRef<HTMLUListElement>(null)
  const fields = fieldsOf(type)
  const names = layout.columns.map((column) => column.field).filter((name) => fields[name])
  const number = names.find((name) => fields[name] && widgetOf(fields[name]).align === 'end')
  const others = names.filter((name) => name !== number)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 60,
    overscan: 12,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last > rows.length - 60) loadMore()
  }, [hasMore, last, rows.length, loadMore])

  const show = (record: AnyRecord, name: string | undefined) => {
    if (name === undefined) return null
    return <ShownValue type={type} record={record} name={name} field={fields[name]} plain />
  }
  const shown = (record: AnyRecord) =>
    others.filter((name) => record[name] !== null && record[name] !== undefined).slice(0, 2)

  return (
    <ul ref={scroller} className={classes.list} aria-label={typeLabel(type).many}>
      <li aria-hidden style={{ height: virtual.getTotalSize() }} />
      {items.map((item) => {
        const record = rows[item.index]
        if (!record) return null
        const [first, second] = shown(record)
        return (
          <li
            key={record.id}
            className={classes.phoneItem}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <Link to={addressOf(type.name, record.id)} className={classes.phoneRow}>
              <span className={classes.phoneTop}>
                <span>{record.title}</span>
                <span>{show(record, number)}</span>
              </span>
              <span className={classes.phoneBottom}>
                <span>{show(record, first)}</span>
                <span>{show(record, second)}</span>
              </span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
