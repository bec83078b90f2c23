import { addDays, daysBetween } from '../../contract/values/day.ts'
import { next, startOf, type Period } from '../../contract/values/period.ts'
import { roundHalfEven } from '../records/rates.ts'

/** What a month cost, in minor units. */
export interface MonthCost {
  /** Its first day. */
  month: string
  minor: string
}

/** The least common multiple of 28, 29, 30 and 31: a share of any month is a whole number of it. */
const shares = 377_580n

/**
 * What the days of a window cost, in minor units: each month's costs spread evenly over its days, added up exactly and
 * rounded once, half-even.
 */
export function spentIn(costs: readonly MonthCost[], { from, to }: Period): bigint {
  let spent = 0n
  for (const { month, minor } of costs) {
    const end = next(month, 'month')
    const [first, last] = [month > from ? month : from, end < to ? end : to]
    if (first >= last) continue
    spent += (BigInt(minor) * shares * BigInt(daysBetween(first, last))) / BigInt(daysBetween(month, end))
  }
  return roundHalfEven(spent, shares)
}

/** The window whose costs won the customers of a period: as many days earlier as the lag says. */
export const windowOf = ({ from, to }: Period, lagDays: number): Period => ({
  from: addDays(from, -lagDays),
  to: addDays(to, -lagDays),
})

/** How many months of a window nobody entered any cost of; those still to come are not missed. */
export function monthsWithout(costs: readonly MonthCost[], window: Period, today: string): number {
  const known = new Set(costs.map(({ month }) => month))
  let missing = 0
  for (
    let month = startOf(window.from, 'month');
    month < window.to && month <= today;
    month = next(month, 'month')
  )
    if (!known.has(month)) missing++
  return missing
}
