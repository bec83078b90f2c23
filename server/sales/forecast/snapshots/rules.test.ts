import { expect, test } from 'vitest'
import { periodsKept, weeksDue, weekWithin } from './rules.ts'

test('each Monday since the last snapshot is due once, also after weeks of standstill', () => {
  const began = '2026-01-01T00:00:00.000Z'
  expect(weeksDue('2026-03-18', 'Europe/Lisbon', '2026-03-16', began)).toEqual([])
  expect(weeksDue('2026-03-16', 'Europe/Lisbon', '2026-03-09', began)).toEqual(['2026-03-16'])
  expect(weeksDue('2026-03-18', 'Europe/Lisbon', '2026-02-23', began)).toEqual([
    '2026-03-02',
    '2026-03-09',
    '2026-03-16',
  ])
})

test('nothing is due of weeks that began before the company', () => {
  expect(weeksDue('2026-03-18', 'America/New_York', null, '2026-03-16T03:59:59.000Z')).toEqual(['2026-03-16'])
  expect(weeksDue('2026-03-18', 'America/New_York', null, '2026-03-16T04:00:00.000Z')).toEqual([])
})

test('the running periods are kept, and the next month and quarter', () => {
  expect(periodsKept('2026-12-30')).toEqual([
    { grain: 'week', from: '2026-12-28', to: '2027-01-04' },
    { grain: 'month', from: '2026-12-01', to: '2027-01-01' },
    { grain: 'month', from: '2027-01-01', to: '2027-02-01' },
    { grain: 'quarter', from: '2026-10-01', to: '2027-01-01' },
    { grain: 'quarter', from: '2027-01-01', to: '2027-04-01' },
  ])
})

test('a period’s first week is the one in which it begins', () => {
  const quarter = { from: '2026-10-01', to: '2027-01-01' }
  expect(weekWithin(quarter, '2026-09-28')).toBe(0)
  expect(weekWithin(quarter, '2026-10-05')).toBe(1)
  expect(weekWithin(quarter, '2026-12-28')).toBe(13)
})
