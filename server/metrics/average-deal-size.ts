import { averageDealSize as definition } from '../../contract/metrics/average-deal-size.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { roundHalfEven } from '../records/rates.ts'
import { closedDealAmount, closedDeals, dealRecord, withoutAmount } from './closed-deals.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const averageDealSize: MetricSource = {
  definition,
  ...closedDeals('won'),
  counted: 't.closed_amount is not null',
  leftOut: withoutAmount,
  adds: true,
  figures: {
    n: 'count(t.closed_amount)',
    amount: 'sum(t.closed_amount)',
    zero: 'count(*) filter (where t.closed_amount = 0)',
  },
  measure: (figures, { currency }) => {
    const n = count(figures.n)
    const zero = count(figures.zero)
    return {
      value: n === 0 ? null : moneyOf(roundHalfEven(BigInt(figures.amount ?? 0), BigInt(n)), currency),
      n,
      numerator: sumOf(figures.amount, currency),
      denominator: n,
      beside: [
        { key: 'zero', label: 'Of these with an amount of zero', unit: 'number', value: zero, n: zero },
      ],
    }
  },
  record: dealRecord,
  value: closedDealAmount,
}
