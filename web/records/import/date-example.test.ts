import { expect, test } from 'vitest'
import { dayMeant, telling } from './date-example.ts'

test('the same cell is two days in two orders', () => {
  expect(dayMeant('dd/MM/yyyy', '03/04/2024')).toBe('2024-04-03')
  expect(dayMeant('MM/dd/yyyy', '03/04/2024 10:00')).toBe('2024-03-04')
  expect(dayMeant('MM/dd/yyyy', '23/04/2024')).toBeNull()
  expect(dayMeant('d.M.yy', '1.12.24')).toBe('2024-12-01')
  expect(dayMeant('dd/MM/yyyy', 'soon')).toBeNull()
})

test('the cell shown is one that the formats read differently', () => {
  expect(telling(['dd/MM/yyyy', 'MM/dd/yyyy'], ['05/05/2024', '03/04/2024'])).toBe('03/04/2024')
})
