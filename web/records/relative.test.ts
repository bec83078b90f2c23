import { expect, test } from 'vitest'
import { lastUnits, named, nameOf, nextUnits, shapeOf } from './relative.ts'

test('the last 30 days leave out today, the next 7 begin with it', () => {
  expect(lastUnits(30, 'day')).toEqual({ unit: 'day', from: -30, to: 0 })
  expect(nextUnits(7, 'day')).toEqual({ unit: 'day', from: 0, to: 7 })
})

test('a period is shown by its name, or as a count', () => {
  expect(shapeOf({ unit: 'month', from: -1, to: 0 }).choice).toBe('relative.lastMonth')
  expect(shapeOf(lastUnits(90, 'day'))).toEqual({ choice: 'last', count: 90, unit: 'day' })
  expect(shapeOf(nextUnits(2, 'week'))).toEqual({ choice: 'next', count: 2, unit: 'week' })
})

test('no two names mean the same period', () => {
  for (const { key, period } of named) expect(nameOf(period)).toBe(key)
})
