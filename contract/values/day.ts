import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const daySchema = z.iso.date('Use a day such as 2026-03-31')
/** An instant in UTC or with its offset, ISO 8601. */
export const momentSchema = z.iso.datetime({ offset: true, error: 'Use a moment such as 2026-03-31T09:30:00Z' })

export const zoneSchema = z.string().refine(isZone, 'Use a time zone such as Europe/Lisbon')

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** The calendar day that an instant falls on in a time zone. */
export const dayOf = (moment: string, zone: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The first instant of a calendar day in a time zone, in UTC. */
export const startOfDay = (day: string, zone: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 })

export const addDays = (day: string, days: number): string => Temporal.PlainDate.from(day).add({ days }).toString()

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
