import { sql } from 'kysely'
import type { z } from 'zod'
import { quantityOf, thousandthsOf } from '../../../../contract/sales/line.ts'
import type { cancellationInput, refundInput } from '../../../../contract/sales/order-routes.ts'
import { payment } from '../../../../contract/sales/payment.ts'
import { moneyOf, toMinor } from '../../../../contract/values/money.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, invalidField } from '../../../http/problem.ts'
import type { LockedRow } from '../../../records/lock.ts'
import { createRecords } from '../../../records/write.ts'
import { fitsCurrency } from '../../../../contract/sales/line.ts'
import { elevated } from '../../quotes/commands.ts'
import { addQuantities, chosenOf, dayFor, deliveredShare, lockConfirmed, writeOrder } from '../commands.ts'
import { issueCredit } from '../invoices/commands.ts'
import { linesOf, termsOf } from '../queries.ts'
import { release } from '../stock/commands.ts'
import {
  keptOf,
  leftOf,
  partsByAmount,
  partsByQuantity,
  restOf,
  sumOf,
  undelivered,
  worthOf,
  type Part,
} from './rules.ts'

interface Reduction {
  kind: 'cancelled' | 'refunded'
  on: string
  reason: string
  parts: readonly Part[]
  units: bigint
  whole: boolean
}

/** Keeps what was taken back, with its part of the order's frozen worth. */
async function keepReduction(context: Context, orderId: string, made: Reduction): Promise<string> {
  const { db } = context.database
  const { net, tax } = sumOf(made.parts)
  const { homeNet } = await termsOf(db, orderId)
  const { rows: before } = await sql<{ net: string; all: string }>`
    select coalesce(sum(r.net), 0)::text as net, o.net::text as all
    from orders o left join order_reductions r on r.order_id = o.id where o.id = ${orderId} group by o.id`.execute(
    db,
  )
  const worth = worthOf(
    homeNet === null ? null : BigInt(homeNet),
    BigInt(before[0]?.all ?? 0),
    BigInt(before[0]?.net ?? 0),
    net,
  )
  const { rows } = await sql<{ id: string }>`
    insert into order_reductions (order_id, kind, on_day, reason, net, tax, home_net, units, whole, created_at, created_by)
    values (${orderId}, ${made.kind}, ${made.on}, ${made.reason}, ${net.toString()}, ${tax.toString()}, ${worth?.toString() ?? null},
      ${quantityOf(made.units)}::numeric, ${made.whole}, ${context.now}, ${context.caller.userId}) returning id`.execute(
    db,
  )
  const id = rows[0]?.id ?? ''
  await sql`insert into order_reduction_lines (reduction_id, line_id, quantity, net, tax)
    select ${id}::uuid, given.* from unnest(${made.parts.map(({ line }) => line.id)}::uuid[],
      ${made.parts.map(({ quantity }) => quantityOf(quantity))}::numeric[], ${made.parts.map((part) => part.net.toString())}::bigint[],
      ${made.parts.map((part) => part.tax.toString())}::bigint[]) as given`.execute(db)
  return id
}

/** Credits what was billed beyond what is left, and pays back what was paid beyond it, if it is to be. */
async function settle(
  context: Context,
  row: LockedRow,
  reduction: string,
  made: Reduction,
  payBack: boolean,
): Promise<void> {
  const { db } = context.database
  const id = String(row['id'])
  const currency = String(row['currency'])
  const credit = await issueCredit(context, row, made.on, made.reason)
  const { net, tax } = sumOf(made.parts)
  const { rows } = await sql<{ outstanding: string }>`
    select outstanding::text as outstanding from orders where id = ${id}`.execute(db)
  const owed = -BigInt(rows[0]?.outstanding ?? 0)
  const back = owed < net + tax ? owed : net + tax
  let paid: string | null = null
  if (payBack && back > 0n) {
    const { records } = await createRecords(elevated(context), payment, [
      {
        values: {
          amount: moneyOf(-back, currency),
          paidOn: made.on,
          order: id,
          reference: credit?.number ?? null,
          owner: row['owner'],
        },
      },
    ])
    paid = records[0]?.id ?? null
  }
  await sql`update order_reductions set credit_id = ${credit?.id ?? null}, payment_id = ${paid} where id = ${reduction}`.execute(
    db,
  )
}

