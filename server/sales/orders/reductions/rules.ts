import { roundHalfUp, spread } from '../../../../contract/sales/line-totals.ts'
import { thousandthsOf } from '../../../../contract/sales/line.ts'
import type { OrderLineRow } from '../tables.ts'

/** What is taken off a line: so many thousandths of it, so many minor units. */
export interface Part {
  line: OrderLineRow
  quantity: bigint
  net: bigint
  tax: bigint
}

const larger = (a: bigint, b: bigint) => (a > b ? a : b)
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** Minor units that are left of a line after all that was taken off it. */
export const leftOf = (line: OrderLineRow): { net: bigint; tax: bigint } => ({
  net: larger(BigInt(line.net) - BigInt(line.takenNet), 0n),
  tax: larger(BigInt(line.taxAmount) - BigInt(line.takenTax), 0n),
})

/** Thousandths of a line that were neither cancelled nor given back. */
export const keptOf = ({ quantity, returned }: Pick<OrderLineRow, 'quantity' | 'returned'>): bigint =>
  thousandthsOf(quantity) - thousandthsOf(returned)

/** Thousandths of a line that can still be delivered: what is taken back comes off what was not delivered first. */
export const undelivered = (line: Pick<OrderLineRow, 'quantity' | 'returned' | 'delivered'>): bigint =>
  larger(keptOf(line) - thousandthsOf(line.delivered), 0n)

/** What so many thousandths of an amount come to, after as many were counted before: the parts of a whole add up to it. */
const portion = (amount: bigint, of: bigint, before: bigint, more: bigint): bigint =>
  of === 0n ? 0n : roundHalfUp(amount * (before + more), of) - roundHalfUp(amount * before, of)

/** Takes units off lines, each at what it had cost. Never more than is left of a line; with its last unit all of it. */
export function partsByQuantity(
  lines: readonly OrderLineRow[],
  quantities: ReadonlyMap<string, bigint>,
): Part[] {
  return lines.flatMap((line) => {
    const quantity = quantities.get(line.id) ?? 0n
    if (quantity === 0n) return []
    const all = thousandthsOf(line.quantity)
    const before = thousandthsOf(line.returned)
    const left = leftOf(line)
    if (before + quantity === all) return [{ line, quantity, ...left }]
    const of = (amount: string) => portion(BigInt(amount), all, before, quantity)
    return [
      { line, quantity, net: smaller(of(line.net), left.net), tax: smaller(of(line.taxAmount), left.tax) },
    ]
  })
}

/** All that is left of lines, in units and money. */
export const restOf = (lines: readonly OrderLineRow[]): Part[] =>
  lines.map((line) => ({ line, quantity: keptOf(line), ...leftOf(line) }))

/** Spreads an amount with tax, in minor units, over what is left of lines, so that its parts add up to it exactly. */
export function partsByAmount(lines: readonly OrderLineRow[], amount: bigint): Part[] {
  const left = lines.map(leftOf)
  const shares = spread(
    amount,
    left.map(({ net, tax }) => net + tax),
  )
  return lines.flatMap((line, at) => {
    const share = shares[at] ?? 0n
    const { net, tax } = left[at] ?? { net: 0n, tax: 0n }
    if (share === 0n) return []
    const ofTax = roundHalfUp(share * tax, net + tax)
    return [{ line, quantity: 0n, net: share - ofTax, tax: ofTax }]
  })
}

export const sumOf = (parts: readonly Pick<Part, 'net' | 'tax'>[]): { net: bigint; tax: bigint } => ({
  net: parts.reduce((sum, { net }) => sum + net, 0n),
  tax: parts.reduce((sum, { tax }) => sum + tax, 0n),
})

/**
 * What of the order's frozen worth goes with a part of its net, after so much has gone before: when all of the net is gone,
 * all of the worth is. Null where the worth is not known.
 */
export const worthOf = (worth: bigint | null, net: bigint, before: bigint, part: bigint): bigint | null =>
  worth === null ? null : portion(worth, net, before, part)

/** What was billed of lines beyond what is left of them, and so is to be credited. */
export function overbilled(lines: readonly OrderLineRow[]): Part[] {
  return lines.flatMap((line) => {
    const left = leftOf(line)
    const net = larger(BigInt(line.invoicedNet) - left.net, 0n)
    const tax = larger(BigInt(line.invoicedTax) - left.tax, 0n)
    return net + tax > 0n ? [{ line, quantity: 0n, net, tax }] : []
  })
}
