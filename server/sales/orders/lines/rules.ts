import { roundHalfUp } from '../../../../contract/sales/line-totals.ts'
import { moneyOf, toMinor, type Money } from '../../../../contract/values/money.ts'
import { conflict, invalidField } from '../../../http/problem.ts'
import type { Change, Draft, RuleGround } from '../../../records/behaviour.ts'

export interface LineFacts {
  /** The orders that lines belong to, by id: in which currency, and whether others sell it. */
  orders: ReadonlyMap<string, { currency: string; soldBy: string }>
}

const ownLines = 'The lines of our own orders are written with the order. Open it and change them there.'

/** Completes a line that comes by itself: of a sale of others, or from a file. */
export function completeLine(
  { before, after: { values }, given }: Change,
  { orders }: LineFacts,
  ground: RuleGround,
): void {
  const order = orders.get(String(values.order))
  if (!order) throw invalidField('order', 'There is no such order. Choose another.')
  if (before && before.values.order !== values.order)
    throw invalidField('order', 'A line stays with its order. Make another one.')
  if (order.soldBy === 'us') {
    if (ground.caller.origin !== 'import') throw conflict(ownLines)
    if (values.seller)
      throw invalidField('seller', 'Only what others sell has a seller. Say so on the order.')
  }
  values.quantity ??= 1
  const quantity = Math.round(Number(values.quantity) * 1_000)
  if (!(quantity > 0) || quantity / 1_000 !== Number(values.quantity))
    throw invalidField('quantity', 'Use a quantity above zero, with up to three decimals.')
  const { currency } = order
  for (const field of ['price', 'net', 'taxAmount'] as const) {
    const money = values[field] as Money | null
    if (money && money.currency !== currency)
      throw invalidField(field, `This order is in ${currency}. Give the amount in that currency.`)
    if (money && toMinor(money.amount, currency) < 0n)
      throw invalidField(field, 'Use an amount of zero or more.')
  }
  const price = values.price as Money | null
  const recount = !before || given.price !== undefined || given.quantity !== undefined
  if (given.net == null && recount)
    values.net = moneyOf(
      price ? roundHalfUp(BigInt(quantity) * toMinor(price.amount, currency), 1_000n) : 0n,
      currency,
    )
  values.net ??= moneyOf(0, currency)
  values.taxAmount ??= moneyOf(0, currency)
}

export function refuseBin({ values }: Draft, _: boolean, { orders }: LineFacts): void {
  if (orders.get(String(values.order))?.soldBy !== 'others') throw conflict(ownLines)
}
