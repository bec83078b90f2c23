import { createElement } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { headOf } from './heads.ts'

/** What the record's wing shows above its fields, if anything. */
export function RecordHead({
  type,
  record,
  place,
}: {
  type: RecordType
  record: AnyRecord
  place: 'page' | 'panel'
}) {
  const head = headOf(type.name)
  return head ? createElement(head, { record, place }) : null
}
