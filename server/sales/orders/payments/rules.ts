import type { EventName } from '../../../../contract/event-types.ts'
import type { Match } from '../../../../contract/sales/payment-routes.ts'
import { toMinor, type Money } from '../../../../contract/values/money.ts'
import { invalidField } from '../../../http/problem.ts'
import type { Change, RuleGround } from '../../../records/behaviour.ts'

/** What a payment takes from the order that it is for. */
export interface PaidOrder {
  id: string
  currency: string
  company: string | null
  person: string | null
  owner: string | null
  /** Not ours, a draft, or in the bin: nothing is paid for it here. */
  closed: boolean
}

export interface PaymentFacts {
  /** Orders that the caller may see, by id. */
  orders: ReadonlyMap<string, PaidOrder>
  /** The order of each invoice. */
  invoices: ReadonlyMap<string, string>
  /** Orders and invoices by the numbers that references name. */
  numbers: ReadonlyMap<string, { order: string; invoice: string | null }>
}

const ours = /\b(?:O|INV)-\d{4}-\d{4,}\b/gi

/** The numbers of ours that a reference names, however it writes them. */
export const numbersIn = (reference: unknown): string[] =>
  typeof reference === 'string' ? [...new Set(reference.toUpperCase().match(ours) ?? [])] : []

/** What a new payment is for, where its reference names just one order and it is in that currency. */
function matched(values: Record<string, unknown>, { numbers, orders }: PaymentFacts) {
  const named = numbersIn(values.reference).flatMap((number) => numbers.get(number) ?? [])
  const [first] = named.toSorted((a, b) => Number(b.invoice !== null) - Number(a.invoice !== null))
  if (!first || new Set(named.map(({ order }) => order)).size > 1) return null
  const found = orders.get(first.order)
  return found && !found.closed && found.currency === (values.amount as Money).currency ? first : null
}

/** Completes a payment: it is for the order of its invoice, and its customer is the order's. */
export function completePayment(
  { before, after: { values }, given }: Change,
  facts: PaymentFacts,
  ground: RuleGround,
): void {
  const amount = values.amount as Money
  if (toMinor(amount.amount, amount.currency) === 0n) throw invalidField('amount', 'Enter what was paid.')
  if (ground.caller.origin !== 'import' && String(values.paidOn) > ground.today)
    throw invalidField('paidOn', 'Nothing is paid on a day to come.')
  if (!before && given.order == null && given.invoice == null) {
    const match = matched(values, facts)
    if (match) Object.assign(values, match)
  }
  if (given.order !== undefined && given.invoice === undefined && before?.values.order !== values.order)
    values.invoice = null
  if (values.invoice && (!before || before.values.invoice !== values.invoice)) {
    const of = facts.invoices.get(String(values.invoice))
    if (!of) throw invalidField('invoice', 'There is no such invoice. Choose another.')
    values.order = of
  }
  if (
    !values.order ||
    (before && before.values.order === values.order && before.values.amount === values.amount)
  )
    return
  const found = facts.orders.get(String(values.order))
  if (!found) throw invalidField('order', 'There is no such order. Choose another.')
  if (found.closed)
    throw invalidField('order', 'Only a confirmed order of ours is paid for. Confirm it first.')
  if (found.currency !== amount.currency)
    throw invalidField('amount', `This order is in ${found.currency}. Enter what arrived in that currency.`)
  const { company, person, owner } = found
  if (given.company === undefined) values.company = company
  if (given.person === undefined) values.person = person
  if (given.owner === undefined && owner) values.owner = owner
}

export function paymentEventOf({ before, after }: Change): { type: EventName } | null {
  return before && !before.values.order && after.values.order ? { type: 'payment.matched' } : null
}

export interface Candidate {
  order: Match['order']
  invoice: Match['invoice']
  number: string
  customer: string | null
  /** Minor units. */
  open: bigint
}

/** Why a payment may be for each of some orders; those that nothing speaks for are left out, the likeliest come first. */
export function suggest(
  payment: { reference: string; amount: bigint; customers: readonly string[] },
  candidates: readonly Candidate[],
): (Candidate & { by: Match['by'] })[] {
  const said = payment.reference.toUpperCase()
  const weight = { number: 4, amount: 2, customer: 1 } as const
  return candidates
    .map((one) => ({
      ...one,
      by: [
        ...(said.includes(one.number.toUpperCase()) ? (['number'] as const) : []),
        ...(one.open === payment.amount ? (['amount'] as const) : []),
        ...(one.customer !== null && payment.customers.includes(one.customer) ? (['customer'] as const) : []),
      ],
    }))
    .filter(({ by }) => by.length > 0)
    .toSorted(
      (a, b) =>
        b.by.reduce((sum, by) => sum + weight[by], 0) - a.by.reduce((sum, by) => sum + weight[by], 0) ||
        (a.number < b.number ? -1 : 1),
    )
}
