import { Temporal } from 'temporal-polyfill'

/** The calendar day that an instant falls on in a time zone. */
export const dayOf = (moment: string, zone: string): string =>
  Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDate().toString()

/** The first instant of a calendar day in a time zone, in UTC. */
export const startOfDay = (day: string, zone: string): string =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).toInstant().toString({ fractionalSecondDigits: 3 })

/** The instant at which a clock in a time zone shows `HH:MM` on a calendar day, in UTC; an hour that is skipped is the next. */
export const clockOn = (day: string, clock: string, zone: string): string =>
  Temporal.PlainDate.from(day)
    .toZonedDateTime({ timeZone: zone, plainTime: clock })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })

export const addDays = (day: string, days: number): string =>
  Temporal.PlainDate.from(day).add({ days }).toString()

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days
