import type { EventType } from '../ledger/event-type.ts'

const change = { wing: 'sales', kind: 'change', tells: [] } as const
const activity = { wing: 'sales', kind: 'activity', tells: [] } as const

/** What happens around a deal: who has a say, who else is after it, what is said against it. */
export const dealEvents = [
  { ...change, type: 'deal.item-checked', label: 'Checklist item done' },
  { ...change, type: 'deal.item-unchecked', label: 'Checklist item open again' },
  { ...change, type: 'deal.person-added', label: 'Has a part in a deal' },
  { ...change, type: 'deal.person-changed', label: 'Part in a deal changed' },
  { ...change, type: 'deal.person-removed', label: 'No part in a deal any more' },
  { ...change, type: 'deal.competitor-set', label: 'Competitor on a deal' },
  { ...change, type: 'deal.competitor-removed', label: 'Competitor taken off a deal' },
  { ...activity, type: 'deal.objection-raised', label: 'Objection raised' },
  { ...activity, type: 'deal.objection-answered', label: 'Objection answered' },
  { ...change, type: 'deal.objection-removed', label: 'Objection taken back' },
  { ...change, type: 'stage.criteria-set', label: 'Exit criteria set' },
  { ...change, type: 'objection.answers-set', label: 'Answers to an objection set' },
  { ...change, type: 'deal-settings.changed', label: 'Settings of deals changed' },
] as const satisfies EventType[]
