import { toMajor, toMinor } from '../values/money.ts'
import { roundHalfUp, type Pricing } from './line-totals.ts'
import { thousandthsOf } from './line.ts'
import type { DocumentedLine, Heading, QuoteDocument } from './quote-document.ts'

/** A line whose tax was settled before: so many minor units of it. */
export type SettledLine = Omit<DocumentedLine, 'cost'> & { minorNet: bigint; minorTax: bigint }

/**
 * An invoice or credit note in the shape of a quote's edition, so that it is drawn alike. Its lines come to what they are
 * said to come to, and the sums to what the lines do; what is left of the gross is told as discount.
 */
export function issuedDocument(
  heading: Heading,
  lines: readonly SettledLine[],
  { currency, inclusive, rounding, discount }: Pricing,
): QuoteDocument {
  const major = (minor: bigint) => toMajor(minor, currency)
  const sum = (of: (line: SettledLine) => bigint, some = lines) =>
    some.reduce((all, line) => all + of(line), 0n)
  const shown = ({ minorNet, minorTax }: SettledLine) => (inclusive ? minorNet + minorTax : minorNet)
  const grossOf = (line: SettledLine) => {
    const gross =
      roundHalfUp(thousandthsOf(line.quantity) * toMinor(line.price, currency), 1_000n) * BigInt(line.term)
    return gross > shown(line) ? gross : shown(line)
  }
  const net = sum(({ minorNet }) => minorNet)
  const tax = sum(({ minorTax }) => minorTax)
  const gross = sum(grossOf)
  return {
    ...heading,
    currency,
    inclusive,
    rounding,
    discount,
    lines: lines.map(({ minorNet, minorTax, ...line }) => ({
      ...line,
      net: major(minorNet),
      tax: major(minorTax),
      total: major(minorNet + minorTax),
    })),
    gross: major(gross),
    discounted: major(gross - sum(shown)),
    net: major(net),
    taxes: [...new Set(lines.map(({ taxRate }) => taxRate))]
      .sort((a, b) => a - b)
      .map((rate) => {
        const own = lines.filter(({ taxRate }) => taxRate === rate)
        return {
          rate,
          net: major(sum(({ minorNet }) => minorNet, own)),
          tax: major(sum(({ minorTax }) => minorTax, own)),
        }
      }),
    tax: major(tax),
    total: major(net + tax),
  }
}
