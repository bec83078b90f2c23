import { acquisitionPayback as definition } from '../../contract/metrics/acquisition-payback.ts'
import type { Measure } from '../../contract/metrics/routes.ts'
import { moneyOf, toMinor } from '../../contract/values/money.ts'
import { roundHalfEven } from '../records/rates.ts'
import { acquisitionCost } from './acquisition-cost.ts'
import { newCustomers } from './new-customers.ts'
import { count, type MetricSource } from './source.ts'

/** What the new customers of a period bought within a year of their first deal, and what was left of it. */
const firstYear: MetricSource = {
  ...newCustomers,
  definition,
  rows: (ground) => {
    const { from, ...rest } = newCustomers.rows(ground)
    return {
      ...rest,
      from: `${from} left join lateral (
          select sum(b.closed_amount) as revenue, sum(b.closed_amount) filter (where costed.share is not null) as costed,
            sum(b.closed_amount * costed.share) as margin, count(*) filter (where costed.share is null) as uncosted
          from deals b left join products product on product.id = b.product_id and ${ground.may('product', 'product')}
            left join lateral (select (product.price - product.cost)::numeric / product.price as share
              where product.price > 0 and product.price_currency = product.cost_currency) costed on true
          where b.status = 'won' and b.deleted_at is null and ${ground.may('deal', 'b')}
            and (b.company_id = first.customer or b.company_id is null and b.person_id in (
              select id from people staff where staff.company_id = first.customer union all select first.customer))
            and b.closed_on >= first.closed_on and b.closed_on < (first.closed_on + interval '1 year')::date) bought on true`,
    }
  },
  figures: {
    n: 'count(first.customer)',
    revenue: 'sum(bought.revenue)',
    costed: 'sum(bought.costed)',
    margin: 'sum(bought.margin)',
    uncosted: 'sum(bought.uncosted)',
  },
  measure: ({ n, revenue, costed, margin, uncosted }, { currency }): Measure => {
    const customers = count(n)
    const monthly =
      customers === 0 ? null : moneyOf(roundHalfEven(BigInt(revenue ?? 0), 12n * BigInt(customers)), currency)
    return {
      value: null,
      n: customers,
      beside: [
        {
          key: 'monthly-revenue',
          label: 'Monthly revenue per new customer',
          unit: 'money',
          value: monthly,
          n: customers,
        },
        {
          key: 'gross-margin',
          label: 'Gross margin',
          unit: 'ratio',
          value: count(costed) > 0 ? count(margin) / count(costed) : null,
          n: count(uncosted),
        },
      ],
    }
  },
}

/** Months until a customer has earned what it cost; null where a part is not known or nothing is earned. */
function paidBack(cost: Measure | undefined, bought: Measure): Measure {
  const [monthly, margin] = bought.beside ?? []
  const minor = (figure: Measure['value'] | undefined) =>
    figure != null && typeof figure === 'object' ? Number(toMinor(figure.amount, figure.currency)) : null
  const [spent, earned] = [minor(cost?.value), minor(monthly?.value)]
  const share = typeof margin?.value === 'number' ? margin.value : null
  const known = spent !== null && earned !== null && share !== null && earned * share > 0
  return {
    value: known ? spent / (earned * share) : null,
    n: bought.n,
    beside: [
      {
        key: 'acquisition-cost',
        label: 'Acquisition cost',
        unit: 'money',
        value: cost?.value ?? null,
        n: bought.n,
      },
      ...(bought.beside ?? []),
    ],
  }
}

export const acquisitionPayback: MetricSource = {
  ...firstYear,
  async answer({ query, read }) {
    const cost = await read(acquisitionCost, query)
    const bought = await read(firstYear, query)
    const answer = paidBack(cost, bought)
    const margin = bought.beside?.find(({ key }) => key === 'gross-margin')
    return {
      ...bought,
      ...answer,
      series: bought.series.map((point, i) => ({ from: point.from, ...paidBack(cost.series[i], point) })),
      leftOut: [
        ...cost.leftOut,
        ...(margin?.value === null && margin.n > 0
          ? [{ reason: 'no-margin', label: 'Deals won without the cost of a product', n: margin.n }]
          : []),
      ],
    }
  },
}
