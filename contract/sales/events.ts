import type { EventType } from '../ledger/event-type.ts'

export const salesEvents = [
  { type: 'deal.stage-changed', wing: 'sales', kind: 'change', label: 'Deal moved' },
  { type: 'deal.won', wing: 'sales', kind: 'milestone', label: 'Deal won' },
  { type: 'deal.lost', wing: 'sales', kind: 'milestone', label: 'Deal lost' },
  { type: 'deal.reopened', wing: 'sales', kind: 'milestone', label: 'Deal re-opened' },
] as const satisfies EventType[]
