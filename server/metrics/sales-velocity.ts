import { salesVelocity as definition } from '../../contract/metrics/sales-velocity.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { roundHalfEven } from '../records/rates.ts'
import { dealRecord } from './closed-deals.ts'
import { count, ratio, type MetricSource } from './source.ts'
import { velocityOf } from './velocity-rules.ts'

const won = `t.status = 'won'`

export const salesVelocity: MetricSource = {
  definition,
  // The open deals, and those closed in the twelve months up to today, each read by an index of its own.
  rows: ({ deals, bind, today, may }) => ({
    from: `(select d.* from ${deals} d where d.status = 'open' and d.deleted_at is null
        union all
        select d.* from ${deals} d where d.status <> 'open' and d.deleted_at is null
          and d.closed_on > (${bind(today)}::date - interval '1 year')::date and d.closed_on <= ${bind(today)}::date) t`,
    where: may('deal', 't'),
  }),
  day: null,
  adds: true,
  figures: {
    n: `count(*) filter (where t.status = 'open')`,
    won: `count(*) filter (where ${won})`,
    closed: `count(*) filter (where t.status <> 'open')`,
    amount: `sum(t.closed_amount) filter (where ${won})`,
    priced: `count(t.closed_amount) filter (where ${won})`,
    days: `sum(t.cycle_days) filter (where ${won})`,
    timed: `count(t.cycle_days) filter (where ${won})`,
  },
  measure: (figures, { currency }) => {
    const [open, priced, timed] = [count(figures.n), count(figures.priced), count(figures.timed)]
    const [wins, closed, days] = [count(figures.won), count(figures.closed), count(figures.days)]
    const amount = BigInt(figures.amount ?? 0)
    const velocity = velocityOf({
      open,
      wonAmount: amount,
      priced,
      won: wins,
      closed,
      cycleDays: days,
      timed,
    })
    const size = priced === 0 ? null : moneyOf(roundHalfEven(amount, BigInt(priced)), currency)
    return {
      value: velocity === null ? null : moneyOf(velocity, currency),
      n: open,
      beside: [
        { key: 'open-deals', label: 'Open deals', unit: 'number', value: open, n: open },
        {
          key: 'average-deal-size',
          label: 'Average deal size, 12 months',
          unit: 'money',
          value: size,
          n: priced,
        },
        { key: 'win-rate', label: 'Win rate, 12 months', unit: 'ratio', ...ratio(wins, closed) },
        {
          key: 'mean-cycle',
          label: 'Mean sales cycle, 12 months',
          unit: 'days',
          value: timed === 0 ? null : days / timed,
          n: timed,
        },
      ],
    }
  },
  record: dealRecord,
  outcome: `initcap(t.status)`,
  value: { sql: 't.closed_amount', unit: 'money' },
}
