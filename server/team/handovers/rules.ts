import { isChoice } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'

/** An owner of these wrote or made them, and stays who did. */
const authored = new Set(['note', 'call'])

/** What is said of something that is still to be done, by whatever type. */
const openStatuses = new Set(['open', 'new', 'working'])

/** Whether records of the type are handed over when their owner leaves. */
export const isHandedOver = (type: RecordType): boolean =>
  type.owner !== undefined && !authored.has(type.name)

/**
 * Which of a type's records are still open, as a condition on `t`: what is not closed, has not taken place, and customers
 * always.
 */
export function openCondition(type: RecordType): string {
  const { status, startsAt } = type.fields
  const open = status && isChoice(status) ? status.options.filter(({ value }) => openStatuses.has(value)) : []
  if (open.length > 0) return `t.status in (${open.map(({ value }) => `'${value}'`).join(', ')})`
  return startsAt ? 't.starts_at > now()' : 'true'
}

/** Gives records to receivers in turn, each as many as the next, give or take one. */
export const inTurn = (ids: readonly string[], receivers: readonly string[]): { id: string; to: string }[] =>
  ids.map((id, i) => ({ id, to: receivers[i % receivers.length] as string }))
