import { channels } from '../../contract/customer/channel.ts'
import { acquisitionCost as definition } from '../../contract/metrics/acquisition-cost.ts'
import type { Beside, Group, Measure } from '../../contract/metrics/routes.ts'
import { dayOf } from '../../contract/values/day.ts'
import { moneyOf } from '../../contract/values/money.ts'
import type { Period } from '../../contract/values/period.ts'
import { roundHalfEven } from '../records/rates.ts'
import { chosenLag, costsBetween, type CostRow } from '../sales/costs/queries.ts'
import { monthsWithout, spentIn, windowOf } from './acquisition-rules.ts'
import { cycleLength } from './cycle-length.ts'
import { newCustomers } from './new-customers.ts'
import { periodOf } from './asked-period.ts'
import type { Asked, MetricSource } from './source.ts'

/** What was spent ÷ how many were won; null where nobody was, or nobody knows what was spent. */
function costOfEach(spent: bigint | null, customers: number, currency: string): Measure {
  return {
    value:
      spent === null || customers === 0 ? null : moneyOf(roundHalfEven(spent, BigInt(customers)), currency),
    n: customers,
    numerator: spent === null ? null : moneyOf(spent, currency),
    denominator: customers,
  }
}

/** The days between paying for a customer and winning them: as chosen, else the median cycle of the period, else none. */
async function lagOf({ context, query, read }: Asked): Promise<number> {
  const chosen = await chosenLag(context.database.lists)
  if (chosen !== null) return chosen
  const { by: _, ...whose } = query
  const { median } = await read(cycleLength, { ...whose, grain: 'year' })
  return Math.round(median ?? 0)
}

export const acquisitionCost: MetricSource = {
  ...newCustomers,
  definition,
  async answer(asked) {
    const { context, query, read } = asked
    const { currency, timeZone } = context.organisation
    const today = dayOf(context.now, timeZone)
    const period = periodOf(query, today)
    const won = await read(newCustomers, query)
    const lag = await lagOf(asked)
    const window = windowOf(period, lag)
    const costs = await costsBetween(context.database.lists, currency, window.from, window.to)
    const spent = (of: readonly CostRow[], during: Period) =>
      of.length === 0 ? null : spentIn(of, windowOf(during, lag))
    const ofKind = (marketing: boolean) => costs.filter(({ kind }) => (kind === 'marketing') === marketing)
    const part = (key: string, label: string, of: readonly CostRow[]): Beside => {
      const sum = spent(of, period)
      return { key, label, unit: 'money', value: sum === null ? null : moneyOf(sum, currency), n: of.length }
    }

    const channelOf = (key: string | null) =>
      costs.filter(({ kind, channel }) => kind === 'marketing' && channel !== null && channel === key)
    const groups: Group[] = won.groups.map(({ key, label, n }) => ({
      key,
      label,
      ...costOfEach(spent(channelOf(key), period), n, currency),
    }))
    if (query.by)
      for (const { value, label } of channels)
        if (channelOf(value).length > 0 && !won.groups.some(({ key }) => key === value))
          groups.push({ key: value, label, ...costOfEach(spent(channelOf(value), period), 0, currency) })
    const missing = monthsWithout(costs, window, today)
    return {
      ...won,
      slug: definition.slug,
      unit: definition.unit,
      ...costOfEach(spent(costs, period), won.n, currency),
      beside: [
        part('marketing', 'Marketing spend in the window', ofKind(true)),
        part('sales', 'Sales costs in the window', ofKind(false)),
        { key: 'lag', label: 'Lag', unit: 'days', value: lag, n: lag },
      ],
      groups,
      series: won.series.map(({ from, n }, i) => ({
        from,
        ...costOfEach(
          spent(costs, {
            from: from > period.from ? from : period.from,
            to: won.series[i + 1]?.from ?? period.to,
          }),
          n,
          currency,
        ),
      })),
      leftOut: [
        ...won.leftOut,
        ...(missing > 0
          ? [{ reason: 'no-costs', label: 'Months of the window without any costs', n: missing }]
          : []),
      ],
    }
  },
}
