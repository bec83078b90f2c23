import { dealsWon as definition } from '../../contract/metrics/deals-won.ts'
import { closedDealAmount, closedDeals, countDeals, dealRecord } from './closed-deals.ts'
import { amountBeside, count, type MetricSource } from './source.ts'

export const dealsWon: MetricSource = {
  definition,
  ...closedDeals('won'),
  ...countDeals,
  measure: (figures, { currency }) => {
    const n = count(figures.n)
    return { value: n, n, beside: [amountBeside(figures, currency, count(figures.priced))] }
  },
  record: dealRecord,
  value: closedDealAmount,
}
