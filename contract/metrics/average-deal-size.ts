import { metric } from './metric.ts'

export const averageDealSize = metric({
  slug: 'sales.average-deal-size',
  name: 'Average deal size',
  definition:
    'Amount won ÷ deals won that have an amount, zero included, in the company’s currency at the rate of the day each closed.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: ['status', 'stage', 'closedOn', 'amount'],
  anchor: 'Closed on',
  asOf: true,
  terms: { numerator: 'won', denominator: 'deals with an amount' },
})
