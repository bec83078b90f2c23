import { expect, test } from 'vitest'
import { decimalOf, discountOf, signsFor, writtenDiscount } from './typed.ts'

const english = signsFor('en-GB', null)
const german = signsFor('de-DE', null)

test('numbers are read as they are written here and there', () => {
  const both = (typed: string) => [decimalOf(typed, english), decimalOf(typed, german)]
  expect(both('12')).toEqual(['12', '12'])
  expect(both('12.5')).toEqual(['12.5', '12.5'])
  expect(both('12,5')).toEqual(['12.5', '12.5'])
  expect(both('1.234,50')).toEqual(['1234.50', '1234.50'])
  expect(both('1,234.50')).toEqual(['1234.50', '1234.50'])
  expect(both('1 234,50')).toEqual(['1234.50', '1234.50'])
  expect(decimalOf('1,234', english)).toBe('1234')
  expect(decimalOf('1,234', german)).toBe('1.234')
  expect(decimalOf('1.234', german)).toBe('1234')
  expect(decimalOf('1.234', english)).toBe('1.234')
  expect(['', 'x', '-1', '1e3', '1..2'].map((typed) => decimalOf(typed, english))).toEqual([
    null, null, null, null, null,
  ]) // prettier-ignore
})

test('a discount is in percent unless it names money', () => {
  expect(discountOf('10', 'EUR', english)).toEqual({ percent: 1_000 })
  expect(discountOf('12,5 %', 'EUR', german)).toEqual({ percent: 1_250 })
  expect(discountOf('€50', 'EUR', english)).toEqual({ amount: '50' })
  expect(discountOf('50.25 eur', 'EUR', english)).toEqual({ amount: '50.25' })
  expect(discountOf('', 'EUR', english)).toBeUndefined()
  for (const wrong of ['101', '50 USD', 'ten', '1.234 %'])
    expect(discountOf(wrong, 'EUR', english), wrong).toBeNull()
  expect(writtenDiscount({ percent: 1_250 }, 'EUR', german)).toBe('12,5 %')
  expect(writtenDiscount({ amount: '50.25' }, 'EUR', english)).toBe('50.25 EUR')
})
