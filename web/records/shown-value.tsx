import { createElement, Suspense } from 'react'
import type { Field } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { cellOf } from './cells.ts'
import { widgetOf } from './fields/widgets.ts'

interface ShownValueProps {
  type: RecordType
  record: AnyRecord
  name: string
  field: Field | undefined
  /** Words only: it stands within a link or a card that is one. */
  plain?: boolean
}

/** A record's value in a list: as its wing shows it there, or else its field type. Nothing for nothing. */
export function ShownValue({ type, record, name, field, plain }: ShownValueProps) {
  const value = record[name]
  if (!field || value === null || value === undefined) return null
  const cell = cellOf(type.name, name)
  if (cell) return <Suspense>{createElement(cell.Show, { record })}</Suspense>
  const { Show } = widgetOf(field)
  return <Show field={field} value={value} {...(plain && { plain })} />
}
