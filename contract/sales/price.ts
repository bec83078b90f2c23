import { toMajor, toMinor, type Money } from '../values/money.ts'
import { roundHalfUp } from './line-totals.ts'
import { quantityOf, thousandthsOf } from './line.ts'
import type { CustomerGroup } from '../customer/customer-group.ts'

/** A price that may count for a product, with what makes it count. */
export interface Offer {
  /** The list's name. */
  list: string
  group: CustomerGroup | null
  /** First and last day; null is open. */
  fromOn: string | null
  toOn: string | null
  fromQuantity: number
  price: Money
}

export interface Offered {
  /** The list price; null where the product has none. */
  price: Money | null
  offers: readonly Offer[]
}

/** A price with why it is that one: the product's own, or what a price list says. */
export interface FoundPrice {
  /** Major units. */
  amount: string
  offer: Offer | null
}

const counts = (offer: Offer, quantity: string, currency: string, group: string | null, day: string) =>
  offer.price.currency === currency &&
  (offer.group === null || offer.group === group) &&
  (offer.fromOn === null || offer.fromOn <= day) &&
  (offer.toOn === null || day <= offer.toOn) &&
  Math.round(offer.fromQuantity * 1_000) <= Number(thousandthsOf(quantity))

/** The more specific first: for the group, for a time, of the higher tier, begun later; of equals the lower price. */
const bySpecific = (a: Offer, b: Offer): number =>
  Number(b.group !== null) - Number(a.group !== null) ||
  Number(b.toOn !== null) - Number(a.toOn !== null) ||
  b.fromQuantity - a.fromQuantity ||
  (b.fromOn ?? '').localeCompare(a.fromOn ?? '') ||
  Number(toMinor(a.price.amount, a.price.currency) - toMinor(b.price.amount, b.price.currency)) ||
  a.list.localeCompare(b.list)

/**
 * The price of one unit on a calendar day for a customer of a group, null where the product has none in the currency. The
 * most specific offer counts; without one, the list price.
 */
export function priceFor(
  { price: own, offers }: Offered,
  quantity: string,
  currency: string,
  group: string | null,
  day: string,
): FoundPrice | null {
  const [offer] = offers.filter((one) => counts(one, quantity, currency, group, day)).toSorted(bySpecific)
  if (offer) return { amount: offer.price.amount, offer }
  return own?.currency === currency ? { amount: own.amount, offer: null } : null
}

/** A part of a bundle: how many of it are in one. */
export interface OfferedPart extends Offered {
  name: string
  quantity: string
}

/**
 * The price of one bundle as the sum of its parts, each at the price of as many as are sold in all, rounded to the
 * currency. Null when a part has no price in it.
 */
export function sumOfParts(
  parts: readonly OfferedPart[],
  quantity: string,
  currency: string,
  group: string | null,
  day: string,
): FoundPrice | null {
  let minor = 0n
  for (const part of parts) {
    const sold = roundHalfUp(thousandthsOf(quantity) * thousandthsOf(part.quantity), 1_000n)
    const found = priceFor(part, quantityOf(sold), currency, group, day)
    if (!found) return null
    minor += roundHalfUp(thousandthsOf(part.quantity) * toMinor(found.amount, currency), 1_000n)
  }
  return parts.length === 0 ? null : { amount: toMajor(minor, currency), offer: null }
}
