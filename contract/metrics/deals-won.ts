import { metric } from './metric.ts'

export const dealsWon = metric({
  slug: 'sales.deals-won',
  name: 'Deals won',
  definition:
    'Number and amount of deals won, by the day of their latest close. A re-opened deal leaves the count until it closes again.',
  unit: 'number',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'Closed on',
  asOf: true,
  terms: { of: 'deals won' },
})
