import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { usualWeek, type Week } from '../../../../contract/sales/lead-settings.ts'
import { afterBusiness, clockFrom } from './rules.ts'

const lisbon = 'Europe/Lisbon'
const hour = 60
const never: Week = [null, null, null, null, null, null, null]
const always: Week = Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' }))

describe('business time', () => {
  test.each([
    ['within a day', '2026-01-12T10:00:00Z', 60, '2026-01-12T11:00:00.000Z'],
    ['to the last minute of a day', '2026-01-12T17:00:00Z', 60, '2026-01-12T18:00:00.000Z'],
    ['over a night', '2026-01-12T17:30:00Z', 60, '2026-01-13T09:30:00.000Z'],
    ['over a weekend', '2026-01-16T17:30:00Z', 60, '2026-01-19T09:30:00.000Z'],
    ['from a closed hour', '2026-01-12T05:00:00Z', 60, '2026-01-12T10:00:00.000Z'],
    ['from a Sunday', '2026-01-18T12:00:00Z', 9 * hour, '2026-01-19T18:00:00.000Z'],
    ['over the night in which clocks go forward', '2026-03-27T17:30:00Z', 60, '2026-03-30T08:30:00.000Z'],
    ['over the night in which clocks go back', '2026-10-23T16:30:00Z', 60, '2026-10-26T09:30:00.000Z'],
  ])('%s', (_, from, minutes, until) => {
    expect(afterBusiness(from, minutes, usualWeek, lisbon)).toBe(until)
  })

  test('a day on which an hour is skipped has one hour less, and one on which it comes twice one more', () => {
    // 29 March 2026 has 23 hours in Lisbon, 25 October has 25.
    expect(afterBusiness('2026-03-29T00:00:00Z', 23 * hour, always, lisbon)).toBe('2026-03-29T23:00:00.000Z')
    expect(afterBusiness('2026-10-24T23:00:00Z', 25 * hour, always, lisbon)).toBe('2026-10-26T00:00:00.000Z')
  })

  test('a company that is never open has no clock', () => {
    expect(clockFrom('2026-01-12T10:00:00Z', { week: never, respondWithin: 60 }, lisbon)).toEqual({
      respondBy: null,
      warnAt: null,
    })
  })

  test('a lead is urgent when a quarter of its time is left, wherever the nights fall', () => {
    const settings = { week: usualWeek, respondWithin: 120 }
    expect(clockFrom('2026-01-12T16:45:00Z', settings, lisbon)).toEqual({
      warnAt: '2026-01-13T09:15:00.000Z',
      respondBy: '2026-01-13T09:45:00.000Z',
    })
  })
})

// No clock is changed between 4:00 and 22:00, so that no opening falls into an hour that comes twice or never.
const time = fc.oneof(fc.integer({ min: 16, max: 88 }), fc.constantFrom(0, 96)).map((quarter) => {
  const at = (value: number) => String(value).padStart(2, '0')
  return `${at(Math.floor(quarter / 4))}:${at((quarter % 4) * 15)}`
})
const opening = fc
  .tuple(time, time)
  .map(([a, b]) => (a === b ? null : a < b ? { from: a, to: b } : { from: b, to: a }))
const week = fc
  .array(opening, { minLength: 7, maxLength: 7 })
  .filter((days) => days.some((day) => day !== null))
const zone = fc.constantFrom(
  'UTC',
  'Europe/Lisbon',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Santiago',
)
// Around every change of clocks of two years; whole quarters, so that counting quarters counts exactly.
const moment = fc
  .integer({ min: 0, max: 2 * 365 * 96 })
  .map((quarters) => new Date(Date.UTC(2025, 0, 1) + quarters * 900_000).toISOString())

/** Whether the company is open in the quarter of an hour that begins at a moment: said by its clock alone. */
function openAt(at: number, days: Week, name: string): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name)
  const hours = days[local.dayOfWeek - 1]
  const shown = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return hours !== null && hours !== undefined && hours.from <= shown && shown < hours.to
}

describe('whatever the week and the zone', () => {
  test('as much business lies between as was asked for, counted by the clock on the wall', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 160 }), week, zone, (from, quarters, days, name) => {
        const until = afterBusiness(from, quarters * 15, days, name)
        expect(until).not.toBeNull()
        let counted = 0
        for (let at = Date.parse(from); at < Date.parse(until as string); at += 900_000)
          if (openAt(at, days, name)) counted++
        expect(counted).toBe(quarters)
      }),
      { numRuns: 150 },
    )
  })

  test('it ends in business, later for more time, and never before it began', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 600 }),
        week,
        zone,
        (from, one, more, days, name) => {
          const [first, second] = [one, one + more].map((minutes) =>
            Date.parse(afterBusiness(from, minutes, days, name) as string),
          ) as [number, number]
          expect(first).toBeGreaterThanOrEqual(Date.parse(from) + one * 60_000)
          expect(second).toBeGreaterThan(first)
          expect(openAt(first - 60_000, days, name)).toBe(true)
        },
      ),
      { numRuns: 200 },
    )
  })
})
