import type { EventName } from '../../../contract/event-types.ts'
import { startOfDay } from '../../../contract/values/day.ts'
import { currencySchema, toMinor, type Money } from '../../../contract/values/money.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import type { Change, Draft, RuleGround, Values } from '../../records/behaviour.ts'

/** What a new order takes from its deal. */
export interface DealFact {
  name: string
  company: string | null
  person: string | null
  owner: string | null
  currency: string | null
}

export interface OrderFacts {
  /** Deals that the caller may see, by id. */
  deals: ReadonlyMap<string, DealFact>
  /** What companies and people are called, by id. */
  customers: ReadonlyMap<string, string>
}

/** `O-2026-0007`: the number of an order among those confirmed in a year. */
export const orderNumber = (year: string, at: number): string => `O-${year}-${String(at).padStart(4, '0')}`

const told = (ground: RuleGround) => ground.caller.origin === 'import'

function begin({ after, given }: Change, { deals, customers }: OrderFacts, ground: RuleGround): void {
  const { values } = after
  const deal = values.deal ? deals.get(String(values.deal)) : undefined
  if (values.deal && !deal) throw invalidField('deal', 'There is no such deal. Choose another.')
  const currency = values.currency ?? deal?.currency ?? ground.currency
  if (!currencySchema.safeParse(currency).success)
    throw invalidField('currency', 'Use a three-letter currency code, such as EUR')
  values.currency = currency
  if (deal) {
    if (given.company === undefined) values.company = deal.company
    if (given.person === undefined) values.person = deal.person
    if (given.owner === undefined) values.owner = ground.caller.userId ?? deal.owner
  }
  const customer = values.company ?? values.person
  values.name ??= deal?.name ?? (customer ? (customers.get(String(customer)) ?? null) : null)
}

/** What only verbs write, who say so by what they tell. */
const byVerb: Readonly<Record<string, string>> = {
  number: 'An order gets its number when it is confirmed.',
  deliveredOn: 'Deliver the order: whole, or in part.',
  cancelledOn: 'Cancel the order, and say why.',
}

/** Completes an order: a new one takes after its deal, and what a file tells of the past is confirmed already. */
export function completeOrder(change: Change, facts: OrderFacts, ground: RuleGround): void {
  const { before, after, given } = change
  const { values } = after
  if (!before) begin(change, facts, ground)
  else {
    if (values.currency !== before.values.currency)
      throw invalidField('currency', 'An order stays in its currency. Make another one.')
    if (values.soldBy !== before.values.soldBy)
      throw invalidField('soldBy', 'Who sold it stays as it is. Make another order.')
  }
  const past = told(ground) || values.soldBy === 'others'
  if (past) {
    values.confirmedAt = values.orderedOn
      ? startOfDay(String(values.orderedOn), ground.zone)
      : (before?.values.confirmedAt ?? after.createdAt ?? ground.now)
    if (given.deliveredOn !== undefined) values.delivered = given.deliveredOn === null ? null : 1
    return
  }
  if (given.told !== undefined) return
  for (const [field, way] of Object.entries(byVerb))
    if (given[field] != null && given[field] !== before?.values[field]) throw invalidField(field, way)
  if (given.orderedOn && String(given.orderedOn) > ground.today)
    throw invalidField('orderedOn', 'Nothing is ordered on a day to come.')
  if (before?.values.confirmedAt && values.orderedOn === null)
    throw invalidField('orderedOn', 'A confirmed order has the day on which it was ordered.')
}

export function refuseBin({ values }: Draft, binned: boolean): void {
  if (binned && values.confirmedAt !== null && values.soldBy === 'us')
    throw conflict('A confirmed order stays, so that no number is missing. Cancel it instead.')
}

const minor = (money: unknown) => (money ? toMinor((money as Money).amount, (money as Money).currency) : 0n)

/** The event that says best what happened to an order, with what its verb tells of it. */
export function orderEventOf({ before, after, given }: Change): { type: EventName; data?: Values } | null {
  if (!before) return null
  const changed = (field: string) =>
    JSON.stringify(before.values[field] ?? null) !== JSON.stringify(after.values[field] ?? null)
  const more = (field: string) => minor(after.values[field]) > minor(before.values[field])
  const left = minor(after.values.total) - minor(after.values.cancelled) - minor(after.values.refunded)
  const type =
    (before.values.confirmedAt === null && after.values.confirmedAt !== null && 'order.confirmed') ||
    (changed('cancelledOn') && after.values.cancelledOn !== null && 'order.cancelled') ||
    (more('cancelled') && 'order.part-cancelled') ||
    (more('refunded') && (left <= 0n ? 'order.refunded' : 'order.part-refunded')) ||
    (changed('delivered') && (after.values.delivered === 1 ? 'order.delivered' : 'order.part-delivered'))
  return type ? { type, ...(given.told ? { data: given.told as Values } : {}) } : null
}
