import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exponentOf, moneyOf, moneySchema, toMajor, toMinor } from './money.ts'

const currencies = ['EUR', 'USD', 'JPY', 'KRW', 'BHD', 'TND', 'CLF', 'UYW', 'BRL']
const currency = fc.constantFrom(...currencies)

describe('an amount', () => {
  test.each([
    ['1200.5', 'EUR', 120050n],
    ['1200.50', 'EUR', 120050n],
    ['-0.01', 'USD', -1n],
    ['0', 'JPY', 0n],
    ['1200', 'JPY', 1200n],
    ['1200.000', 'JPY', 1200n],
    ['1.234', 'BHD', 1234n],
    ['1.2345', 'CLF', 12345n],
    ['-0', 'EUR', 0n],
  ])('of %s %s is %s minor units', (amount, code, minor) => {
    expect(toMinor(amount, code)).toBe(minor)
  })

  test.each([
    ['0.001', 'EUR'],
    ['0.5', 'JPY'],
    ['1.2345', 'BHD'],
    ['1,5', 'EUR'],
    ['', 'EUR'],
    ['1e3', 'EUR'],
    ['.5', 'EUR'],
    ['--1', 'EUR'],
  ])('%s %s is refused, never rounded', (amount, code) => {
    expect(() => toMinor(amount, code)).toThrow(RangeError)
    expect(moneySchema.safeParse({ amount, currency: code }).success).toBe(false)
  })

  test('comes back the same from minor units and back, whatever the exponent', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -900_000_000_000_000n, max: 900_000_000_000_000n }),
        currency,
        (minor, code) => {
          const major = toMajor(minor, code)
          expect(toMinor(major, code)).toBe(minor)
          expect(major.split('.')[1]?.length ?? 0).toBe(exponentOf(code))
          expect(moneySchema.safeParse(moneyOf(minor, code)).success).toBe(true)
        },
      ),
    )
  })

  test('is ordered in minor units as in major ones', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), currency, (a, b, code) => {
        expect(Math.sign(Number(toMajor(a, code)) - Number(toMajor(b, code)))).toBe(Math.sign(a - b))
      }),
    )
  })

  test('beyond what can be counted exactly is refused, and the field named', () => {
    const refused = moneySchema.safeParse({ amount: '999999999999999.99', currency: 'EUR' })
    expect(refused.error?.issues).toMatchObject([{ path: ['amount'], message: 'This amount is too large' }])
    expect(moneySchema.safeParse({ amount: '90000000000000', currency: 'EUR' }).success).toBe(true)
    expect(moneySchema.safeParse({ amount: '-90000000000000.01', currency: 'EUR' }).success).toBe(false)
    expect(moneySchema.safeParse({ amount: '900000000000000', currency: 'JPY' }).success).toBe(true)
  })
})
