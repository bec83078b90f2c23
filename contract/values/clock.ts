import { Temporal } from 'temporal-polyfill'
import { addDays, clockOn, dayOf } from './day.ts'

/** An instant as a clock in a time zone shows it, to the minute: `2026-03-05T09:30`. */
export const onClock = (moment: string, zone: string): string =>
  Temporal.Instant.from(moment)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** The instant, in UTC, at which a clock in a time zone shows this; an hour that is skipped is the next. */
export const fromClock = (written: string, zone: string): string =>
  Temporal.PlainDateTime.from(written)
    .toZonedDateTime(zone)
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })

/** The next instant, in UTC, at which it is nine in the morning in a time zone: today where it is earlier there. */
export function nextMorning(now: string, zone: string): string {
  const today = dayOf(now, zone)
  const morning = clockOn(today, '09:00', zone)
  return Date.parse(morning) > Date.parse(now) ? morning : clockOn(addDays(today, 1), '09:00', zone)
}
