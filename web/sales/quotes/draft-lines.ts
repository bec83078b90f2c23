import { totalsOf, type Pricing, type Totals } from '../../../contract/sales/line-totals.ts'
import { fitsCurrency, quantitySchema, type Line } from '../../../contract/sales/line.ts'
import { priceFor, sumOfParts, type FoundPrice } from '../../../contract/sales/price.ts'
import type { ProductOffers } from '../../../contract/sales/price-routes.ts'
import type { Draft } from '../../../contract/sales/quote-routes.ts'

/** A line on the page: its texts as they are typed, so that what is half typed stays. */
export interface DraftLine extends Omit<Line, 'quantity' | 'price' | 'cost'> {
  key: string
  quantity: string | null
  price: string | null
  cost: string | null
  /** What the price lists said last; a price that was typed over it stays. */
  found: FoundPrice | null
  offers: ProductOffers | null
  /** Something was typed that is no discount. */
  badDiscount?: true
}

let keys = 0
const key = () => `line-${++keys}`

export const emptyLine = (tax: string | null): DraftLine => ({
  key: key(),
  product: null,
  name: '',
  description: '',
  unit: '',
  quantity: '1',
  price: null,
  discount: null,
  tax,
  charged: 'once',
  term: 1,
  cost: null,
  found: null,
  offers: null,
})

export const linesFrom = (draft: Draft): DraftLine[] =>
  draft.lines.map(({ taxRate: _rate, ...line }) => ({ ...line, key: key(), found: null, offers: null }))

/** For whom and when a price is asked. */
export interface Asking {
  currency: string
  group: string | null
  day: string
}

/** The price that counts for so many of a product, with why. */
export function priceIn(
  offers: ProductOffers,
  quantity: string,
  { currency, group, day }: Asking,
): FoundPrice | null {
  return offers.bundle === 'sum'
    ? sumOfParts(offers.parts, quantity, currency, group, day)
    : priceFor(offers, quantity, currency, group, day)
}

/** A line for a product, at the price that counts for it. */
export function withProduct(line: DraftLine, offers: ProductOffers, asking: Asking): DraftLine {
  const found = priceIn(offers, line.quantity ?? '1', asking)
  const parts = offers.parts.map((part) => `${part.quantity} × ${part.name}`).join('\n')
  return {
    ...line,
    product: offers.id,
    name: offers.name,
    description: [offers.description, parts].filter(Boolean).join('\n'),
    unit: offers.unit,
    tax: offers.tax ?? line.tax,
    charged: offers.charged,
    term: offers.term,
    cost: offers.cost?.currency === asking.currency ? offers.cost.amount : null,
    price: found?.amount ?? line.price,
    found,
    offers,
  }
}

/** Another quantity may reach another tier; a price that somebody typed stays. */
export function withQuantity(line: DraftLine, quantity: string | null, asking: Asking): DraftLine {
  if (quantity === null || !line.offers || !line.found || line.price !== line.found.amount)
    return { ...line, quantity }
  const found = priceIn(line.offers, quantity, asking)
  return { ...line, quantity, price: found?.amount ?? line.price, found }
}

export type Fault = 'name' | 'quantity' | 'price' | 'discount'

/** What of a line is not there yet, or no number. */
export function faultsOf(line: DraftLine, currency: string): Fault[] {
  const fits = (amount: string | null) => amount !== null && fitsCurrency(amount, currency)
  const off = line.discount !== null && 'amount' in line.discount ? line.discount.amount : '0'
  return [
    ...(line.name.trim() === '' ? (['name'] as const) : []),
    ...(line.quantity !== null && quantitySchema.safeParse(line.quantity).success
      ? []
      : (['quantity'] as const)),
    ...(fits(line.price) ? [] : (['price'] as const)),
    ...(line.badDiscount || !fits(off) ? (['discount'] as const) : []),
  ]
}

/** Nothing has been typed into it: it is not there for the server. */
export const isBlank = (line: DraftLine): boolean =>
  line.product === null && line.name.trim() === '' && line.price === null && line.description === ''

export const lineOf = ({
  key: _key,
  found: _found,
  offers: _offers,
  badDiscount: _bad,
  ...line
}: DraftLine): Line => ({
  ...line,
  quantity: line.quantity ?? '1',
  price: line.price ?? '0',
})

/** What the complete lines come to, each with its own totals; the same rules as the server's. */
export function draftTotals(
  lines: readonly DraftLine[],
  rates: ReadonlyMap<string, number>,
  pricing: Pricing,
): { totals: Totals; byKey: ReadonlyMap<string, Totals['lines'][number]> } {
  const complete = lines.filter(
    (line) => faultsOf(line, pricing.currency).every((fault) => fault === 'name') && !isBlank(line),
  )
  const totals = totalsOf(
    complete.map((line) => ({
      ...lineOf(line),
      taxRate: (line.tax === null ? undefined : rates.get(line.tax)) ?? 0,
    })),
    pricing,
  )
  return {
    totals,
    byKey: new Map(complete.flatMap((line, at) => (totals.lines[at] ? [[line.key, totals.lines[at]]] : []))),
  }
}
