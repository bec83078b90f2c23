import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deal } from '../../../../contract/sales/deal.ts'
import { moneyOf, toMinor } from '../../../../contract/values/money.ts'
import { duplicateOf, leftOf, partOf } from './rules.ts'

const whole = { amount: '100.01', currency: 'EUR' }

test('what is left and what is split off come to what it was, to the last unit of any currency', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 2n, max: 9_000_000_000_000_000n }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (minor, currency, share) => {
        const part = BigInt(Math.floor(Number(minor) * share))
        fc.pre(part > 0n && part < minor)
        const left = leftOf(moneyOf(minor, currency), moneyOf(part, currency))
        expect(toMinor(left.amount, currency) + part).toBe(minor)
      },
    ),
  )
})

test.each([
  ['nothing of it', { amount: '0.00', currency: 'EUR' }, /Something must be left/],
  ['all of it', { amount: '100.01', currency: 'EUR' }, /Something must be left/],
  ['more than it', { amount: '100.02', currency: 'EUR' }, /Something must be left/],
  ['another currency', { amount: '1.00', currency: 'USD' }, /in EUR/],
])('is refused of %s', (_, part, reason) => {
  expect(() => leftOf(whole, part)).toThrow(reason)
})

test('a deal without an amount has nothing to divide', () => {
  expect(() => leftOf(null, whole)).toThrow(/no amount/)
})

test('a duplicate begins anew; a part goes on where the whole stands', () => {
  const values = {
    name: 'Spring',
    person: 'p',
    product: 'o',
    stage: 's',
    status: 'open',
    nextStep: 'Call',
    lossReason: 'Price',
    touchedAt: '2026-01-01',
    source: null,
  }
  expect(duplicateOf(deal, values)).toEqual({ name: 'Spring', person: 'p', product: 'o' })
  expect(partOf(deal, values)).toEqual({
    name: 'Spring',
    person: 'p',
    product: 'o',
    stage: 's',
    nextStep: 'Call',
  })
})
