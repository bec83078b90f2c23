import { weightedPipeline as definition } from '../../contract/metrics/weighted-pipeline.ts'
import { dealRecord } from './closed-deals.ts'
import { count, sumOf, type MetricSource } from './source.ts'

export const weightedPipeline: MetricSource = {
  definition,
  rows: ({ bind, today, currency, may }) => {
    const home = bind(currency)
    return {
      with: `rates as (select distinct on (currency) currency, rate * minor_units(1, ${home}) / minor_units(1, currency) as rate
          from exchange_rates where from_on <= ${bind(today)}::date order by currency, from_on desc),
        chances as materialized (select id, probability::numeric as chance from stages)`,
      // Converted and weighed exactly, then rounded once: a tie goes to the even cent. `offset 0` keeps the product from
      // being worked out anew wherever it is named.
      from: `(select d.*,
            case when d.amount_currency = ${home} then d.amount else round(d.amount * r.rate)::bigint end as home_amount,
            d.amount * case when d.amount_currency = ${home} then coalesce(d.probability::numeric, s.chance)
              else coalesce(d.probability::numeric, s.chance) * r.rate end as exact
          from deals d join chances s on s.id = d.stage_id
            left join rates r on r.currency = d.amount_currency and d.amount_currency <> ${home}
          where d.status = 'open' and d.deleted_at is null and ${may('deal', 'd')} offset 0) t
        cross join lateral (select case when abs(t.exact) % 1 = 0.5 then 2 * round(t.exact / 2) else round(t.exact) end) even (weighted)`,
      where: 'true',
    }
  },
  day: null,
  counted: 'even.weighted is not null',
  leftOut: [
    { reason: 'no-amount', label: 'Without an amount', when: 't.amount is null' },
    {
      reason: 'no-rate',
      label: 'No exchange rate known',
      when: 't.amount is not null and even.weighted is null',
    },
  ],
  sums: { weighted: 'sum(even.weighted)', amount: 'sum(t.home_amount)', n: 'count(even.weighted)' },
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
  value: { sql: 'even.weighted', unit: 'money' },
}