const amountOf = (row: LockedRow, field: string): bigint => {
  const value = row[field] as string | number | null
  return BigInt(value ?? 0)
}

/** Cancels what of an order was not delivered: of one of which nothing was, the whole. */
export function cancelOrder(
  context: Context,
  id: string,
  { on, reason, payBack }: z.infer<typeof cancellationInput>,
): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockConfirmed(inner, id)
    const day = dayFor(inner, row, on)
    const lines = await linesOf(db, id)
    const open = new Map(
      lines.flatMap((line) => (undelivered(line) > 0n ? [[line.id, undelivered(line)]] : [])),
    )
    if (open.size === 0)
      throw conflict('All of this order was delivered, so nothing is left to cancel. Refund it instead.')
    const whole = lines.every(({ delivered }) => delivered === '0')
    const parts = whole ? restOf(lines) : partsByQuantity(lines, open)
    // The units of an order that is cancelled whole are all cancelled, those that were refunded too.
    const gone = whole
      ? new Map(
          lines.map(({ id: line, quantity, cancelled }) => [
            line,
            thousandthsOf(quantity) - thousandthsOf(cancelled),
          ]),
        )
      : open
    const units = [...gone.values()].reduce((sum, one) => sum + one, 0n)
    const made: Reduction = { kind: 'cancelled', on: day, reason, parts, units, whole }
    await addQuantities(inner, 'cancelled', gone)
    const kept = await keepReduction(inner, id, made)
    await release(inner, id)
    const { net, tax } = sumOf(parts)
    const currency = String(row['currency'])
    const share = deliveredShare(await linesOf(db, id))
    await writeOrder(
      inner,
      row,
      {
        cancelled: moneyOf(amountOf(row, 'cancelled') + net + tax, currency),
        ...(whole ? { cancelledOn: day } : { delivered: share }),
      },
      { on: day, ...(reason && { reason }), amount: moneyOf(net + tax, currency) },
    )
    await settle(inner, row, kept, made, payBack)
  })
}

/**
 * Gives back an amount, so many units of lines, or all that is left of an order. Units that are given back before they
 * were delivered are not delivered any more; with the last of its money all of the order is given back.
 */
export function refundOrder(
  context: Context,
  id: string,
  { on, reason, amount, lines: named, payBack }: z.infer<typeof refundInput>,
): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockConfirmed(inner, id)
    const day = dayFor(inner, row, on)
    const currency = String(row['currency'])
    const lines = await linesOf(db, id)
    const left = sumOf(lines.map(leftOf))
    const most = left.net + left.tax
    if (most === 0n) throw conflict('All of this order was cancelled or refunded.')
    let parts: Part[]
    if (named) parts = partsByQuantity(lines, chosenOf(lines, named, keptOf))
    else {
      if (amount !== undefined && !fitsCurrency(amount, currency))
        throw invalidField('amount', `This has more decimal places than ${currency}`)
      const asked = amount === undefined ? most : toMinor(amount, currency)
      if (asked <= 0n) throw invalidField('amount', 'Use an amount above zero.')
      if (asked > most)
        throw invalidField(
          'amount',
          `No more than ${moneyOf(most, currency).amount} ${currency} is left to refund.`,
        )
      parts = partsByAmount(lines, asked)
    }
    const { net, tax } = sumOf(parts)
    if (net + tax === 0n) throw conflict('Nothing of these lines is left to refund.')
    if (net + tax === most) parts = restOf(lines)
    const made: Reduction = { kind: 'refunded', on: day, reason, parts, units: 0n, whole: false }
    const kept = await keepReduction(inner, id, made)
    await release(inner, id)
    const share = deliveredShare(await linesOf(db, id))
    await writeOrder(
      inner,
      row,
      {
        refunded: moneyOf(amountOf(row, 'refunded') + net + tax, currency),
        ...(share !== deliveredShare(lines) && { delivered: share }),
      },
      { on: day, ...(reason && { reason }), amount: moneyOf(net + tax, currency) },
    )
    await settle(inner, row, kept, made, payBack)
  })
}
