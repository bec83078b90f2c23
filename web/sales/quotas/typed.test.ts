import { expect, test } from 'vitest'
import { amountTyped, cellsPasted } from './typed.ts'

test.each([
  ['120000', 'en', '120000'],
  ['120,000', 'en', '120000'],
  ['120.000', 'de', '120000'],
  ['120.000', 'en', '120.000'],
  ['120,5', 'de', '120.5'],
  ['1.234.567,89', 'de', '1234567.89'],
  ['1,234,567.89', 'pt', '1234567.89'],
  ['€ 12 500', 'pt', '12500'],
  ['12 500 EUR', 'de', '12500'],
  ['007', 'en', '7'],
  ['12.5', 'de', '12.5'],
  ['a lot', 'en', null],
  ['-5', 'en', null],
  ['1,2,3', 'en', null],
  ['5,', 'en', null],
])('%s in %s', (text, locale, amount) => {
  expect(amountTyped(text, locale)).toBe(amount)
})

test('what a spreadsheet copies is read cell by cell', () => {
  expect(cellsPasted('1\t2\r\n\t4\r\n')).toEqual([
    ['1', '2'],
    ['', '4'],
  ])
})
