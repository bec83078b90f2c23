import { metric } from './metric.ts'

export const acquisitionCost = metric({
  slug: 'sales.acquisition-cost',
  name: 'Customer acquisition cost',
  definition:
    'Marketing spend and sales costs in the window ÷ new customers in the period. The window is the period shifted back by the lag; a month’s costs spread evenly over its days. By channel: that channel’s spend ÷ its new customers.',
  unit: 'money',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  reads: ['company', 'person'],
  tells: ['status', 'stage', 'closedOn', 'openedOn', 'source', 'channel'],
  anchor: 'First won deal or order on',
  terms: { numerator: 'spent', denominator: 'new customers' },
  dimensions: ['channel'],
  costs: true,
})
