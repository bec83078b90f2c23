import { wonAmount as definition } from '../../contract/metrics/won-amount.ts'
import { closedDealAmount, closedDeals, dealRecord, withoutAmount } from './closed-deals.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const wonAmount: MetricSource = {
  definition,
  ...closedDeals('won'),
  counted: 't.closed_amount is not null',
  leftOut: withoutAmount,
  adds: true,
  figures: { n: 'count(t.closed_amount)', amount: 'sum(t.closed_amount)' },
  measure: (figures, { currency }) => ({ value: sumOf(figures.amount, currency), n: count(figures.n) }),
  record: dealRecord,
  value: closedDealAmount,
}
