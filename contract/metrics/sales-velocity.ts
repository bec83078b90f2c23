import { metric } from './metric.ts'

export const salesVelocity = metric({
  slug: 'sales.velocity',
  name: 'Sales velocity per day',
  definition:
    'What the open deals bring a day: open deals × average deal size × win rate ÷ mean sales cycle in days. Size, rate and cycle are those of the trailing 12 months.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn', 'openedOn', 'amount'],
  anchor: null,
  asOf: true,
  terms: { of: 'open deals' },
  formula: 'open-deals × average-deal-size × win-rate ÷ mean-cycle',
})
