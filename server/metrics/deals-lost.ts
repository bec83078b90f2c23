import { dealsLost as definition } from '../../contract/metrics/deals-lost.ts'
import { closedDealAmount, closedDeals, countDeals, dealRecord } from './closed-deals.ts'
import { amountBeside, count, type MetricSource } from './source.ts'

export const dealsLost: MetricSource = {
  definition,
  ...closedDeals('lost'),
  ...countDeals,
  measure: (figures, { currency }) => {
    const n = count(figures.n)
    return { value: n, n, beside: [amountBeside(figures, currency, count(figures.priced))] }
  },
  record: dealRecord,
  value: closedDealAmount,
}
