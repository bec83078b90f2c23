import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toMajor, toMinor } from '../values/money.ts'
import { quantityOf, thousandthsOf } from './line.ts'
import { spread, totalsOf, type PricedLine, type Pricing } from './line-totals.ts'

const line = (values: Partial<PricedLine> = {}): PricedLine => ({
  quantity: '1',
  price: '100.00',
  discount: null,
  taxRate: 2_300,
  term: 1,
  cost: null,
  ...values,
})
const pricing = (values: Partial<Pricing> = {}): Pricing => ({
  currency: 'EUR',
  inclusive: false,
  rounding: 'line',
  discount: null,
  ...values,
})

describe('by hand', () => {
  test('three at 19.99 with a tenth off, 23 % on top', () => {
    const totals = totalsOf(
      [line({ quantity: '3', price: '19.99', discount: { percent: 1_000 }, cost: '12.00' })],
      pricing(),
    )
    // 59.97 − 6.00 (5.997 rounded) = 53.97; 23 % of it is 12.4131
    expect(totals).toMatchObject({ gross: 5997n, discount: 600n, net: 5397n, tax: 1241n, total: 6638n })
    expect(totals.margin).toBe(1797n)
  })

  test('a year by the month counts twelve times', () => {
    const totals = totalsOf([line({ quantity: '1.5', price: '9.99', term: 12, taxRate: 0 })], pricing())
    expect(totals.net).toBe(1499n * 12n)
  })

  test('what is rounded once and what is rounded by line may differ by a cent, and says so', () => {
    const lines = [line({ price: '0.50', taxRate: 1_900 }), line({ price: '0.50', taxRate: 1_900 })]
    expect(totalsOf(lines, pricing()).tax).toBe(20n)
    const once = totalsOf(lines, pricing({ rounding: 'total' }))
    expect(once.tax).toBe(19n)
    expect(once.lines.map(({ tax }) => tax)).toEqual([10n, 9n])
  })

  test('prices with tax keep their total', () => {
    const totals = totalsOf([line({ price: '123.00' })], pricing({ inclusive: true }))
    expect(totals).toMatchObject({ net: 10_000n, tax: 2_300n, total: 12_300n })
  })

  test('ten off the whole is spread so that it adds up', () => {
    const thirds = [line(), line(), line()]
    const { lines, discount, net } = totalsOf(thirds, pricing({ discount: { amount: '10.00' } }))
    expect(lines.map((one) => one.discount)).toEqual([334n, 333n, 333n])
    expect([discount, net]).toEqual([1_000n, 29_000n])
  })

  test('the last cent of a spread falls by what the lines are, not by where they stand', () => {
    const taxed = line({ price: '0.50', taxRate: 1_900 })
    const free = line({ price: '0.50', taxRate: 0 })
    const tax = (lines: PricedLine[]) => totalsOf(lines, pricing({ discount: { amount: '0.01' } })).tax
    expect([tax([taxed, free]), tax([free, taxed])]).toEqual([9n, 9n])
  })

  test('a discount takes no more than there is', () => {
    const totals = totalsOf(
      [line({ discount: { amount: '500.00' } }), line({ price: '1.00' })],
      pricing({ discount: { amount: '500.00' } }),
    )
    expect(totals).toMatchObject({ net: 0n, tax: 0n, total: 0n, discount: 10_100n })
  })

  test('a currency without decimals, and one with three', () => {
    expect(totalsOf([line({ price: '1250', quantity: '0.333' })], pricing({ currency: 'JPY' })).gross).toBe(
      416n,
    )
    expect(totalsOf([line({ price: '1.255' })], pricing({ currency: 'KWD' })).tax).toBe(289n)
    expect(() => totalsOf([line({ price: '1.5' })], pricing({ currency: 'JPY' }))).toThrow(RangeError)
  })

  test('the margin is of the lines whose cost is known', () => {
    const totals = totalsOf([line({ cost: '60.00' }), line()], pricing())
    expect([totals.margin, totals.marginBase]).toEqual([4_000n, 10_000n])
    expect(totalsOf([line()], pricing()).margin).toBeNull()
  })
})

const currency = fc.constantFrom('EUR', 'JPY', 'KWD')
const decimals = { EUR: 2, JPY: 0, KWD: 3 } as Record<string, number>
const discountIn = (of: string) =>
  fc.oneof(
    fc.constant(null),
    fc.integer({ min: 0, max: 10_000 }).map((percent) => ({ percent })),
    fc.integer({ min: 0, max: 1_000_000 }).map((minor) => ({ amount: toMajor(minor, of) })),
  )
