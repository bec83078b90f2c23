import { Temporal } from 'temporal-polyfill'
import { dayOf } from '../../../contract/values/day.ts'
import type { Random } from './random.ts'

export interface Calendar {
  /** The moment of the story's end: nothing has happened after it. */
  now: string
  today: string
  /** The calendar day so many days from today. */
  date(days: number): string
  /** A day counted from today, at an hour of the clock: `on(-30, '10:15')`. May lie in the time to come. */
  on(days: number, clock: string): string
  /** As `on`, moved to the Friday before when it falls on a weekend, and before now. */
  was(days: number, clock: string): string
  /** As `on`, moved to the Monday after when it falls on a weekend. */
  willBe(days: number, clock: string): string
  /** A working moment some days after another; null when that has not come yet. Of 0 days: within the next hours. */
  later(moment: string, days: number, random: Random): string | null
  /** The calendar day of a moment. */
  day(moment: string): string
}

const iso = (moment: Temporal.ZonedDateTime) => moment.toInstant().toString({ fractionalSecondDigits: 3 })
const friday = (day: Temporal.PlainDate) => day.subtract({ days: Math.max(0, day.dayOfWeek - 5) })
const monday = (day: Temporal.PlainDate) => day.add({ days: day.dayOfWeek > 5 ? 8 - day.dayOfWeek : 0 })

/** Working time in the company's zone, told from `now` backwards. */
export function calendarOf(now: string, zone: string): Calendar {
  const today = dayOf(now, zone)
  const end = Date.parse(now)
  const clocked = (day: Temporal.PlainDate, clock: string) =>
    iso(day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }))
  const from = Temporal.PlainDate.from(today)
  const counted = (days: number) => from.add({ days })
  const worked = (random: Random) =>
    `${String(random.int(8, 17)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`
  return {
    now,
    today,
    date: (days) => counted(days).toString(),
    on: (days, clock) => clocked(counted(days), clock),
    was(days, clock) {
      const moment = clocked(friday(counted(days)), clock)
      return Date.parse(moment) < end ? moment : clocked(friday(counted(days - 1)), clock)
    },
    willBe: (days, clock) => clocked(monday(counted(days)), clock),
    later(moment, days, random) {
      const day = Temporal.PlainDate.from(dayOf(moment, zone))
      const found =
        days === 0
          ? new Date(Date.parse(moment) + random.int(5, 150) * 60_000).toISOString()
          : clocked(monday(day.add({ days })), worked(random))
      return Date.parse(found) < end ? found : null
    },
    day: (moment) => dayOf(moment, zone),
  }
}
