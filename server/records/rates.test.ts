import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convert, roundHalfEven } from './rates.ts'

describe('rounding', () => {
  test.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [1n, 3n, 0n],
    [2n, 3n, 1n],
    [0n, 7n, 0n],
    [-1n, 2n, 0n],
  ])('%s / %s is %s', (numerator, denominator, rounded) => {
    expect(roundHalfEven(numerator, denominator)).toBe(rounded)
  })

  test('is never more than half a unit off, symmetric, and even at a tie', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 20n }),
        (n, d) => {
          const rounded = roundHalfEven(n, d)
          const off = 2n * (rounded * d - n)
          expect(off <= d && off >= -d).toBe(true)
          if (off === d || off === -d) expect(rounded % 2n).toBe(0n)
          expect(roundHalfEven(-n, d)).toBe(-rounded)
        },
      ),
    )
  })
})

describe('an amount in another currency', () => {
  test.each([
    [120050n, 'EUR', 'EUR', undefined, 120050n],
    [100n, 'USD', 'EUR', '0.92', 92n],
    [1n, 'USD', 'EUR', '0.5', 0n],
    [3n, 'USD', 'EUR', '0.5', 2n],
    [100000n, 'JPY', 'EUR', '0.0061', 61000n],
    [100n, 'EUR', 'JPY', '163.5', 164n],
    [1500n, 'EUR', 'BHD', '0.41', 6150n],
    [-100n, 'USD', 'EUR', '0.925', -92n],
    [100n, 'USD', 'EUR', undefined, null],
    [100n, 'USD', 'EUR', '2', 200n],
  ])('%s of %s in %s at %s is %s', (minor, from, to, rate, converted) => {
    expect(convert(minor, from, to, rate)).toBe(converted)
  })

  test('is the same as with exact fractions, for any rate', () => {
    const rate = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.integer({ min: 0, max: 999_999 }))
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), rate, (minor, [whole, millionths]) => {
        const text = `${whole}.${String(millionths).padStart(6, '0')}`
        expect(convert(minor, 'USD', 'EUR', text)).toBe(
          roundHalfEven(minor * (whole * 1_000_000n + BigInt(millionths)), 1_000_000n),
        )
      }),
    )
  })
})
