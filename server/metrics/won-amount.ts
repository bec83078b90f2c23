import { wonAmount as definition } from '../../contract/metrics/won-amount.ts'
import { closedDealAmount, closedDeals, dealRecord, withoutAmount } from './closed-deals.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const wonAmount: MetricSource = {
  definition,
  rows: closedDeals('won'),
  day: 't.closed_on',
  counted: 't.closed_amount is not null',
  leftOut: withoutAmount,
  sums: { amount: 'sum(t.closed_amount)', priced: 'count(t.closed_amount)' },
  measure: (figures, { currency }) => ({ value: sumOf(figures.amount, currency), n: count(figures.priced) }),
  record: dealRecord,
  value: closedDealAmount,
}
