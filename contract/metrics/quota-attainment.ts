import { forecastTells } from '../sales/forecast.ts'
import { metric } from './metric.ts'

export const quotaAttainment = metric({
  slug: 'sales.quota-attainment',
  name: 'Quota attainment',
  definition:
    'Amount won in the period ÷ its quota. Without a quota, or with one of 0, there is none. A team has what its people won, and those of the teams below it.',
  unit: 'ratio',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: forecastTells,
  anchor: 'Closed on',
  asOf: true,
  terms: { numerator: 'won', denominator: 'quota' },
  dimensions: ['owner', 'team'],
  rolledUp: true,
  finest: 'month',
})
