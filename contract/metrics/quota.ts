import { forecastTells } from '../sales/forecast.ts'
import { metric } from './metric.ts'

export const quota = metric({
  slug: 'sales.quota',
  name: 'Quota',
  definition:
    'What persons and teams are expected to win in the period. A team’s quota is its own figure; the company’s is the sum of what is at the top. Months, quarters and years add up and are never taken apart, so that a week has none.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: forecastTells,
  anchor: 'Quota’s period',
  asOf: true,
  terms: { of: 'quotas' },
  dimensions: ['owner', 'team'],
  rolledUp: true,
  ahead: true,
  finest: 'month',
})
