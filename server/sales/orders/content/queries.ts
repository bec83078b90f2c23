import { sql } from 'kysely'
import type { OrderContent } from '../../../../contract/sales/order-routes.ts'
import { quantityOf } from '../../../../contract/sales/line.ts'
import { order } from '../../../../contract/sales/order.ts'
import { orderLine } from '../../../../contract/sales/order-line.ts'
import { toMajor, toMinor, type Money } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { reach } from '../../../http/policy.ts'
import { getRecord } from '../../../records/list.ts'
import { knows } from '../../../records/visible.ts'
import { partsToBill } from '../invoices/rules.ts'
import { linesOf, termsOf } from '../queries.ts'
import { keptOf, leftOf, sumOf, undelivered } from '../reductions/rules.ts'
import { missingFor } from '../stock/queries.ts'

type Known = 'lines' | 'invoiced' | 'taken' | 'refund' | 'owed'

/** Which amounts the caller's role lets them know: those that others would give away need these too. */
function knownTo(context: Context): Record<Known, boolean> {
  const knowsAll = (type: string, ...fields: string[]) =>
    fields.every((field) => knows(context.caller, type, field))
  const lines = knowsAll(orderLine.name, 'price', 'net', 'taxAmount') && knowsAll(order.name, 'net', 'total')
  const taken = knowsAll(order.name, 'refunded', 'cancelled')
  return {
    lines,
    taken,
    invoiced: lines && knowsAll(order.name, 'invoiced'),
    refund: lines && taken,
    owed: knowsAll(order.name, 'outstanding'),
  }
}

type Followed = Pick<OrderContent, 'invoices' | 'payments' | 'reductions' | 'contracts'>

/** What was issued, paid, taken back and agreed for an order; amounts in minor units. */
async function followedBy(db: Db, id: string): Promise<Followed> {
  const { rows: invoices } = await sql<OrderContent['invoices'][number]>`
    select id, number, kind, status, issued_on as "issuedOn", due_on as "dueOn", total::text as total, paid::text as paid
    from invoices where order_id = ${id} and deleted_at is null order by issued_on, created_at, number`.execute(
    db,
  )
  const { rows: payments } = await sql<OrderContent['payments'][number]>`
    select id, paid_on as "paidOn", amount::text as amount, method, reference from payments
    where order_id = ${id} and deleted_at is null order by paid_on, created_at, id`.execute(db)
  const { rows: reductions } = await sql<OrderContent['reductions'][number]>`
    select r.id, r.kind, r.on_day as "on", r.reason, (r.net + r.tax)::text as total,
      case when i.id is not null then json_build_object('id', i.id, 'number', i.number) end as credit
    from order_reductions r left join invoices i on i.id = r.credit_id
    where r.order_id = ${id} order by r.on_day desc, r.created_at desc, r.id desc`.execute(db)
  const { rows: contracts } = await sql<OrderContent['contracts'][number]>`
    select id, name, status from contracts where order_id = ${id} and deleted_at is null order by name, id`.execute(
    db,
  )
  return { invoices, payments, reductions, contracts }
}

/** All that an order says besides its record, as far as the caller may see it. */
export async function contentOf(context: Context, id: string): Promise<OrderContent> {
  const found = await getRecord(context, order, id)
  const { db } = context.database
  const { saves, inclusive, rounding, discount } = await termsOf(db, id)
  const lines = await linesOf(db, id)
  const { rows } = await sql<{ currency: string }>`select currency from orders where id = ${id}`.execute(db)
  const currency = rows[0]?.currency ?? context.organisation.currency
  const followed = await followedBy(db, id)
  const sees = (type: string, field?: string) =>
    reach(context.caller, type, 'see') !== 'none' && (!field || knows(context.caller, type, field))
  const known = knownTo(context)
  const major = (minor: bigint | string, shown: boolean) => (shown ? toMajor(minor, currency) : null)
  const total = (parts: readonly { net: bigint; tax: bigint }[]) => {
    const { net, tax } = sumOf(parts)
    return net + tax
  }
  const live = found['confirmedAt'] !== null && found['cancelledOn'] === null && found['soldBy'] === 'us'
  const owed = found['outstanding'] as Money | null | undefined
  const outstanding = owed ? toMinor(owed.amount, owed.currency) : 0n
  return {
    saves,
    currency,
    inclusive,
    rounding,
    discount: known.lines ? discount : null,
    lines: lines.map(
      (
        { invoicedNet: _net, invoicedTax: _tax, takenNet: _off, takenTax: _ofTax, returned, ...line },
        at,
      ) => ({
        ...line,
        discount: known.lines ? line.discount : null,
        price: major(line.price, known.lines),
        net: major(line.net, known.lines),
        taxAmount: major(line.taxAmount, known.lines),
        total: major(BigInt(line.net) + BigInt(line.taxAmount), known.lines),
        kept: quantityOf(keptOf({ ...line, returned })),
        deliverable: quantityOf(undelivered({ ...line, returned })),
        refundable: major(total(lines.slice(at, at + 1).map(leftOf)), known.refund),
      }),
    ),
    missing: found['confirmedAt'] === null ? await missingFor(db, id) : [],
    invoices: sees('invoice')
      ? followed.invoices.map((one) => ({
          ...one,
          total: major(String(one.total), sees('invoice', 'total')),
          paid: major(String(one.paid), sees('invoice', 'paid')),
        }))
      : [],
    payments: sees('payment')
      ? followed.payments.map((one) => ({
          ...one,
          amount: major(String(one.amount), sees('payment', 'amount')),
        }))
      : [],
    reductions: followed.reductions.map((one) => ({ ...one, total: major(String(one.total), known.taken) })),
    contracts: sees('contract') ? followed.contracts : [],
    left: {
      deliver: live && lines.some((line) => undelivered(line) > 0n),
      invoice: major(live ? total(partsToBill(lines, 'all')) : 0n, known.invoiced),
      invoiceDelivered: major(live ? total(partsToBill(lines, 'delivered')) : 0n, known.invoiced),
      pay: major(outstanding > 0n ? outstanding : 0n, known.owed),
      credit: major(outstanding < 0n ? -outstanding : 0n, known.owed),
      refund: major(live ? total(lines.map(leftOf)) : 0n, known.refund),
    },
  }
}
