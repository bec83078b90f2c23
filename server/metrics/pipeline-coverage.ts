import { pipelineCoverage as definition } from '../../contract/metrics/pipeline-coverage.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { standing } from '../sales/quotas/rules.ts'
import { forecastDeals } from './forecast-deals.ts'
import { standingAnswer } from './quota-figures.ts'
import type { MetricSource } from './source.ts'

export const pipelineCoverage: MetricSource = {
  ...forecastDeals(definition, ['commit', 'best_case', 'pipeline']),
  answer: standingAnswer(definition, ({ quota, ...worth }, currency) => {
    const { open, openDeals, won, wonDeals, closed } = worth
    const { needed, met, coverage, required } = standing(quota, worth)
    return {
      value: coverage,
      n: openDeals,
      numerator: moneyOf(open, currency),
      denominator: needed === null ? null : moneyOf(needed, currency),
      ...(met && { none: { reason: 'quota-met', label: 'Quota met' } }),
      ...(quota === null && { none: { reason: 'no-quota', label: 'No quota' } }),
      beside: [
        { key: 'required', label: 'Coverage required', unit: 'number', value: required, n: closed },
        {
          key: 'quota',
          label: 'Quota',
          unit: 'money',
          value: quota === null ? null : moneyOf(quota, currency),
          n: openDeals,
        },
        { key: 'won', label: 'Won', unit: 'money', value: moneyOf(won, currency), n: wonDeals },
      ],
    }
  }),
}
