import { metric } from './metric.ts'

export const cycleLength = metric({
  slug: 'sales.cycle-length',
  name: 'Sales cycle length',
  definition:
    'Days from the day a deal was opened to its close, won deals only: the median, beside it the mean and the 90th percentile.',
  unit: 'days',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn', 'openedOn'],
  anchor: 'Closed on',
  asOf: true,
  terms: { of: 'deals won' },
})
