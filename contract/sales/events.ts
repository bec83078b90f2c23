import type { EventType } from '../ledger/event-type.ts'

export const salesEvents = [
  { type: 'deal.stage-changed', wing: 'sales', kind: 'change', label: 'Deal moved', tells: ['stage'] },
  {
    type: 'deal.won',
    wing: 'sales',
    kind: 'milestone',
    label: 'Deal won',
    passage: { from: 'sales', to: 'service' },
    branch: 'settles',
    tells: ['stage', 'status', 'closedOn', 'closedAt'],
  },
  {
    type: 'deal.lost',
    wing: 'sales',
    kind: 'milestone',
    label: 'Deal lost',
    branch: 'settles',
    tells: ['stage', 'status', 'closedOn', 'closedAt'],
  },
  {
    type: 'deal.reopened',
    wing: 'sales',
    kind: 'milestone',
    label: 'Deal re-opened',
    branch: 'opens',
    tells: ['stage', 'status'],
  },
  { type: 'exchange-rate.set', wing: 'sales', kind: 'change', label: 'Exchange rate set' },
  { type: 'exchange-rate.removed', wing: 'sales', kind: 'change', label: 'Exchange rate deleted' },
] as const satisfies EventType[]
