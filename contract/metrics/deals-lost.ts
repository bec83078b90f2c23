import { metric } from './metric.ts'

export const dealsLost = metric({
  slug: 'sales.deals-lost',
  name: 'Deals lost',
  definition:
    'Number and amount of deals lost, by the day of their latest close. A re-opened deal leaves the count until it closes again.',
  unit: 'number',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'Closed on',
  asOf: true,
  terms: { of: 'deals lost' },
})
