import { revenue as definition } from '../../contract/metrics/revenue.ts'
import { ordered } from './ordered.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const revenue: MetricSource = {
  definition,
  ...ordered,
  counted: 'e.home_net is not null',
  leftOut: [{ reason: 'no-rate', label: 'No exchange rate known', when: 't.home_net is null' }],
  figures: { amount: 'sum(e.home_net)', back: 'sum(e.home_net) filter (where e.home_net < 0)' },
  records: { n: 'e.home_net is not null' },
  measure: ({ amount, back, n }, { currency }) => ({
    value: sumOf(amount, currency),
    n: count(n),
    beside: [
      {
        key: 'back',
        label: 'Cancelled or refunded',
        unit: 'money',
        value: sumOf(back, currency),
        n: count(n),
      },
    ],
  }),
  value: { sql: 'e.home_net', unit: 'money', adds: true },
}