const lineIn = (of: string): fc.Arbitrary<PricedLine> =>
  fc.record({
    quantity: fc.integer({ min: 1, max: 5_000_000 }).map((thousandths) => quantityOf(BigInt(thousandths))),
    price: fc.integer({ min: 0, max: 5_000_000 }).map((minor) => toMajor(minor, of)),
    discount: discountIn(of),
    taxRate: fc.constantFrom(0, 600, 700, 1_900, 2_300, 777),
    term: fc.constantFrom(1, 3, 12, 36),
    cost: fc.option(fc.integer({ min: 0, max: 5_000_000 }).map((minor) => toMajor(minor, of))),
  })
const whole = currency.chain((of) =>
  fc.record({
    lines: fc.array(lineIn(of), { maxLength: 12 }),
    pricing: fc.record({
      currency: fc.constant(of),
      inclusive: fc.boolean(),
      rounding: fc.constantFrom('line' as const, 'total' as const),
      discount: discountIn(of),
    }),
  }),
)
const sum = (values: bigint[]) => values.reduce((total, value) => total + value, 0n)

describe('whatever is sold', () => {
  test('lines, discounts and taxes add up exactly, and nothing is negative', () => {
    fc.assert(
      fc.property(whole, ({ lines, pricing: by }) => {
        const totals = totalsOf(lines, by)
        for (const part of ['gross', 'discount', 'net', 'tax', 'total'] as const) {
          expect(totals[part]).toBe(sum(totals.lines.map((one) => one[part])))
          for (const one of [totals, ...totals.lines]) expect(one[part] >= 0n).toBe(true)
        }
        const charged = by.inclusive ? totals.total : totals.net
        expect(charged).toBe(totals.gross - totals.discount)
        expect(totals.total).toBe(totals.net + totals.tax)
        expect(sum(totals.taxes.map(({ net }) => net))).toBe(totals.net)
        expect(sum(totals.taxes.map(({ tax }) => tax))).toBe(totals.tax)
        for (const one of totals.lines) expect(one.total).toBe(one.net + one.tax)
      }),
    )
  })

  test('the order of the lines changes no total', () => {
    fc.assert(
      fc.property(whole, fc.integer(), ({ lines, pricing: by }, turn) => {
        const at = lines.length === 0 ? 0 : Math.abs(turn) % lines.length
        const turned = [...lines.slice(at), ...lines.slice(0, at)].reverse()
        const { lines: _, ...totals } = totalsOf(lines, by)
        const { lines: __, ...others } = totalsOf(turned, by)
        expect(others).toEqual(totals)
      }),
    )
  })

  test('rounded by line or once, the tax differs by less than a unit a line', () => {
    fc.assert(
      fc.property(whole, ({ lines, pricing: by }) => {
        const [byLine, once] = (['line', 'total'] as const).map(
          (rounding) => totalsOf(lines, { ...by, rounding }).tax,
        ) as [bigint, bigint]
        const apart = byLine > once ? byLine - once : once - byLine
        expect(apart <= BigInt(lines.length)).toBe(true)
      }),
    )
  })

  test('what came without tax is the same when its total is sold with tax', () => {
    fc.assert(
      fc.property(
        currency.chain((of) => fc.tuple(fc.constant(of), lineIn(of))),
        ([of, one]) => {
          const single = { ...one, quantity: '1', term: 1, discount: null }
          const without = totalsOf([single], pricing({ currency: of }))
          const withTax = totalsOf(
            [{ ...single, price: toMajor(without.total, of) }],
            pricing({ currency: of, inclusive: true }),
          )
          expect([withTax.net, withTax.tax, withTax.total]).toEqual([without.net, without.tax, without.total])
        },
      ),
    )
  })

  test('a spread adds up, and gives nobody more than a unit beyond their share', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n })),
        (amount, weights) => {
          const all = sum(weights)
          const parts = spread(amount, weights)
          expect(sum(parts)).toBe(all === 0n ? 0n : amount)
          for (const [at, part] of parts.entries()) {
            const least = all === 0n ? 0n : (amount * (weights[at] ?? 0n)) / all
            expect(part === least || part === least + 1n).toBe(true)
          }
        },
      ),
    )
  })
})

test('quantities are thousandths and back', () => {
  expect(thousandthsOf('1.5')).toBe(1_500n)
  expect(thousandthsOf('0.001')).toBe(1n)
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n - 1n }), (thousandths) => {
      expect(thousandthsOf(quantityOf(thousandths))).toBe(thousandths)
    }),
  )
  expect(toMinor('1.5', 'EUR')).toBe(150n)
  expect(decimals['KWD']).toBe(3)
})
