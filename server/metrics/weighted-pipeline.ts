import { weightedPipeline as definition } from '../../contract/metrics/weighted-pipeline.ts'
import { halfEven } from '../records/rates.ts'
import { dealRecord } from './closed-deals.ts'
import { nearly, nearTie } from './half-even.ts'
import { count, sumOf, type MetricSource } from './source.ts'

const exact = '(t.amount * coalesce(t.probability, s.probability)::numeric * coalesce(r.rate, 1))'

export const weightedPipeline: MetricSource = {
  definition,
  rows: ({ bind, today, currency, may }) => {
    const home = bind(currency)
    return {
      // Weighed in floating point, which is many times quicker; exactly where that might round the other way. Joined
      // from the left, so that it is worked out once a row and not wherever it is named.
      from: `deals t join stages s on s.id = t.stage_id
        left join (
            select ${home}::text as currency, null::numeric as rate, 1::float8 as near
            union all
            select * from (select distinct on (currency) currency, rate.exact, rate.exact::float8 from exchange_rates
              cross join lateral (select rate * minor_units(1, ${home}) / minor_units(1, currency) as exact) rate
              where from_on <= ${bind(today)}::date and currency <> ${home} order by currency, from_on desc) foreign_ones) r
          on r.currency = t.amount_currency
        left join lateral (select ${nearly('t.amount', 'coalesce(t.probability, s.probability)', 'r.near')} as near) weighted on true
        left join lateral (select ${nearTie('weighted.near')} as near) tie on true`,
      where: `t.status = 'open' and t.deleted_at is null and ${may('deal', 't')}`,
    }
  },
  day: null,
  counted: 'weighted.near is not null',
  leftOut: [
    { reason: 'no-amount', label: 'Without an amount', when: 't.amount is null' },
    {
      reason: 'no-rate',
      label: 'No exchange rate known',
      when: 't.amount is not null and weighted.near is null',
    },
  ],
  adds: true,
  figures: {
    n: 'count(weighted.near)',
    weighted: `coalesce(sum(round(weighted.near)::bigint) filter (where not tie.near), 0)
      + coalesce(sum(${halfEven(exact)}) filter (where tie.near), 0)`,
    amount: `coalesce(sum(t.amount) filter (where r.rate is null and r.near is not null), 0)
      + coalesce(sum(${halfEven('(t.amount * r.rate)')}) filter (where r.rate is not null), 0)`,
  },
  measure: (figures, { currency }) => {
    const n = count(figures.n)
    const open = {
      key: 'open-amount',
      label: 'Open amount',
      unit: 'money',
      value: sumOf(figures.amount, currency),
      n,
    } as const
    return { value: sumOf(figures.weighted, currency), n, beside: [open] }
  },
  record: dealRecord,
  value: {
    sql: `case when tie.near then ${halfEven(exact)} else round(weighted.near)::numeric end`,
    unit: 'money',
  },
}
