import { z } from 'zod'
import { addressSchema } from '../records/value.ts'
import { languageSchema } from '../values/language.ts'
import { toMajor } from '../values/money.ts'
import { charges } from './line-charges.ts'
import { totalsOf, type Pricing, type Totals } from './line-totals.ts'
import { shownDiscountSchema, taxRoundings } from './line.ts'

const amount = z.string()

/** A line as the customer sees it: without costs. Amounts are in major units of the quote's currency. */
export const documentLineSchema = z.object({
  name: z.string(),
  description: z.string(),
  quantity: z.string(),
  unit: z.string(),
  price: amount,
  discount: shownDiscountSchema.nullable(),
  charged: z.enum(charges.map(({ value }) => value)),
  term: z.number().int(),
  /** Basis points. */
  taxRate: z.number().int(),
  /** Quantity × price × term less the line's own discount and its share of the whole's. */
  net: amount,
  tax: amount,
  total: amount,
})

/** An edition as it was sent: all that the customer sees, and nothing else. It never changes. */
export const quoteDocumentSchema = z.object({
  number: z.string(),
  edition: z.number().int(),
  title: z.string(),
  /** Who it is from; what is not known of them is left out. */
  seller: z.object({
    name: z.string(),
    person: z.string(),
    address: addressSchema.optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
    website: z.string().optional(),
    taxNumber: z.string().optional(),
    registration: z.string().optional(),
    bank: z.string().optional(),
  }),
  customer: z.object({
    company: z.string(),
    person: z.string(),
    address: addressSchema.nullable(),
    taxNumber: z.string().optional(),
  }),
  /** In which it is drawn; one of before languages were kept is drawn in English. */
  language: languageSchema.optional(),
  currency: z.string(),
  issuedOn: z.string(),
  validUntil: z.string(),
  /** Of an invoice: the day on which the last of it was delivered, where that is known. */
  deliveredOn: z.string().optional(),
  /** Of a credit note: the numbers of the invoices that it credits. */
  credits: z.array(z.string()).optional(),
  inclusive: z.boolean(),
  rounding: z.enum(taxRoundings),
  intro: z.string(),
  terms: z.string(),
  /** What its tax classes ask to be said, such as who owes the tax. */
  taxNotes: z.array(z.string()).optional(),
  lines: z.array(documentLineSchema),
  discount: shownDiscountSchema.nullable(),
  /** Before discounts, what they take off, and what is left. */
  gross: amount,
  discounted: amount,
  net: amount,
  taxes: z.array(z.object({ rate: z.number().int(), net: amount, tax: amount })),
  tax: amount,
  total: amount,
})
export type QuoteDocument = z.infer<typeof quoteDocumentSchema>

/** A line with what was found of its product and tax class. */
export type DocumentedLine = Omit<QuoteDocument['lines'][number], 'net' | 'tax' | 'total'> & {
  cost: string | null
}

export type Heading = Omit<
  QuoteDocument,
  | 'lines'
  | 'gross'
  | 'discounted'
  | 'net'
  | 'taxes'
  | 'tax'
  | 'total'
  | 'discount'
  | 'inclusive'
  | 'rounding'
  | 'currency'
>

/** What is sent: the lines with what they come to. */
export function documentOf(
  heading: Heading,
  lines: readonly DocumentedLine[],
  pricing: Pricing,
): { document: QuoteDocument; totals: Totals } {
  const totals = totalsOf(lines, pricing)
  const { currency } = pricing
  const major = (minor: bigint) => toMajor(minor, currency)
  return {
    totals,
    document: {
      ...heading,
      ...pricing,
      lines: lines.map(({ cost: _cost, ...line }, at) => {
        const { net = 0n, tax = 0n, total = 0n } = totals.lines[at] ?? {}
        return { ...line, net: major(net), tax: major(tax), total: major(total) }
      }),
      gross: major(totals.gross),
      discounted: major(totals.discount),
      net: major(totals.net),
      taxes: totals.taxes.map(({ rate, net, tax }) => ({ rate, net: major(net), tax: major(tax) })),
      tax: major(totals.tax),
      total: major(totals.total),
    },
  }
}

/**
 * The one way to write a value as JSON: names in order, no spaces. What is equal is written alike, so that a hash of it
 * says whether it is what it was.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`
}
