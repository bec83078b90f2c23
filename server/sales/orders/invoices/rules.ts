import { roundHalfUp } from '../../../../contract/sales/line-totals.ts'
import { thousandthsOf } from '../../../../contract/sales/line.ts'
import { conflict } from '../../../http/problem.ts'
import type { Change } from '../../../records/behaviour.ts'
import { keptOf, leftOf, smaller, type Part } from '../reductions/rules.ts'
import type { OrderLineRow } from '../tables.ts'

/** `INV-2026-0007` and `CN-2026-0003`: a number among those issued in a year, of its kind. */
export const invoiceNumber = (kind: 'invoice' | 'credit', year: string, at: number): string =>
  `${kind === 'invoice' ? 'INV' : 'CN'}-${year}-${String(at).padStart(4, '0')}`

/** Invoices are issued from orders, and stay as they are. */
export function completeInvoice({ before, after: { values } }: Change): void {
  if (!before && values.number == null)
    throw conflict('An invoice is issued from its order. Open the order, and invoice it there.')
}

export function refuseBin(): void {
  throw conflict('What was issued stays, so that no number is missing. Refund the order to credit it.')
}

/** Minor units of a line that no invoice bills yet, of what is left of it. */
export const unbilled = (line: OrderLineRow): { net: bigint; tax: bigint } => {
  const left = leftOf(line)
  const over = (a: bigint, b: string) => (a > BigInt(b) ? a - BigInt(b) : 0n)
  return { net: over(left.net, line.invoicedNet), tax: over(left.tax, line.invoicedTax) }
}

/**
 * What is to be billed of lines: all that is left, or what was delivered and not billed yet. A line that is billed up to
 * its end is billed all that is left of it; part of one by its quantity, never more than is left.
 */
export function partsToBill(lines: readonly OrderLineRow[], of: 'all' | 'delivered'): Part[] {
  return lines.flatMap((line): Part[] => {
    const left = unbilled(line)
    const kept = keptOf(line)
    const upTo = of === 'all' ? kept : smaller(thousandthsOf(line.delivered), kept)
    const before = thousandthsOf(line.invoiced)
    const quantity = upTo - before
    if (quantity <= 0n || left.net + left.tax === 0n) return []
    if (upTo === kept) return [{ line, quantity, ...left }]
    const all = thousandthsOf(line.quantity)
    const portion = (amount: string, most: bigint) => {
      const whole = BigInt(amount)
      return smaller(roundHalfUp(whole * upTo, all) - roundHalfUp(whole * before, all), most)
    }
    return [{ line, quantity, net: portion(line.net, left.net), tax: portion(line.taxAmount, left.tax) }]
  })
}

/** How much of a credit goes to each of the invoices that are not credited wholly, the latest first. Minor units. */
export function creditsOf(
  invoices: readonly { id: string; left: bigint }[],
  credit: bigint,
): Map<string, bigint> {
  const credits = new Map<string, bigint>()
  let rest = credit
  for (const { id, left } of invoices) {
    const part = rest < left ? rest : left
    if (part > 0n) credits.set(id, part)
    rest -= part
  }
  return credits
}
