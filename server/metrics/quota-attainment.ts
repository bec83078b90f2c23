import { quotaAttainment as definition } from '../../contract/metrics/quota-attainment.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { standing } from '../sales/quotas/rules.ts'
import { forecastDeals } from './forecast-deals.ts'
import { standingAnswer } from './quota-figures.ts'
import type { MetricSource } from './source.ts'

export const quotaAttainment: MetricSource = {
  ...forecastDeals(definition, ['closed']),
  answer: standingAnswer(definition, ({ quota, ...worth }, currency) => ({
    value: standing(quota, worth).attainment,
    n: worth.wonDeals,
    numerator: moneyOf(worth.won, currency),
    denominator: quota === null ? null : moneyOf(quota, currency),
    ...(quota === null && { none: { reason: 'no-quota', label: 'No quota' } }),
  })),
}
