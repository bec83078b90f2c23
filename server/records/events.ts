import { isDeepStrictEqual } from 'node:util'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Change, Values } from './behaviour.ts'
import { columnsOf } from './column.ts'

type Changes = Record<string, [before: unknown, after: unknown]>

/** From what to what, by field; what is personal apart, because erasure blanks it, and left out unless `whole`. */
export function changesOf(
  type: RecordType,
  { before: former, after: latter }: Change,
  whole = true,
): { data: Changes; personal: Changes | null } {
  const data: Changes = {}
  let personal: Changes | null = null
  for (const { field, declared } of columnsOf(type)) {
    if (declared.personal && !whole) continue
    const before = former?.values[field] ?? null
    const after = latter.values[field] ?? null
    if (before === after || (before !== null && after !== null && isDeepStrictEqual(before, after))) continue
    const changes = declared.personal ? (personal ??= {}) : data
    changes[field] = [before, after]
  }
  return { data, personal }
}

/** The customer on whose timeline a record's events belong. */
export function customerOf(
  type: RecordType,
  id: string,
  values: Values,
): { personId: string | null; companyId: string | null } {
  const { customer } = type
  const text = (field: string | undefined) =>
    field && typeof values[field] === 'string' ? values[field] : null
  if (customer === 'self')
    return type.name === 'person'
      ? { personId: id, companyId: text('company') }
      : { personId: null, companyId: id }
  return { personId: text(customer?.person), companyId: text(customer?.company) }
}
