import type { ForecastGrain } from '../../../../contract/sales/forecast.ts'
import { daysBetween, startOfDay } from '../../../../contract/values/day.ts'
import { next, startOf, type Period } from '../../../../contract/values/period.ts'

/** The periods whose figures a snapshot keeps for each person: the running ones, and the next month and quarter. */
export function periodsKept(today: string): (Period & { grain: ForecastGrain })[] {
  const at = (grain: ForecastGrain, day: string) => ({
    grain,
    from: startOf(day, grain),
    to: next(day, grain),
  })
  return [
    at('week', today),
    at('month', today),
    at('month', next(today, 'month')),
    at('quarter', today),
    at('quarter', next(today, 'quarter')),
  ]
}

/** Beyond half a year nobody asks what was said. */
const mostWeeks = 26

/**
 * The Mondays whose snapshot is due, oldest first: each that has begun since the last one that there is, and since the
 * company began. A worker that was down for weeks takes each of them, as it was.
 */
export function weeksDue(today: string, zone: string, last: string | null, began: string): string[] {
  const weeks: string[] = []
  for (
    let monday = startOf(today, 'week');
    weeks.length < mostWeeks &&
    monday > (last ?? '') &&
    Date.parse(startOfDay(monday, zone)) > Date.parse(began);
    monday = next(monday, 'week', -1)
  )
    weeks.unshift(monday)
  return weeks
}

/** In which week of a period something was said: 0 for the week in which it begins. */
export const weekWithin = (period: Period, weekOn: string): number =>
  daysBetween(startOf(period.from, 'week'), weekOn) / 7
