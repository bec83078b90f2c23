import type { EventType } from '../ledger/event-type.ts'

export const salesEvents = [
  { type: 'deal.stage-changed', wing: 'sales', kind: 'change', label: 'Deal moved' },
  {
    type: 'deal.won',
    wing: 'sales',
    kind: 'milestone',
    label: 'Deal won',
    passage: { from: 'sales', to: 'service' },
    branch: 'settles',
  },
  { type: 'deal.lost', wing: 'sales', kind: 'milestone', label: 'Deal lost', branch: 'settles' },
  { type: 'deal.reopened', wing: 'sales', kind: 'milestone', label: 'Deal re-opened', branch: 'opens' },
] as const satisfies EventType[]
