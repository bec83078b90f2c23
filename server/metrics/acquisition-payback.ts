import { acquisitionPayback as definition } from '../../contract/metrics/acquisition-payback.ts'
import type { Measure } from '../../contract/metrics/routes.ts'
import { moneyOf, toMinor } from '../../contract/values/money.ts'
import { roundHalfEven } from '../records/rates.ts'
import { acquisitionCost } from './acquisition-cost.ts'
import { bought } from './customers.ts'
import { newCustomers } from './new-customers.ts'
import { count, type MetricSource } from './source.ts'

/** Of the customer of a row of new customers: their company's, or theirs and their colleagues' in their own name. */
const theirs = (
  alias: string,
) => `(${alias}.company_id = first.customer or ${alias}.company_id is null and ${alias}.person_id in (
  select id from people staff where staff.company_id = first.customer union all select first.customer))`

const withinYear = (day: string) =>
  `${day} >= first.closed_on and ${day} < (first.closed_on + interval '1 year')::date`

/**
 * What the new customers of a period brought within a year of their first purchase: what they ordered once, less what was taken
 * back of it to date, and what contracts that began in it are worth a month. The margin is that of their order lines, recurring
 * ones among them, whose cost is known.
 */
const firstYear: MetricSource = {
  ...newCustomers,
  definition,
  rows: (ground) => {
    const { from, ...rest } = newCustomers.rows(ground)
    return {
      ...rest,
      from: `${from} left join lateral (
          select sum(worth.home) filter (where l.charged = 'once') as once, sum(worth.home) filter (where l.cost is not null) as costed,
            sum(worth.home * (l.net - round(l.quantity::numeric * l.cost) * l.term) / l.net) as margin,
            count(*) filter (where l.cost is null) as uncosted
          from orders b join orderlines l on l.order_id = b.id and l.deleted_at is null and l.net > 0
            cross join lateral (select b.home_net * (l.net - coalesce((
              select sum(taken.net) from order_reduction_lines taken where taken.line_id = l.id), 0)) / nullif(b.net, 0) as home) worth
          where ${theirs('b')} and ${bought('b')} and ${ground.may('order', 'b')} and ${withinYear('b.ordered_on')}) ordered on true
        left join lateral (
          select sum(worth_on(coalesce(began.monthly_after, c.monthly), c.monthly_currency, c.starts_on)) as monthly
          from contracts c left join lateral (
              select monthly_after from contract_changes where contract_id = c.id and kind = 'started' limit 1) began on true
          where ${theirs('c')} and c.deleted_at is null and ${ground.may('contract', 'c')} and ${withinYear('c.starts_on')}) contracted on true`,
    }
  },
  figures: {
    n: 'count(first.customer)',
    once: 'round(sum(ordered.once))',
    monthly: 'sum(contracted.monthly)',
    costed: 'sum(ordered.costed)',
    margin: 'sum(ordered.margin)',
    uncosted: 'sum(ordered.uncosted)',
    silent: 'count(first.customer) filter (where ordered.once is null and contracted.monthly is null)',
  },
  measure: ({ n, once, monthly, costed, margin, uncosted, silent }, { currency }): Measure => {
    const customers = BigInt(count(n))
    const known = once != null || monthly != null
    // A twelfth of what was ordered once, and what contracts are worth a month.
    const inTwelve = BigInt(once ?? 0) + 12n * BigInt(monthly ?? 0)
    const each = customers === 0n || !known ? null : roundHalfEven(inTwelve, 12n * customers)
    return {
      value: null,
      n: count(n),
      beside: [
        {
          key: 'monthly-revenue',
          label: 'Monthly revenue per new customer',
          unit: 'money',
          value: each === null ? null : moneyOf(each, currency),
          n: count(silent),
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
function paidBack(cost: Measure | undefined, firsts: Measure): Measure {
  const [monthly, margin] = firsts.beside ?? []
  const minor = (figure: Measure['value'] | undefined) =>
    figure != null && typeof figure === 'object' ? Number(toMinor(figure.amount, figure.currency)) : null
  const [spent, earned] = [minor(cost?.value), minor(monthly?.value)]
  const share = typeof margin?.value === 'number' ? margin.value : null
  const known = spent !== null && earned !== null && share !== null && earned * share > 0
  return {
    value: known ? spent / (earned * share) : null,
    n: firsts.n,
    beside: [
      {
        key: 'acquisition-cost',
        label: 'Acquisition cost',
        unit: 'money',
        value: cost?.value ?? null,
        n: firsts.n,
      },
      ...(firsts.beside ?? []),
    ],
  }
}

export const acquisitionPayback: MetricSource = {
  ...firstYear,
  async answer({ query, read }) {
    const cost = await read(acquisitionCost, query)
    const firsts = await read(firstYear, query)
    const answer = paidBack(cost, firsts)
    const [monthly, margin] = firsts.beside ?? []
    return {
      ...firsts,
      ...answer,
      series: firsts.series.map((point, i) => ({ from: point.from, ...paidBack(cost.series[i], point) })),
      leftOut: [
        ...cost.leftOut,
        ...(monthly && monthly.n > 0
          ? [{ reason: 'no-orders', label: 'New customers without an order or contract', n: monthly.n }]
          : []),
        ...(margin && margin.n > 0
          ? [{ reason: 'no-margin', label: 'Order lines without a cost', n: margin.n }]
          : []),
      ],
    }
  },
}
