import { toMinor } from '../values/money.ts'
import { thousandthsOf, type Discount, type TaxRounding } from './line.ts'

/** What the totals of a line depend on. */
export interface PricedLine {
  quantity: string
  /** Of one unit, in major units of the currency, with or without tax as the whole says. */
  price: string
  discount: Discount | null
  /** Basis points. */
  taxRate: number
  term: number
  /** Of one unit, without tax; null where it is not known. */
  cost: string | null
}

export interface Pricing {
  currency: string
  /** Prices are with tax, as consumers are shown them. */
  inclusive: boolean
  rounding: TaxRounding
  /** On the whole, after those of the lines. */
  discount: Discount | null
}

/** Minor units. */
export interface LineTotals {
  /** Quantity × price × term, before any discount. */
  gross: bigint
  /** What is taken off it by its own discount, and its share of the whole's. */
  discount: bigint
  net: bigint
  tax: bigint
  /** Net + tax. */
  total: bigint
  /** Null where its cost is not known. */
  cost: bigint | null
}

/** Minor units. */
export interface Totals {
  lines: LineTotals[]
  gross: bigint
  discount: bigint
  net: bigint
  /** By rate, the lowest first. */
  taxes: { rate: number; net: bigint; tax: bigint }[]
  tax: bigint
  /** Net + tax: what the customer pays. */
  total: bigint
  /** Net − cost of the lines whose cost is known; null when there are none. */
  margin: bigint | null
  /** The net of those lines, which the margin is a share of. */
  marginBase: bigint
}

const whole = 10_000n
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n)
const smaller = (a: bigint, b: bigint) => (a < b ? a : b)

const byNumber = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

/** Nearest whole quotient of what is not negative, a half upwards, as invoices round. */
export const roundHalfUp = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator)

const shareOf = (amount: bigint, { percent }: { percent: number }) =>
  roundHalfUp(amount * BigInt(percent), whole)

/** Minor units that a discount takes off, never more than there is. */
const taken = (amount: bigint, discount: Discount | null, currency: string): bigint =>
  discount === null
    ? 0n
    : 'percent' in discount
      ? shareOf(amount, discount)
      : smaller(toMinor(discount.amount, currency), amount)

/**
 * Parts in the proportion of their weights that add up to the amount exactly: the largest remainders get what is left.
 * Where two are equal the one that `first` puts first gets it, so that the order of the parts is of no consequence.
 */
export function spread(
  amount: bigint,
  weights: readonly bigint[],
  first: (a: number, b: number) => number = (a, b) => a - b,
): bigint[] {
  const all = sum(weights)
  if (all === 0n) return weights.map(() => 0n)
  const parts = weights.map((weight) => (amount * weight) / all)
  const left = Number(amount - sum(parts))
  const remainders = weights.map((weight) => (amount * weight) % all)
  const order = weights
    .map((_, at) => at)
    .sort((a, b) => byNumber(remainders[b] ?? 0n, remainders[a] ?? 0n) || first(a, b))
  for (const at of order.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n
  return parts
}

/** Tax on an amount without it, or within one that includes it. */
const taxOf = (amount: bigint, rate: number, inclusive: boolean): bigint =>
  inclusive
    ? roundHalfUp(amount * BigInt(rate), whole + BigInt(rate))
    : roundHalfUp(amount * BigInt(rate), whole)

/** The tax of each line; rounded as a whole, it is spread over the lines of its rate. */
function taxesOf(
  amounts: readonly bigint[],
  lines: readonly PricedLine[],
  { inclusive, rounding }: Pricing,
): bigint[] {
  const rates = lines.map(({ taxRate }) => taxRate)
  if (rounding === 'line') return amounts.map((amount, at) => taxOf(amount, rates[at] ?? 0, inclusive))
  const taxes = amounts.map(() => 0n)
  for (const rate of new Set(rates)) {
    const own = rates.flatMap((one, at) => (one === rate ? [at] : []))
    const weights = own.map((at) => amounts[at] ?? 0n)
    const parts = spread(
      taxOf(sum(weights), rate, inclusive),
      weights,
      (a, b) => costOrder(lines, own[a] ?? 0, own[b] ?? 0) || a - b,
    )
    for (const [i, at] of own.entries()) taxes[at] = parts[i] ?? 0n
  }
  return taxes
}

/**
 * What lines come to, in whole minor units, a half rounded up. Lines, discounts and taxes add up to the totals exactly.
 * Nothing is negative but a margin. Throws a RangeError on amounts with more decimals than the currency has.
 */
export function totalsOf(lines: readonly PricedLine[], pricing: Pricing): Totals {
  const { currency, inclusive } = pricing
  const gross = lines.map(
    ({ quantity, price, term }) =>
      roundHalfUp(thousandthsOf(quantity) * toMinor(price, currency), 1_000n) * BigInt(term),
  )
  const own = lines.map(({ discount }, at) => taken(gross[at] ?? 0n, discount, currency))
  const left = gross.map((amount, at) => amount - (own[at] ?? 0n))
  const rates = lines.map(({ taxRate }) => taxRate)
  // Lines of one amount and rate are alike to every sum, so which of them gets the last cent shows nowhere.
  const alike = (a: number, b: number) =>
    byNumber(left[b] ?? 0n, left[a] ?? 0n) || (rates[b] ?? 0) - (rates[a] ?? 0) || costOrder(lines, a, b)
  const shares = spread(taken(sum(left), pricing.discount, currency), left, (a, b) => alike(a, b) || a - b)
  const amounts = left.map((amount, at) => amount - (shares[at] ?? 0n))
  const taxes = taxesOf(amounts, lines, pricing)
  const totals = lines.map((line, at): LineTotals => {
    const [amount = 0n, tax = 0n] = [amounts[at], taxes[at]]
    const net = inclusive ? amount - tax : amount
    return {
      gross: gross[at] ?? 0n,
      discount: (own[at] ?? 0n) + (shares[at] ?? 0n),
      net,
      tax,
      total: net + tax,
      cost: costOf(line, currency),
    }
  })
  const known = totals.filter(({ cost }) => cost !== null)
  const of = (part: 'gross' | 'discount' | 'net' | 'tax' | 'total') => sum(totals.map((line) => line[part]))
  const marginBase = sum(known.map(({ net }) => net))
  return {
    lines: totals,
    gross: of('gross'),
    discount: of('discount'),
    net: of('net'),
    taxes: [...new Set(rates)]
      .sort((a, b) => a - b)
      .map((rate) => {
        const parts = totals.filter((_, at) => rates[at] === rate)
        return { rate, net: sum(parts.map(({ net }) => net)), tax: sum(parts.map(({ tax }) => tax)) }
      }),
    tax: of('tax'),
    total: of('total'),
    margin: known.length === 0 ? null : marginBase - sum(known.map(({ cost }) => cost ?? 0n)),
    marginBase,
  }
}

function costOf({ quantity, cost, term }: PricedLine, currency: string): bigint | null {
  if (cost === null) return null
  return roundHalfUp(thousandthsOf(quantity) * toMinor(cost, currency), 1_000n) * BigInt(term)
}

/** Lines whose cost is known come first: the margin is theirs alone. */
const costOrder = (lines: readonly PricedLine[], a: number, b: number): number =>
  Number(lines[a]?.cost === null) - Number(lines[b]?.cost === null)

/** Basis points that a part is of a whole, cut off towards zero; null of nothing. */
export const rateOf = (part: bigint, of: bigint): number | null =>
  of === 0n ? null : Number((part * whole) / of)
