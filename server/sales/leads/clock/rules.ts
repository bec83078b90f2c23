import { Temporal } from 'temporal-polyfill'
import type { Week } from '../../../../contract/sales/lead-settings.ts'

/** Beyond so many days the company is taken to be closed for good. */
const mostDays = 3_660

/** The moment that a day's clock shows a time, in milliseconds; 24:00 is the start of the next day. */
function momentOf(day: Temporal.PlainDate, time: string, zone: string): number {
  const [on, at] = time === '24:00' ? [day.add({ days: 1 }), '00:00'] : [day, time]
  return on.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(at) }).epochMilliseconds
}

/**
 * The moment at which so many minutes of business have passed since another, ISO 8601 in UTC. A minute of business is a
 * minute that passes while the company is open by the clock of its zone, so that a day on which clocks change has as many
 * as there are. What begins while it is closed begins when it opens. Null when it is never open, or not often enough.
 */
export function afterBusiness(from: string, minutes: number, week: Week, zone: string): string | null {
  if (week.every((day) => day === null)) return null
  const start = Date.parse(from)
  let left = minutes * 60_000
  let day = Temporal.Instant.from(from).toZonedDateTimeISO(zone).toPlainDate()
  for (let passed = 0; passed < mostDays; passed++, day = day.add({ days: 1 })) {
    const hours = week[day.dayOfWeek - 1]
    if (!hours) continue
    const opens = Math.max(start, momentOf(day, hours.from, zone))
    const open = momentOf(day, hours.to, zone) - opens
    if (open <= 0) continue
    if (left <= open) return new Date(opens + left).toISOString()
    left -= open
  }
  return null
}

export interface Clock {
  respondBy: string | null
  warnAt: string | null
}

/** How much of the time to respond passes before a lead is urgent. */
const calmShare = 0.75

/** When a lead that arrived at a moment is to be responded to, and from when less than a quarter of that time is left. */
export function clockFrom(
  arrived: string,
  { week, respondWithin }: { week: Week; respondWithin: number },
  zone: string,
): Clock {
  const respondBy = afterBusiness(arrived, respondWithin, week, zone)
  const warnAt = respondBy && afterBusiness(arrived, respondWithin * calmShare, week, zone)
  return { respondBy, warnAt }
}
