import { sql } from 'kysely'
import type { z } from 'zod'
import type { deliveryInput, Shortage } from '../../../contract/sales/order-routes.ts'
import { quantityOf, thousandthsOf } from '../../../contract/sales/line.ts'
import { order } from '../../../contract/sales/order.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import type { Behaviour, Values } from '../../records/behaviour.ts'
import { allowed, lock, type LockedRow } from '../../records/lock.ts'
import { updateRecords } from '../../records/write.ts'
import { elevated } from '../quotes/commands.ts'
import { nextNumber } from '../quotes/sending/queries.ts'
import { beginContracts } from './contracts/commands.ts'
import { linesOf, orderFacts } from './queries.ts'
import { completeOrder, orderEventOf, orderNumber, refuseBin, type OrderFacts } from './rules.ts'
import { undelivered } from './reductions/rules.ts'
import { reserve, take } from './stock/commands.ts'
import type { OrderLineRow } from './tables.ts'

export const orderBehaviour: Behaviour<OrderFacts> = {
  type: order,
  gather: orderFacts,
  complete: completeOrder,
  moveToBin: refuseBin,
  eventOf: orderEventOf,
}

/** The order's row, locked, if the caller may write it, it is our sale, and it is not in the bin. */
export async function lockOrder(context: Context, id: string): Promise<LockedRow> {
  const rows = await lock(context.database.db, context, order, [id], 'edit')
  const row = allowed(order, rows.get(id), 'change')
  if (row['deletedAt'] !== null) throw conflict('This order is in the bin. Restore it first.')
  if (row['soldBy'] !== 'us')
    throw conflict('This is a sale of others. They deliver and invoice it themselves.')
  return row
}

/** The same, of an order that was confirmed and not cancelled. */
export async function lockConfirmed(context: Context, id: string): Promise<LockedRow> {
  const row = await lockOrder(context, id)
  if (row['confirmedAt'] === null) throw conflict('This order is a draft. Confirm it first.')
  if (row['cancelledOn'] !== null) throw conflict('This order was cancelled.')
  return row
}

/** Writes what a verb does to an order; `told`, which is no field, says that it is a verb and goes into the event. */
export async function writeOrder(
  context: Context,
  row: LockedRow,
  values: Values,
  told: Values = {},
): Promise<void> {
  await updateRecords(elevated(context), order, [{ id: String(row['id']), values: { ...values, told } }])
}

export const todayOf = ({ now, organisation }: Context): string => dayOf(now, organisation.timeZone)

/** The day on which something happened to an order: today unless said, never to come, never before it was ordered. */
export function dayFor(context: Context, row: LockedRow, on: string | undefined, field = 'on'): string {
  const today = todayOf(context)
  const day = on ?? today
  if (day > today) throw invalidField(field, 'Choose today, or a day that was.')
  if (row['orderedOn'] !== null && day < String(row['orderedOn']))
    throw invalidField(field, 'That is before it was ordered. Choose a later day.')
  return day
}

/** Confirms a locked draft, if all that it takes is in stock; otherwise answers what is missing and leaves it. */
export async function confirmLocked(
  context: Context,
  row: LockedRow,
  orderedOn: string,
): Promise<Shortage[]> {
  const { db } = context.database
  const id = String(row['id'])
  const lines = await linesOf(db, id)
  if (lines.length === 0) throw invalidField('lines', 'There is nothing on it yet. Add a line first.')
  const missing = await reserve(context, id)
  if (missing.length > 0) return missing
  const year = orderedOn.slice(0, 4)
  const number = orderNumber(year, await nextNumber(db, order.name, year))
  await writeOrder(context, row, { number, orderedOn, confirmedAt: context.now, delivered: 0 })
  await beginContracts(context, id)
  return []
}

/** Confirms an order: what it takes from stock is promised to it, and it gets the next number of its year. */
export function confirmOrder(context: Context, id: string, on: string | undefined): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await lockOrder(inner, id)
    if (row['confirmedAt'] !== null) throw conflict('This order was confirmed already.')
    const given = on ?? (row['orderedOn'] as string | null) ?? todayOf(inner)
    const missing = await confirmLocked(
      inner,
      row,
      dayFor(inner, { ...row, orderedOn: null }, given, 'orderedOn'),
    )
    if (missing.length > 0)
      throw conflict(
        `Not enough in stock: ${missing.map(({ name, missing: units }) => `${units} × ${name}`).join(', ')}. Take in stock, or change the order.`,
        missing.map(({ name, missing: units }) => ({ path: 'lines', message: `${units} × ${name}` })),
      )
  })
}

/** Of lines that are named, so many thousandths of each; refuses more than there is. */
export function chosenOf(
  lines: readonly OrderLineRow[],
  named: readonly { line: string; quantity: string }[],
  most: (line: OrderLineRow) => bigint,
): Map<string, bigint> {
  const chosen = new Map<string, bigint>()
  for (const [at, { line: id, quantity }] of named.entries()) {
    const line = lines.find((one) => one.id === id)
    if (!line || chosen.has(id)) throw invalidField(`lines.${at}.line`, 'Name each line of the order once.')
    if (thousandthsOf(quantity) > most(line))
      throw invalidField(`lines.${at}.quantity`, `Of ${line.name} only ${quantityOf(most(line))} are left.`)
    chosen.set(id, thousandthsOf(quantity))
  }
  return chosen
}

/** Adds to the quantities of lines in one of their columns. */
export async function addQuantities(
  context: Context,
  column: 'delivered' | 'cancelled',
  quantities: ReadonlyMap<string, bigint>,
): Promise<void> {
  const ids = [...quantities.keys()]
  await sql`update orderlines l set ${sql.ref(column)} = l.${sql.ref(column)} + given.quantity
    from unnest(${ids}::uuid[], ${[...quantities.values()].map((one) => quantityOf(one))}::numeric[])
      as given (id, quantity) where l.id = given.id`.execute(context.database.db)
}

/** The share of an order that was delivered, of what was or still is to be; null where that is nothing. */
export function deliveredShare(lines: readonly OrderLineRow[]): number | null {
  const sum = (of: (line: OrderLineRow) => bigint) => lines.reduce((all, line) => all + of(line), 0n)
  const done = sum(({ delivered }) => thousandthsOf(delivered))
  const due = done + sum(undelivered)
  return due === 0n ? null : Number((done * 10_000n) / due) / 10_000
}

/** Notes that an order was delivered: all that is left, or what is named. It leaves the stock. */
export function deliverOrder(
  context: Context,
  id: string,
  { on, lines: named }: z.infer<typeof deliveryInput>,
): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockConfirmed(inner, id)
    const day = dayFor(inner, row, on)
    const before = await linesOf(db, id)
    const delivered = named
      ? chosenOf(before, named, undelivered)
      : new Map(before.flatMap((line) => (undelivered(line) > 0n ? [[line.id, undelivered(line)]] : [])))
    if (delivered.size === 0) throw conflict('All of this order has been delivered.')
    await addQuantities(inner, 'delivered', delivered)
    await take(inner, id)
    const share = deliveredShare(await linesOf(db, id))
    await writeOrder(
      inner,
      row,
      { delivered: share, ...(share === 1 && { deliveredOn: day }) },
      {
        on: day,
        lines: before.flatMap(({ id: line, name }) =>
          delivered.has(line) ? [{ name, quantity: quantityOf(delivered.get(line) ?? 0n) }] : [],
        ),
      },
    )
  })
}
