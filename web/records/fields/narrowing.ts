import { createContext, use } from 'react'
import { targetOf } from '../../../contract/records/field.ts'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'

/** The record being edited, as far as it is filled in. */
export const EditedContext = createContext<{
  type: RecordType
  values: Readonly<Record<string, unknown>>
} | null>(null)

/**
 * Settings such as stages are offered only where they belong: when both the record and the setting refer to the same
 * type by the same name (a deal's and a stage's `pipeline`), only those of the record's are.
 */
export function useNarrowing(target: RecordType): Filter | null {
  const edited = use(EditedContext)
  if (!edited || !target.setting) return null
  for (const [name, field] of Object.entries(target.fields)) {
    const own = edited.type.fields[name]
    const value = edited.values[name]
    if (
      own &&
      typeof value === 'string' &&
      targetOf(field) !== null &&
      targetOf(field) === targetOf(own) &&
      targetOf(field) !== target.name
    )
      return { field: name, op: 'is', value }
  }
  return null
}
