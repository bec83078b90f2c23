import { Temporal } from 'temporal-polyfill'
import { isDated } from '../../../contract/records/groups.ts'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { addDays, daysBetween, dayOf, startOfDay } from '../../../contract/values/day.ts'
import { startOf } from '../../../contract/values/period.ts'

export type Span = 'month' | 'week'

/** The first day of the week that a day is in; weeks begin on `firstDay`, 1 for Monday to 7 for Sunday. */
export const weekOf = (day: string, firstDay: number): string =>
  addDays(day, -((Temporal.PlainDate.from(day).dayOfWeek - firstDay + 7) % 7))

/** The days that a calendar around a day shows: a week, or the whole weeks that its month is in. */
export function daysShown(day: string, span: Span, firstDay: number): string[] {
  const from = weekOf(span === 'month' ? startOf(day, 'month') : day, firstDay)
  const last = span === 'month' ? Temporal.PlainDate.from(day).with({ day: 31 }).toString() : from
  const to = addDays(weekOf(last, firstDay), 7)
  return Array.from({ length: daysBetween(from, to) }, (_, i) => addDays(from, i))
}

/** The same day some months or weeks on; where a month is shorter, its last. */
export const stepped = (day: string, span: Span, by: number): string =>
  Temporal.PlainDate.from(day)
    .add(span === 'month' ? { months: by } : { weeks: by })
    .toString()

const isMoment = (type: RecordType, field: string) => type.fields[field]?.type === 'moment'

/** The day that a record stands on, for a reader in a zone; null without one. */
export function dayIn(type: RecordType, record: AnyRecord, field: string, zone: string): string | null {
  const value = record[field]
  if (typeof value !== 'string') return null
  return isMoment(type, field) ? dayOf(value, zone) : value
}

/** Records of some days, half-open; of moments, of the days in the reader's zone. */
export function filterOf(type: RecordType, field: string, from: string, to: string, zone: string): Filter {
  const bound = (day: string) => (isMoment(type, field) ? startOfDay(day, zone) : day)
  return {
    and: [
      { field, op: 'atLeast', value: bound(from) },
      { field, op: 'lessThan', value: bound(to) },
    ],
  }
}

/** Where something that begins also ends, both go together. */
const endOf: Readonly<Record<string, string>> = { startsAt: 'endsAt' }

/** The fields that moving by this one asks for. */
export const fieldsMoved = (type: RecordType, field: string): string[] => {
  const end = endOf[field]
  return [field, ...(end && type.fields[end] && isDated(type.fields[end]) ? [end] : [])]
}

const instant = (at: Temporal.ZonedDateTime): string => at.toInstant().toString({ fractionalSecondDigits: 3 })

/** What a record is given to stand on another day: a moment keeps its time of day, and what lasts as long as before. */
export function movedTo(
  type: RecordType,
  record: AnyRecord,
  field: string,
  day: string,
  zone: string,
): Record<string, unknown> {
  const [, end] = fieldsMoved(type, field)
  const value = record[field]
  if (!isMoment(type, field) || typeof value !== 'string') return { [field]: day }
  const before = Temporal.Instant.from(value)
  const plainTime = before.toZonedDateTimeISO(zone).toPlainTime()
  const after = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime })
  const ends = end && record[end]
  if (!end || typeof ends !== 'string') return { [field]: instant(after) }
  const lasting = before.until(Temporal.Instant.from(ends))
  return { [field]: instant(after), [end]: instant(after.add(lasting)) }
}

/** What a record that is begun on a day has there: a moment is at nine in the morning. */
export const begunOn = (type: RecordType, field: string, day: string, zone: string): string =>
  isMoment(type, field)
    ? instant(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '09:00' }))
    : day
