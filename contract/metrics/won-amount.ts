import { metric } from './metric.ts'

export const wonAmount = metric({
  slug: 'sales.won-amount',
  name: 'Won amount',
  definition:
    'Sum of the amounts of deals won, by the day they closed, in the company’s currency at the rate of that day.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn', 'amount'],
  anchor: 'Closed on',
  asOf: true,
  terms: { of: 'deals won' },
})
