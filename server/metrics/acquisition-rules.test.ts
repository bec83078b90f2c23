import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../contract/values/day.ts'
import { next } from '../../contract/values/period.ts'
import { monthsWithout, spentIn, windowOf } from './acquisition-rules.ts'

const cost = (month: string, minor: number) => ({ month, minor: String(minor) })

describe('what a window cost', () => {
  test('is the share of each month’s days, added exactly and rounded once', () => {
    const costs = [cost('2025-01-01', 310), cost('2025-02-01', 2_800), cost('2025-03-01', 99)]
    expect(spentIn(costs, { from: '2025-01-01', to: '2025-04-01' })).toBe(3_209n)
    expect(spentIn(costs, { from: '2025-01-22', to: '2025-02-03' })).toBe(100n + 200n)
    expect(spentIn(costs, { from: '2024-01-01', to: '2025-01-01' })).toBe(0n)
    // Half a cent goes to the even one: 15 of 30 days of 1 and of 3 cents.
    const april = { from: '2025-04-01', to: '2025-04-16' }
    expect(spentIn([cost('2025-04-01', 1)], april)).toBe(0n)
    expect(spentIn([cost('2025-04-01', 3)], april)).toBe(2n)
    expect(spentIn([cost('2025-04-01', 1), cost('2025-04-01', 1)], april)).toBe(1n)
  })

  test('of all its parts together is within a cent a part, and of whole months exact', () => {
    const months = Array.from({ length: 14 }, (_, i) => next('2024-01-01', 'month', i))
    fc.assert(
      fc.property(
        fc.array(fc.nat(10_000_000), { minLength: 14, maxLength: 14 }),
        fc.integer({ min: 0, max: 425 }),
        fc.integer({ min: 0, max: 425 }),
        (minors, a, b) => {
          const costs = months.map((month, i) => cost(month, minors[i] as number))
          const all = { from: '2024-01-01', to: '2025-03-01' }
          expect(spentIn(costs, all)).toBe(BigInt(minors.reduce((sum, minor) => sum + minor, 0)))
          const [first, second] = [Math.min(a, b), Math.max(a, b)].map((days) => addDays(all.from, days)) as [
            string,
            string,
          ]
          const parts = [
            { from: all.from, to: first },
            { from: first, to: second },
            { from: second, to: all.to },
          ].map((part) => spentIn(costs, part))
          const apart = parts.reduce((sum, part) => sum + part, 0n) - spentIn(costs, all)
          expect(apart >= -2n && apart <= 2n).toBe(true)
        },
      ),
    )
  })

  test('lies the lag earlier, and says which of its months nobody entered', () => {
    const window = windowOf({ from: '2025-04-01', to: '2025-07-01' }, 45)
    expect(window).toEqual({ from: '2025-02-15', to: '2025-05-17' })
    expect(monthsWithout([cost('2025-03-01', 0)], window, '2026-01-01')).toBe(3)
    expect(monthsWithout([cost('2025-03-01', 0)], window, '2025-04-10')).toBe(2)
  })
})
