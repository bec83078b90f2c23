import type { EventType } from '../ledger/event-type.ts'

/** What happens to a company's own fields; their values change with their records. */
export const fieldEvents = [
  { type: 'field.added', wing: 'team', kind: 'change', label: 'Field added' },
  { type: 'field.changed', wing: 'team', kind: 'change', label: 'Field changed' },
  { type: 'field.retired', wing: 'team', kind: 'change', label: 'Field retired' },
  { type: 'field.restored', wing: 'team', kind: 'change', label: 'Field brought back' },
] as const satisfies EventType[]

/** Who took what along: records of a type, or the audit log. */
export const exportEvents = [
  { type: 'export.made', wing: 'team', kind: 'change', label: 'Exported' },
] as const satisfies EventType[]
