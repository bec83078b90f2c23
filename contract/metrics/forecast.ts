import { forecastTells } from '../sales/forecast.ts'
import { metric } from './metric.ts'

export const forecast = metric({
  slug: 'sales.forecast',
  name: 'Forecast',
  definition:
    'What the period will bring: deals won in it and open deals of the category Commit expected to close in it. Beside it the other columns, each with the ones before: Closed, Commit, Best case, Pipeline. Omitted deals count nowhere.',
  unit: 'money',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: forecastTells,
  anchor: 'Closed, or expected to close on',
  asOf: true,
  terms: { of: 'deals' },
  dimensions: ['owner', 'team'],
  rolledUp: true,
  ahead: true,
})
