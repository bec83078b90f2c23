import { describe, expect, it } from 'vitest'
import { comparable, grainFor, periodName, periodOf, presetPeriod, shortName } from './period.ts'
import { csvOf } from './csv.ts'
import { metricsSearch } from './search.ts'

const manner = { locale: 'en-GB', zone: 'UTC', currency: 'EUR' }
const today = '2026-08-10'

describe('a period', () => {
  it('is chosen by name or by its days', () => {
    expect(presetPeriod('thisQuarter', today)).toEqual({ from: '2026-07-01', to: '2026-10-01' })
    expect(presetPeriod('lastMonth', '2026-01-31')).toEqual({ from: '2025-12-01', to: '2026-01-01' })
    expect(presetPeriod('lastYear', today)).toEqual({ from: '2025-01-01', to: '2026-01-01' })
    expect(periodOf({}, today)).toEqual(presetPeriod('thisQuarter', today))
    expect(periodOf({ from: '2026-01-05', to: '2026-01-09' }, today)).toEqual({
      from: '2026-01-05',
      to: '2026-01-09',
    })
    expect(periodOf({ from: '2026-01-09', to: '2026-01-05' }, today)).toEqual(
      presetPeriod('thisQuarter', today),
    )
  })

  it('is compared with as much of the one before as has passed of itself', () => {
    expect(comparable(presetPeriod('thisQuarter', today), today)).toEqual({
      full: { from: '2026-04-01', to: '2026-07-01' },
      soFar: { from: '2026-04-01', to: '2026-05-12' },
    })
    const past = { from: '2026-04-01', to: '2026-07-01' }
    const before = { from: '2026-01-01', to: '2026-04-01' }
    expect(comparable(past, today)).toEqual({ full: before, soFar: before })
    // A longer month has no more days to compare with than the shorter one before it.
    expect(comparable(presetPeriod('thisMonth', '2026-03-31'), '2026-03-31')?.soFar).toEqual({
      from: '2026-02-01',
      to: '2026-03-01',
    })
    expect(comparable(presetPeriod('all', today), today)).toBeNull()
  })

  it('is called as people call it', () => {
    const quarter = { from: '2026-07-01', to: '2026-10-01' }
    expect(periodName(quarter, manner)).toBe('Third quarter 2026')
    expect(shortName(quarter, manner)).toBe('Q3 2026')
    expect(periodName({ from: '2025-01-01', to: '2026-01-01' }, manner)).toBe('2025')
    expect(periodName({ from: '2026-02-01', to: '2026-03-01' }, manner)).toBe('February 2026')
    expect(periodName(presetPeriod('all', today), manner)).toBe('All time')
  })

  it('is drawn by a grain that leaves few enough points', () => {
    expect(
      ['thisMonth', 'thisQuarter', 'thisYear'].map((preset) =>
        grainFor(presetPeriod(preset as 'thisYear', today)),
      ),
    ).toEqual(['day', 'week', 'month'])
  })
})

it('takes from an address only what it knows', () => {
  expect(
    metricsSearch({
      period: 'never',
      from: '2026-1-1',
      team: 'x',
      by: 'owner',
      records: 'group:',
      grain: 'day',
    }),
  ).toEqual({
    by: 'owner',
    records: 'group:',
    grain: 'day',
  })
})

it('writes CSV that no spreadsheet runs', () => {
  expect(csvOf([['=1+1', '-5', 'a "b", c']])).toBe('\uFEFF\'=1+1,-5,"a ""b"", c"\r\n')
})
