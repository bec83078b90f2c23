import type { EventType } from '../ledger/event-type.ts'

export const customerEvents = [
  { type: 'person.stage-entered', wing: 'customer', kind: 'milestone', label: 'Lifecycle stage entered' },
  { type: 'company.stage-entered', wing: 'customer', kind: 'milestone', label: 'Lifecycle stage entered' },
  { type: 'task.done', wing: 'customer', kind: 'activity', label: 'Task done' },
  { type: 'task.reopened', wing: 'customer', kind: 'activity', label: 'Task re-opened' },
] as const satisfies EventType[]
