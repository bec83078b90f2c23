import fc from 'fast-check'
import { expect, test } from 'vitest'
import { usualWeek } from '../../../contract/sales/lead-settings.ts'
import { cellOf, quotaUnits, scaled, standing, targetIn, workingDays } from './rules.ts'

const targets = new Map([
  [cellOf('ana', 'month', '2026-01-01'), 100n],
  [cellOf('ana', 'month', '2026-02-01'), 50n],
  [cellOf('ana', 'quarter', '2026-04-01'), 400n],
  [cellOf('ana', 'month', '2026-04-01'), 999n],
])

const of = (id: string, from: string, to: string) => targetIn(targets, id, quotaUnits({ from, to }))

test('a quota is that of the period itself, else the sum of its parts', () => {
  expect(of('ana', '2026-01-01', '2026-02-01')).toBe(100n)
  expect(of('ana', '2026-01-01', '2026-04-01')).toBe(150n)
  expect(of('ana', '2026-04-01', '2026-07-01')).toBe(400n)
  expect(of('ana', '2026-01-01', '2027-01-01')).toBe(550n)
  expect(of('ana', '2026-05-01', '2026-06-01')).toBeNull()
  expect(of('rui', '2026-01-01', '2027-01-01')).toBeNull()
})

test('a period is taken apart into whole years, quarters and months; days beside them have no quota', () => {
  expect(of('ana', '2026-02-01', '2026-07-01')).toBe(450n)
  expect(of('ana', '2025-01-01', '2027-01-01')).toBe(550n)
  expect(of('ana', '2026-01-05', '2026-01-12')).toBeNull()
  expect(of('ana', '2026-01-01', '2026-04-02')).toBeNull()
})

test('working days are those of the company’s week, today among those passed', () => {
  const january = { from: '2026-01-01', to: '2026-02-01' }
  expect(workingDays(january, '2026-01-01', usualWeek)).toEqual({ passed: 1, of: 22 })
  expect(workingDays(january, '2026-01-11', usualWeek)).toEqual({ passed: 7, of: 22 })
  expect(workingDays(january, '2025-12-31', usualWeek)).toEqual({ passed: 0, of: 22 })
  expect(workingDays(january, '2026-03-01', usualWeek)).toEqual({ passed: 22, of: 22 })
})

const days = { passed: 11, of: 22 }
const rate = { closedWon: 1, closed: 4 }

test('a quota stands as counted by hand', () => {
  expect(standing(100_000n, { won: 25_000n, open: 150_000n, ...rate }, days)).toEqual({
    attainment: 0.25,
    expected: 50_000n,
    needed: 75_000n,
    met: false,
    coverage: 2,
    required: 4,
  })
})

test('a quota that is met has no coverage; one of 0, or none, no attainment', () => {
  expect(standing(100n, { won: 130n, open: 50n, ...rate }, days)).toMatchObject({
    attainment: 1.3,
    needed: 0n,
    met: true,
    coverage: null,
  })
  expect(standing(0n, { won: 130n, open: 50n, ...rate }, days)).toMatchObject({
    attainment: null,
    needed: 0n,
    met: false,
    coverage: null,
  })
  expect(standing(null, { won: 130n, open: 50n, closedWon: 0, closed: 3 }, days)).toEqual({
    attainment: null,
    expected: null,
    needed: null,
    met: false,
    coverage: null,
    required: null,
  })
})

test('scaling rounds half-even and by 100 changes nothing', () => {
  expect(scaled(125n, 110)).toBe(138n)
  expect(scaled(5n, 50)).toBe(2n)
  expect(scaled(7n, 50)).toBe(4n)
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (target) => scaled(target, 100) === target))
})
