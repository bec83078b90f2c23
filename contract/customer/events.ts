import type { EventType } from '../ledger/event-type.ts'

export const customerEvents = [
  { type: 'person.stage-entered', wing: 'customer', kind: 'milestone', label: 'Lifecycle stage entered' },
  { type: 'company.stage-entered', wing: 'customer', kind: 'milestone', label: 'Lifecycle stage entered' },
  { type: 'person.identity-added', wing: 'customer', kind: 'change', label: 'Address or number added' },
  { type: 'person.identity-removed', wing: 'customer', kind: 'change', label: 'Address or number removed' },
  { type: 'company.identity-added', wing: 'customer', kind: 'change', label: 'Domain or number added' },
  { type: 'company.identity-removed', wing: 'customer', kind: 'change', label: 'Domain or number removed' },
  { type: 'person.employment-changed', wing: 'customer', kind: 'change', label: 'Employment changed' },
  { type: 'person.stage-corrected', wing: 'customer', kind: 'change', label: 'Date of a stage corrected' },
  { type: 'company.stage-corrected', wing: 'customer', kind: 'change', label: 'Date of a stage corrected' },
  { type: 'task.done', wing: 'customer', kind: 'activity', label: 'Task done' },
  { type: 'task.reopened', wing: 'customer', kind: 'activity', label: 'Task re-opened' },
] as const satisfies EventType[]
