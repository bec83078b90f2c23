import { rateOf, type Totals } from './line-totals.ts'
import type { QuoteSettings } from './quote-settings.ts'

export type ApprovalCause = 'discount' | 'margin'

/** Basis points of what the lines come to before any discount, and of the net whose cost is known; null of nothing. */
export const discountRateOf = ({ discount, gross }: Totals): number | null => rateOf(discount, gross)
export const marginRateOf = ({ margin, marginBase }: Totals): number | null =>
  margin === null ? null : rateOf(margin, marginBase)

/** Why somebody has to approve what lines come to; nothing when nobody has to. A limit itself is still allowed. */
export function approvalCauses(
  totals: Totals,
  { discountLimit, marginLimit }: Pick<QuoteSettings, 'discountLimit' | 'marginLimit'>,
): ApprovalCause[] {
  const tooMuchOff =
    discountLimit !== null && totals.discount * 10_000n > totals.gross * BigInt(discountLimit)
  const tooLittleLeft =
    marginLimit !== null &&
    totals.margin !== null &&
    totals.margin * 10_000n < totals.marginBase * BigInt(marginLimit)
  return [...(tooMuchOff ? (['discount'] as const) : []), ...(tooLittleLeft ? (['margin'] as const) : [])]
}
