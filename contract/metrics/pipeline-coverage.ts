import { forecastTells } from '../sales/forecast.ts'
import { metric } from './metric.ts'

export const pipelineCoverage = metric({
  slug: 'sales.pipeline-coverage',
  name: 'Pipeline coverage',
  definition:
    'Open amount expected to close in the period ÷ what is left of its quota (quota − won). With the quota met there is none. What it should be stands beside it: 1 ÷ the win rate of the trailing 12 months.',
  unit: 'number',
  direction: 'up',
  wing: 'sales',
  recordType: 'deal',
  tells: forecastTells,
  anchor: 'Expected to close on',
  asOf: true,
  terms: { numerator: 'open', denominator: 'still to be won' },
  dimensions: ['owner', 'team'],
  rolledUp: true,
  finest: 'month',
})
