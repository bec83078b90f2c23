import type { EventType } from '../ledger/event-type.ts'

const what = { wing: 'sales' } as const

export const orderEvents = [
  {
    ...what,
    type: 'order.confirmed',
    kind: 'milestone',
    label: 'Order confirmed',
    tells: ['status', 'number', 'orderedOn', 'confirmedAt'],
  },
  {
    ...what,
    type: 'order.delivered',
    kind: 'milestone',
    label: 'Order delivered',
    tells: ['status', 'delivered'],
  },
  {
    ...what,
    type: 'order.part-delivered',
    kind: 'change',
    label: 'Order delivered in part',
    tells: ['status', 'delivered'],
  },
  {
    ...what,
    type: 'order.cancelled',
    kind: 'milestone',
    label: 'Order cancelled',
    tells: ['status', 'cancelledOn'],
  },
  {
    ...what,
    type: 'order.part-cancelled',
    kind: 'change',
    label: 'Rest of an order cancelled',
    tells: ['status'],
  },
  {
    ...what,
    type: 'order.refunded',
    kind: 'milestone',
    label: 'Order refunded',
    tells: ['status', 'refunded'],
  },
  {
    ...what,
    type: 'order.part-refunded',
    kind: 'change',
    label: 'Order refunded in part',
    tells: ['status', 'refunded'],
  },
  { ...what, type: 'payment.matched', kind: 'change', label: 'Payment matched', tells: ['order'] },
  { ...what, type: 'contract.renewed', kind: 'milestone', label: 'Contract renewed', tells: ['renewsOn'] },
  {
    ...what,
    type: 'contract.price-changed',
    kind: 'change',
    label: 'Price of a contract changed',
    tells: ['monthly'],
  },
  {
    ...what,
    type: 'contract.cancelled',
    kind: 'milestone',
    label: 'Contract cancelled',
    tells: ['status', 'endsOn'],
  },
  { ...what, type: 'contract.ended', kind: 'change', label: 'Contract ended', tells: ['status'] },
] as const satisfies EventType[]
