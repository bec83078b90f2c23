import { collected as definition } from '../../contract/metrics/collected.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const collected: MetricSource = {
  definition,
  rows: ({ from, to, may }) => ({
    from: 'payments t',
    where: `t.deleted_at is null and t.paid_on >= ${from}::date and t.paid_on < ${to}::date and ${may('payment', 't')}`,
  }),
  day: 't.paid_on',
  counted: 't.home_amount is not null',
  leftOut: [{ reason: 'no-rate', label: 'No exchange rate known', when: 't.home_amount is null' }],
  adds: true,
  figures: { n: 'count(t.home_amount)', amount: 'sum(t.home_amount)' },
  measure: ({ amount, n }, { currency }) => ({ value: sumOf(amount, currency), n: count(n) }),
  record: { type: `'payment'`, id: 't.id', title: 't.title' },
  value: { sql: 't.home_amount', unit: 'money' },
}
