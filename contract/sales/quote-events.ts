import type { EventType } from '../ledger/event-type.ts'

const what = { wing: 'sales' } as const

export const quoteEvents = [
  {
    ...what,
    type: 'quote.sent',
    kind: 'milestone',
    label: 'Quote sent',
    tells: ['status', 'number', 'validUntil', 'sentAt'],
  },
  { ...what, type: 'quote.unsent', kind: 'change', label: 'Sending undone', tells: ['status', 'sentAt'] },
  { ...what, type: 'quote.viewed', kind: 'activity', label: 'Quote viewed', tells: ['status', 'viewedAt'] },
  { ...what, type: 'quote.asked', kind: 'message', label: 'Question about a quote' },
  {
    ...what,
    type: 'quote.accepted',
    kind: 'milestone',
    label: 'Quote accepted',
    tells: ['status', 'answeredAt', 'signedBy'],
  },
  {
    ...what,
    type: 'quote.declined',
    kind: 'milestone',
    label: 'Quote declined',
    tells: ['status', 'answeredAt', 'declineReason'],
  },
  { ...what, type: 'quote.expired', kind: 'change', label: 'Quote expired', tells: ['status'] },
  { ...what, type: 'quote.superseded', kind: 'change', label: 'Quote superseded', tells: ['status'] },
  { ...what, type: 'quote.withdrawn', kind: 'change', label: 'Quote withdrawn', tells: ['status'] },
  {
    ...what,
    type: 'quote.approval-requested',
    kind: 'change',
    label: 'Approval requested',
    tells: ['approval'],
  },
  { ...what, type: 'quote.approved', kind: 'change', label: 'Quote approved', tells: ['approval'] },
  { ...what, type: 'quote.refused', kind: 'change', label: 'Approval refused', tells: ['approval'] },
  { ...what, type: 'tax-rate.set', kind: 'change', label: 'Tax rate set' },
  { ...what, type: 'tax-rate.removed', kind: 'change', label: 'Tax rate deleted' },
  { ...what, type: 'product.parts-changed', kind: 'change', label: 'Bundle changed', tells: ['bundle'] },
  { ...what, type: 'organisation.quotes-changed', kind: 'change', label: 'Settings of quotes changed' },
] as const satisfies EventType[]
