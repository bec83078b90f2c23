import { sql } from 'kysely'
import { lineSchema } from '../../../contract/sales/line.ts'
import { order } from '../../../contract/sales/order.ts'
import { payment } from '../../../contract/sales/payment.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { createRecords } from '../../records/write.ts'
import { confirmOrder, deliverOrder } from '../../sales/orders/commands.ts'
import { runContracts } from '../../sales/orders/contracts/jobs.ts'
import { issueInvoice } from '../../sales/orders/invoices/commands.ts'
import { saveLines } from '../../sales/orders/lines/commands.ts'
import { linesOf } from '../../sales/orders/queries.ts'
import { cancelOrder, refundOrder } from '../../sales/orders/reductions/commands.ts'

interface Sold {
  deal: string
  owner: string
  closed: string
  amount: string
  currency: string
  product: string
  name: string
  unit: string
  price: string
  tax: string | null
  plan: string | null
  planPrice: string | null
}

/** Deals won in the company's currency that no quote of the sample made an order of, the earliest first. */
async function soldDeals(db: Db, currency: string): Promise<Sold[]> {
  const { rows } = await sql<Sold>`
    select d.id as deal, d.owner_id as owner, d.closed_at as closed, d.amount::text as amount, d.amount_currency as currency,
      o.id as product, o.name, coalesce(o.unit, '') as unit, o.price::text as price, o.tax_id as tax,
      plan.id as plan, plan.price::text as "planPrice"
    from deals d join products o on o.id = d.product_id
      left join products plan on plan.sku = 'NW-SP' and plan.price_currency = ${currency}
    where d.status = 'won' and d.amount >= o.price and o.price > 0 and o.charged = 'once' and d.amount_currency = ${currency}
      and o.price_currency = ${currency} and d.owner_id is not null
      and not exists (select from orders r where r.deal_id = d.id)
      and exists (select from events e where e.subject_id = d.id and e.type = 'deal.created' and e.origin = 'sample')
    order by d.closed_at desc, d.id limit 14`.execute(db)
  return rows.toReversed()
}

const days = 86_400_000
const after = (moment: string, count: number) => new Date(Date.parse(moment) + count * days).toISOString()

/** What becomes of an order, by how long ago it was and by its turn. */
async function tell(context: Context, sold: Sold, turn: number): Promise<void> {
  const { now } = context
  const { timeZone } = context.organisation
  const at = (moment: string): Context => ({ ...context, now: moment, caller: system('sample', sold.owner) })
  const past = (moment: string) => moment < now
  const dayAt = (moment: string) => dayOf(moment, timeZone)
  const { closed, currency } = sold
  const units = Math.max(1, Math.round(Number(sold.amount) / Number(sold.price)))
  const line = (values: Record<string, unknown>) => lineSchema.parse({ tax: sold.tax, ...values })
  const lines = [
    line({
      product: sold.product,
      name: sold.name,
      unit: sold.unit,
      quantity: String(units),
      price: moneyOf(sold.price, currency).amount,
    }),
    ...(turn % 3 === 0 && sold.plan && sold.planPrice
      ? [
          line({
            product: sold.plan,
            name: 'Service plan',
            unit: 'bike',
            quantity: String(units),
            price: moneyOf(sold.planPrice, currency).amount,
            charged: 'year',
          }),
        ]
      : []),
  ]
  const { records } = await createRecords(at(closed), order, [
    { values: { deal: sold.deal, owner: sold.owner } },
  ])
  const id = records[0]?.id ?? ''
  await saveLines(at(closed), id, { lines, discount: null })
  // What was sold in the past was in stock then; what is in stock now is told by the products.
  await sql`update products set stock = stock + ${units} where id = ${sold.product} and stock is not null`.execute(
    context.database.db,
  )
  await confirmOrder(at(closed), id, undefined)
  if (turn === 5) {
    await cancelOrder(at(after(closed, 2)), id, { reason: 'Their budget was frozen', payBack: true })
    return
  }
  const delivered = after(closed, 9)
  const invoiced = after(delivered, 1)
  if (!past(delivered)) return
  const [first] = await linesOf(context.database.db, id)
  if (turn % 7 === 4 && units > 1 && first) {
    const part = { line: first.id, quantity: String(Math.ceil(units / 2)) }
    await deliverOrder(at(delivered), id, { lines: [part] })
    if (past(invoiced)) await issueInvoice(at(invoiced), id, { of: 'delivered', terms: '' })
    return
  }
  await deliverOrder(at(delivered), id, {})
  if (!past(invoiced)) return
  await issueInvoice(at(invoiced), id, { of: 'all', terms: 'Payment within 30 days.' })
  const paid = after(invoiced, 12 + (turn % 5) * 4)
  if (!past(paid) || turn % 8 === 6) return
  const { rows } = await sql<{ owed: string; number: string }>`
    select o.outstanding::text as owed, i.number from orders o join invoices i on i.order_id = o.id
    where o.id = ${id} order by i.number limit 1`.execute(context.database.db)
  const owed = BigInt(rows[0]?.owed ?? 0)
  const amount = turn % 9 === 2 ? owed / 2n : turn % 9 === 7 ? owed + 5_000n : owed
  await createRecords(at(paid), payment, [
    {
      values: {
        amount: moneyOf(amount, currency),
        paidOn: dayAt(paid),
        method: 'transfer',
        reference: rows[0]?.number,
      },
    },
  ])
  if (turn === 3 && past(after(paid, 10)))
    await refundOrder(at(after(paid, 10)), id, {
      amount: moneyOf(owed / 20n, currency).amount,
      reason: 'Two came with scratched frames',
      payBack: true,
    })
}

