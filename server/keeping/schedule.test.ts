import { array, assert, date, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isDue, superfluous } from './schedule.ts'

const zone = 'Europe/Lisbon'
const nightly = { active: true, at: '02:00' }
const due = (now: string, lastAt: string | null, setAt = '2026-01-01T00:00:00Z') =>
  isDue(nightly, { now, zone, setAt, lastAt })

describe('a backup is due', () => {
  test('once its time has come, and once only', () => {
    expect(due('2026-07-02T00:59:00Z', '2026-07-01T01:00:10Z')).toBe(false)
    expect(due('2026-07-02T01:00:00Z', '2026-07-01T01:00:10Z')).toBe(true)
    expect(due('2026-07-02T01:05:00Z', '2026-07-02T01:00:10Z')).toBe(false)
  })
  test('late, when nobody worked at its time', () => {
    expect(due('2026-07-02T17:00:00Z', '2026-06-28T01:00:00Z')).toBe(true)
    expect(due('2026-07-02T00:30:00Z', '2026-06-28T01:00:00Z')).toBe(true)
  })
  test('for the first time at the first moment after the schedule was set', () => {
    expect(due('2026-07-02T17:00:00Z', null, '2026-07-02T16:00:00Z')).toBe(false)
    expect(due('2026-07-03T01:00:00Z', null, '2026-07-02T16:00:00Z')).toBe(true)
  })
  test('on the days on which clocks change, too', () => {
    // 02:00 does not exist in Berlin on 29 March 2026, and comes twice on 25 October.
    const berlin = (now: string, lastAt: string) =>
      isDue(
        { active: true, at: '02:30' },
        { now, zone: 'Europe/Berlin', setAt: '2026-01-01T00:00:00Z', lastAt },
      )
    expect(berlin('2026-03-29T01:30:00Z', '2026-03-28T01:30:00Z')).toBe(true)
    expect(berlin('2026-10-25T00:30:00Z', '2026-10-24T00:30:00Z')).toBe(true)
    expect(berlin('2026-10-25T01:35:00Z', '2026-10-25T00:30:05Z')).toBe(false)
  })
  test('never, when it is switched off', () => {
    expect(
      isDue(
        { active: false, at: '02:00' },
        { now: '2026-07-02T17:00:00Z', zone, setAt: '2026-01-01T00:00:00Z', lastAt: null },
      ),
    ).toBe(false)
  })
})

describe('what need not be kept', () => {
  const at = (...moments: string[]) => moments.map((createdAt) => ({ createdAt }))
  const left = (moments: string[], keep: { days: number; weeks: number; months: number }) => {
    const all = at(...moments)
    const gone = new Set(superfluous(all, keep, zone))
    return all.filter((one) => !gone.has(one)).map(({ createdAt }) => createdAt.slice(0, 10))
  }
  const nights = Array.from({ length: 70 }, (_, i) => new Date(Date.UTC(2026, 6, 31 - i, 2)).toISOString())

  test('is all but the newest of the latest days, weeks and months', () => {
    expect(left(nights, { days: 3, weeks: 2, months: 3 })).toEqual([
      '2026-07-31',
      '2026-07-30',
      '2026-07-29',
      '2026-07-26',
      '2026-06-30',
      '2026-05-31',
    ])
  })
  test('is nothing as long as nothing new is made, however old it gets', () => {
    expect(left(['2020-01-01T02:00:00Z'], { days: 1, weeks: 0, months: 0 })).toEqual(['2020-01-01'])
  })
  test('never the newest, and never so much that fewer days are left than wanted', () => {
    const moments = array(
      date({ min: new Date('2024-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
      { minLength: 1 },
    )
    assert(
      property(moments, integer({ min: 1, max: 9 }), integer({ min: 0, max: 9 }), (dates, days, weeks) => {
        const all = at(...dates.map((one) => one.toISOString()))
        const gone = new Set(superfluous(all, { days, weeks, months: 0 }, 'UTC'))
        const kept = all.filter((one) => !gone.has(one))
        const daysOf = (some: typeof all) => new Set(some.map(({ createdAt }) => createdAt.slice(0, 10)))
        expect(kept.map(({ createdAt }) => createdAt)).toContain(
          all
            .map((one) => one.createdAt)
            .sort()
            .at(-1),
        )
        expect(daysOf(kept).size).toBeGreaterThanOrEqual(Math.min(days, daysOf(all).size))
        expect(kept.length).toBeLessThanOrEqual(days + weeks + 1)
        // Done twice, nothing more goes.
        expect(superfluous(kept, { days, weeks, months: 0 }, 'UTC')).toEqual([])
      }),
    )
  })
})
