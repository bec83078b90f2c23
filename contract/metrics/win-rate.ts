import { metric } from './metric.ts'

export const winRate = metric({
  slug: 'sales.win-rate',
  name: 'Win rate',
  definition: 'Deals won ÷ deals won or lost, by the day they closed. Open deals never count.',
  unit: 'ratio',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn'],
  anchor: 'Closed on',
  asOf: true,
  terms: { numerator: 'won', denominator: 'deals won or lost' },
})
