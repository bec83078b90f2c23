import { sql } from 'kysely'
import type { OrderContent } from '../../../../contract/sales/order-routes.ts'
import { quantityOf } from '../../../../contract/sales/line.ts'
import { order } from '../../../../contract/sales/order.ts'
import { toMajor, toMinor, type Money } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { reach } from '../../../http/policy.ts'
import { getRecord } from '../../../records/list.ts'
import { partsToBill } from '../invoices/rules.ts'
import { linesOf, termsOf } from '../queries.ts'
import { keptOf, leftOf, sumOf, undelivered } from '../reductions/rules.ts'
import { missingFor } from '../stock/queries.ts'

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
  const sees = (type: string) => reach(context.caller, type, 'see') !== 'none'
  const major = (minor: bigint | string) => toMajor(minor, currency)
  const total = (parts: readonly { net: bigint; tax: bigint }[]) => {
    const { net, tax } = sumOf(parts)
    return net + tax
  }
  const live = found['confirmedAt'] !== null && found['cancelledOn'] === null && found['soldBy'] === 'us'
  const owed = found['outstanding'] as Money | null
  const outstanding = owed ? toMinor(owed.amount, owed.currency) : 0n
  return {
    saves,
    currency,
    inclusive,
    rounding,
    discount,
    lines: lines.map(
      (
        { invoicedNet: _net, invoicedTax: _tax, takenNet: _off, takenTax: _ofTax, returned, ...line },
        at,
      ) => ({
        ...line,
        price: major(line.price),
        net: major(line.net),
        taxAmount: major(line.taxAmount),
        total: major(BigInt(line.net) + BigInt(line.taxAmount)),
        kept: quantityOf(keptOf({ ...line, returned })),
        deliverable: quantityOf(undelivered({ ...line, returned })),
        refundable: major(total(lines.slice(at, at + 1).map(leftOf))),
      }),
    ),
    missing: found['confirmedAt'] === null ? await missingFor(db, id) : [],
    invoices: sees('invoice')
      ? followed.invoices.map((one) => ({ ...one, total: major(one.total), paid: major(one.paid) }))
      : [],
    payments: sees('payment') ? followed.payments.map((one) => ({ ...one, amount: major(one.amount) })) : [],
    reductions: followed.reductions.map((one) => ({ ...one, total: major(one.total) })),
    contracts: sees('contract') ? followed.contracts : [],
    left: {
      deliver: live && lines.some((line) => undelivered(line) > 0n),
      invoice: major(live ? total(partsToBill(lines, 'all')) : 0n),
      invoiceDelivered: major(live ? total(partsToBill(lines, 'delivered')) : 0n),
      pay: major(outstanding > 0n ? outstanding : 0n),
      credit: major(outstanding < 0n ? -outstanding : 0n),
      refund: major(live ? total(lines.map(leftOf)) : 0n),
    },
  }
}
