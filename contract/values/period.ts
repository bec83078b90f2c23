import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const
export const grainSchema = z.enum(grains)
export type Grain = z.infer<typeof grainSchema>

/** Half-open: `from` counts, `to` does not. Both are calendar days in the organisation's time zone. */
export interface Period {
  from: string
  to: string
}

/** The first day of the grain's unit that a day falls in. Weeks begin on Monday (ISO 8601). */
export function startOf(day: string, grain: Grain): string {
  const date = Temporal.PlainDate.from(day)
  switch (grain) {
    case 'day':
      return day
    case 'week':
      return date.subtract({ days: date.dayOfWeek - 1 }).toString()
    case 'month':
      return date.with({ day: 1 }).toString()
    case 'quarter':
      return date.with({ month: Math.floor((date.month - 1) / 3) * 3 + 1, day: 1 }).toString()
    case 'year':
      return date.with({ month: 1, day: 1 }).toString()
  }
}

/** The first day of the unit after the one that `day` falls in, `count` units on. */
export function next(day: string, grain: Grain, count = 1): string {
  const step = {
    day: { days: count },
    week: { weeks: count },
    month: { months: count },
    quarter: { months: 3 * count },
    year: { years: count },
  }[grain]
  return Temporal.PlainDate.from(startOf(day, grain)).add(step).toString()
}

/** First days of the units that overlap a period, in order. */
export function unitsOf(period: Period, grain: Grain): string[] {
  const units: string[] = []
  for (let day = startOf(period.from, grain); day < period.to; day = next(day, grain)) units.push(day)
  return units
}

/** The part of a unit that lies within the period. */
export const clip = (from: string, grain: Grain, period: Period): Period => {
  const to = next(from, grain)
  return { from: from > period.from ? from : period.from, to: to < period.to ? to : period.to }
}

/** The period of the same length just before; whole months, quarters and years step back by calendar units. */
export function previous(period: Period): Period {
  for (const grain of ['year', 'quarter', 'month'] as const) {
    if (startOf(period.from, grain) !== period.from || startOf(period.to, grain) !== period.to) continue
    const units = unitsOf(period, grain).length
    return { from: next(period.from, grain, -units), to: period.from }
  }
  const days = Temporal.PlainDate.from(period.from).until(Temporal.PlainDate.from(period.to), {
    largestUnit: 'day',
  }).days
  return { from: Temporal.PlainDate.from(period.from).subtract({ days }).toString(), to: period.from }
}
