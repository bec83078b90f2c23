import { winRate as definition } from '../../contract/metrics/win-rate.ts'
import { closedDealAmount, closedDeals, dealRecord } from './closed-deals.ts'
import { count, ratio, sumOf, type MetricSource } from './source.ts'

/** A share of two amounts in minor units, which may be larger than a number holds exactly. */
const share = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number(part) / Number(whole)

export const winRate: MetricSource = {
  definition,
  ...closedDeals(),
  adds: true,
  figures: {
    n: 'count(*)',
    won: `count(*) filter (where t.status = 'won')`,
    won_amount: `sum(t.closed_amount) filter (where t.status = 'won')`,
    amount: 'sum(t.closed_amount)',
    priced: 'count(t.closed_amount)',
  },
  measure: (figures, { currency }) => ({
    ...ratio(count(figures.won), count(figures.n)),
    beside: [
      {
        key: 'by-amount',
        label: 'By amount',
        unit: 'ratio',
        value: share(BigInt(figures.won_amount ?? 0), BigInt(figures.amount ?? 0)),
        n: count(figures.priced),
        numerator: sumOf(figures.won_amount, currency),
        denominator: sumOf(figures.amount, currency),
      },
    ],
  }),
  record: dealRecord,
  value: closedDealAmount,
  outcome: `initcap(t.status)`,
}