/** Orders with what became of them, in the order in which they were placed. Answers how many records that made. */
export async function bringOrders(context: Context): Promise<Record<string, number>> {
  const { db } = context.database
  const sold = await soldDeals(db, context.organisation.currency)
  for (const [turn, one] of sold.entries()) await tell(context, one, turn)
  await runContracts({ ...context, caller: system('sample') })
  const today = dayOf(context.now, context.organisation.timeZone)
  // A payment that names nothing, so that there is something to match.
  const { rows } = await sql<{ owed: string; currency: string; owner: string }>`
    select outstanding::text as owed, currency, owner_id as owner from orders
    where outstanding > 0 and status in ('invoiced', 'delivered') order by ordered_on, id limit 1`.execute(db)
  const [open] = rows
  if (open)
    await createRecords({ ...context, caller: system('sample', open.owner) }, payment, [
      {
        values: {
          amount: moneyOf(open.owed, open.currency),
          paidOn: addDays(today, -1),
          method: 'transfer',
          reference: 'Thank you for the bikes',
        },
      },
    ])
  return broughtRecords(db)
}

/** How many records of each type came with the orders; lines come without an event of their own. */
async function broughtRecords(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    with brought as (select subject_type as type, subject_id as id from events
      where origin = 'sample' and type in ('order.created', 'invoice.created', 'payment.created', 'contract.created'))
    select (count(*) filter (where type = 'order'))::int as orders, (count(*) filter (where type = 'invoice'))::int as invoices,
      (count(*) filter (where type = 'payment'))::int as payments, (count(*) filter (where type = 'contract'))::int as contracts,
      (select count(*)::int from orderlines where order_id in (select id from brought)) as orderlines
    from brought`.execute(db)
  return rows[0] ?? {}
}

/** The numbers of the sample's orders and invoices are free again, unless the company has given some of its own since. */
export async function freeOrderNumbers(db: Db): Promise<void> {
  await sql`delete from number_series s where s.kind = ${order.name}
    and not exists (select from orders o where o.number like 'O-' || s.year || '-%')`.execute(db)
  await sql`delete from number_series s where s.kind in ('invoice', 'credit')
    and not exists (select from invoices i where i.kind = s.kind and i.number like '%-' || s.year || '-%')`.execute(
    db,
  )
}
