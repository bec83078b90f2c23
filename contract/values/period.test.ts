import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from './day.ts'
import { grains, next, previous, startOf, unitsOf } from './period.ts'

const day = fc.integer({ min: -20_000, max: 40_000 }).map((offset) => addDays('2000-01-01', offset))
const grain = fc.constantFrom(...grains)
const period = fc
  .tuple(day, fc.integer({ min: 1, max: 900 }))
  .map(([from, length]) => ({ from, to: addDays(from, length) }))

describe('units of a grain', () => {
  test.each([
    ['2026-03-31', 'week', '2026-03-30'],
    ['2026-03-30', 'week', '2026-03-30'],
    ['2027-01-03', 'week', '2026-12-28'],
    ['2026-03-31', 'month', '2026-03-01'],
    ['2026-08-15', 'quarter', '2026-07-01'],
    ['2024-02-29', 'year', '2024-01-01'],
  ] as const)('the %s falls in the %s that begins on %s', (given, unit, start) => {
    expect(startOf(given, unit)).toBe(start)
  })

  test.each([
    ['2026-01-31', 'month', 1, '2026-02-01'],
    ['2026-01-31', 'month', -1, '2025-12-01'],
    ['2026-11-22', 'quarter', -3, '2026-01-01'],
    ['2024-02-29', 'year', 1, '2025-01-01'],
    ['2026-11-22', 'week', 0, '2026-11-16'],
    ['2026-03-01', 'day', -1, '2026-02-28'],
  ] as const)('from %s, %s by %i is %s', (given, unit, count, expected) => {
    expect(next(given, unit, count)).toBe(expected)
  })

  test('tile a period: each begins where the one before ends, the first holds its start and the last its end', () => {
    fc.assert(
      fc.property(period, grain, (given, unit) => {
        const units = unitsOf(given, unit)
        expect(units[0]).toBe(startOf(given.from, unit))
        for (const [i, start] of units.entries()) {
          const end = next(start, unit)
          expect(startOf(start, unit)).toBe(start)
          if (i + 1 < units.length) expect(units[i + 1]).toBe(end)
          else expect(end >= given.to && start < given.to).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('steps forth and back come to the same unit, and many steps are as many single ones', () => {
    fc.assert(
      fc.property(day, grain, fc.integer({ min: 0, max: 40 }), (given, unit, count) => {
        expect(next(next(given, unit, count), unit, -count)).toBe(startOf(given, unit))
        let single = startOf(given, unit)
        for (let i = 0; i < count; i++) single = next(single, unit)
        expect(next(given, unit, count)).toBe(single)
      }),
      { numRuns: 60 },
    )
  })
})

describe('the previous period', () => {
  test.each([
    [{ from: '2026-01-01', to: '2027-01-01' }, '2025-01-01'],
    [{ from: '2026-07-01', to: '2026-10-01' }, '2026-04-01'],
    [{ from: '2026-03-01', to: '2026-04-01' }, '2026-02-01'],
    [{ from: '2026-01-01', to: '2026-03-01' }, '2025-11-01'],
    [{ from: '2026-03-10', to: '2026-03-17' }, '2026-03-03'],
    [{ from: '2024-02-10', to: '2024-03-10' }, '2024-01-12'],
  ])('of %o begins on %s', (given, from) => {
    expect(previous(given)).toEqual({ from, to: given.from })
  })

  test('always ends where the period begins, and is as long in days unless it is of whole months', () => {
    fc.assert(
      fc.property(period, (given) => {
        const before = previous(given)
        expect(before.to).toBe(given.from)
        const wholeMonths = given.from.endsWith('-01') && given.to.endsWith('-01')
        if (!wholeMonths) expect(daysBetween(before.from, before.to)).toBe(daysBetween(given.from, given.to))
      }),
    )
  })
})
