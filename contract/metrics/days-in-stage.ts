import { metric } from './metric.ts'

export const daysInStage = metric({
  slug: 'sales.days-in-stage',
  name: 'Days in stage',
  definition:
    'Days from a deal’s entry into an open stage until it left it, of the stays that ended in the period: the median, beside it the mean and the 90th percentile.',
  unit: 'days',
  direction: 'down',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage'],
  anchor: 'Left the stage',
  asOf: true,
  terms: { of: 'stays in a stage' },
})
