import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { customerGroups } from '../customer/customer-group.ts'
import { priceFor, sumOfParts, type Offer, type Offered } from './price.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const offer = (values: Partial<Offer> = {}): Offer => ({
  list: 'Everybody',
  group: null,
  fromOn: null,
  toOn: null,
  fromQuantity: 1,
  price: eur('90.00'),
  ...values,
})
const kit = (...offers: Offer[]): Offered => ({ price: eur('100.00'), offers })
const found = (of: Offered, quantity = '1', group: string | null = null, day = '2026-03-10') =>
  priceFor(of, quantity, 'EUR', group, day)

describe('the most specific price counts', () => {
  test('its own where no list says otherwise, none in another currency', () => {
    expect(found(kit())).toEqual({ amount: '100.00', offer: null })
    expect(priceFor(kit(), '1', 'USD', null, '2026-03-10')).toBeNull()
  })

  test('the group’s before everybody’s, also when it is dearer', () => {
    const dealers = offer({ list: 'Dealers', group: 'reseller', price: eur('95.00') })
    expect(found(kit(offer(), dealers), '1', 'reseller')?.offer?.list).toBe('Dealers')
    expect(found(kit(offer(), dealers), '1', 'business')?.offer?.list).toBe('Everybody')
    expect(found(kit(dealers))?.offer).toBeNull()
  })

  test('the highest tier that the quantity reaches', () => {
    const tiers = kit(
      offer(),
      offer({ fromQuantity: 10, price: eur('80.00') }),
      offer({ fromQuantity: 50, price: eur('70.00') }),
    )
    expect(['0.5', '9.999', '10', '49', '50', '1000'].map((quantity) => found(tiers, quantity)?.amount)).toEqual([
      '100.00', '90.00', '80.00', '80.00', '70.00', '70.00',
    ]) // prettier-ignore
  })

  test('on its days, the first and the last included, before one that has no end', () => {
    const spring = offer({ list: 'Spring', fromOn: '2026-03-01', toOn: '2026-03-31', price: eur('85.00') })
    const of = kit(offer(), spring)
    expect(
      ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map(
        (day) => found(of, '1', null, day)?.amount,
      ),
    ).toEqual(['90.00', '85.00', '85.00', '90.00'])
  })
})

const offers = fc.array(
  fc.record({
    list: fc.constantFrom('A', 'B', 'C'),
    group: fc.option(fc.constantFrom(...customerGroups.map(({ value }) => value))),
    fromOn: fc.option(fc.constantFrom('2026-01-01', '2026-03-01', '2026-06-01')),
    toOn: fc.option(fc.constantFrom('2026-02-28', '2026-04-30', '2026-12-31')),
    fromQuantity: fc.constantFrom(1, 5, 10, 100),
    price: fc
      .tuple(fc.integer({ min: 0, max: 99_999 }), fc.constantFrom('EUR', 'USD'))
      .map(([minor, currency]) => ({
        amount: (minor / 100).toFixed(2),
        currency,
      })),
  }),
)
const asked = fc.tuple(
  fc.integer({ min: 1, max: 200 }).map(String),
  fc.constantFrom('EUR', 'USD', 'GBP'),
  fc.option(fc.constantFrom('reseller', 'business')),
  fc.constantFrom('2026-01-15', '2026-03-10', '2026-07-01'),
)

test('whatever the lists say: the order of offers does not matter, and what counts does count', () => {
  fc.assert(
    fc.property(offers, asked, (all, [quantity, currency, group, day]) => {
      const answer = priceFor({ price: null, offers: all }, quantity, currency, group, day)
      const turned = priceFor({ price: null, offers: all.toReversed() }, quantity, currency, group, day)
      expect(turned?.amount).toBe(answer?.amount)
      expect(answer?.offer === null).toBe(false)
      const chosen = answer?.offer
      if (!chosen) return
      expect(chosen.price.currency).toBe(currency)
      expect([null, group]).toContain(chosen.group)
      expect(chosen.fromQuantity <= Number(quantity)).toBe(true)
      expect((chosen.fromOn ?? day) <= day && day <= (chosen.toOn ?? day)).toBe(true)
    }),
  )
})

test('a bundle is the sum of its parts, each at the tier of all that are sold', () => {
  const bike = { name: 'Bike', quantity: '1', ...kit(offer({ fromQuantity: 10, price: eur('80.00') })) }
  const lock = { name: 'Lock', quantity: '2', price: eur('19.99'), offers: [] }
  const sum = (quantity: string) => sumOfParts([bike, lock], quantity, 'EUR', null, '2026-03-10')?.amount
  expect([sum('1'), sum('10')]).toEqual(['139.98', '119.98'])
  expect(sumOfParts([bike, { ...lock, price: null }], '1', 'EUR', null, '2026-03-10')).toBeNull()
})
