import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daySchema, momentSchema } from './dates.ts'
import { addDays, dayOf, daysBetween, startOfDay } from './day.ts'
import { isZone } from './zone.ts'

const zones = [
  'UTC',
  'Europe/Lisbon',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
]

describe('the day of a moment', () => {
  test.each([
    ['2026-03-31T23:30:00Z', 'Europe/Lisbon', '2026-04-01'],
    ['2026-01-31T23:30:00Z', 'Europe/Lisbon', '2026-01-31'],
    ['2026-01-01T04:59:59Z', 'America/New_York', '2025-12-31'],
    ['2026-03-31T00:30:00+05:30', 'UTC', '2026-03-30'],
  ])('%s in %s is %s', (moment, zone, day) => {
    expect(dayOf(moment, zone)).toBe(day)
  })

  test.each([
    // Clocks go forward in Lisbon on 29 March 2026 and back on 25 October.
    ['2026-03-29', 'Europe/Lisbon', '2026-03-29T00:00:00.000Z'],
    ['2026-03-30', 'Europe/Lisbon', '2026-03-29T23:00:00.000Z'],
    ['2026-10-26', 'Europe/Lisbon', '2026-10-26T00:00:00.000Z'],
    // In São Paulo this day began at one o'clock.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  ])('%s begins in %s at %s', (day, zone, moment) => {
    expect(startOfDay(day, zone)).toBe(moment)
  })

  test('holds its start, and the moment before falls on the day before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...zones), (offset, zone) => {
        const day = addDays('1985-01-01', offset)
        // Samoa skipped one day altogether.
        fc.pre(!(zone === 'Pacific/Apia' && (day === '2011-12-30' || day === '2011-12-31')))
        const start = startOfDay(day, zone)
        expect(dayOf(start, zone)).toBe(day)
        expect(dayOf(new Date(Date.parse(start) - 1).toISOString(), zone)).toBe(addDays(day, -1))
      }),
    )
  })
})

test('days between are whole days, also across a change of clocks and a leap day', () => {
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
  expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2)
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2)
})

test('days that do not exist and moments without a zone are refused', () => {
  for (const day of ['2026-02-29', '2026-13-01', '2026-3-1', '31.03.2026'])
    expect(daySchema.safeParse(day).success, day).toBe(false)
  for (const moment of ['2026-03-31T09:30:00', '2026-03-31', 'now', '2026-03-31T25:00:00Z'])
    expect(momentSchema.safeParse(moment).success, moment).toBe(false)
  expect(momentSchema.safeParse('2026-03-31T09:30:00+02:00').success).toBe(true)
})

test('a time zone is one that the platform knows', () => {
  expect(isZone('Europe/Lisbon')).toBe(true)
  expect(isZone('Europe/Atlantis')).toBe(false)
  expect(isZone("UTC'; drop table deals")).toBe(false)
})
