import { CompiledQuery, sql } from 'kysely'
import { order } from '../../../../contract/sales/order.ts'
import type { Match } from '../../../../contract/sales/payment-routes.ts'
import { payment } from '../../../../contract/sales/payment.ts'
import { toMajor, toMinor, type Money } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import type { Change, RuleGround } from '../../../records/behaviour.ts'
import { getRecord } from '../../../records/list.ts'
import { parameters, permitted } from '../../../records/visible.ts'
import { numbersIn, suggest, type Candidate, type PaidOrder, type PaymentFacts } from './rules.ts'

/** What payments may be for: the orders and invoices that they name, by id or in their references. */
export async function paymentFacts(
  db: Db,
  changes: readonly Change[],
  ground: RuleGround,
): Promise<PaymentFacts> {
  const of = (field: string) => [...new Set(changes.flatMap(({ after }) => after.values[field] ?? []))]
  const named = [...new Set(changes.flatMap(({ after }) => numbersIn(after.values.reference)))]
  const { rows: invoices } = await sql<{ id: string; number: string; order: string }>`
    select id, number, order_id as "order" from invoices where kind = 'invoice' and deleted_at is null
      and (id = any(${of('invoice')}::uuid[]) or number = any(${named}::text[]))`.execute(db)
  const { rows: numbered } = await sql<{ id: string; number: string }>`
    select id, number from orders where number = any(${named}::text[]) and sold_by = 'us' and deleted_at is null`.execute(
    db,
  )
  const ids = [...of('order'), ...invoices.map((one) => one.order), ...numbered.map(({ id }) => id)]
  const { values, bind } = parameters()
  const { rows } = await db.executeQuery<PaidOrder>(
    CompiledQuery.raw(
      `select t.id, t.currency, t.company_id as company, t.person_id as person, t.owner_id as owner,
        t.sold_by <> 'us' or t.confirmed_at is null or t.deleted_at is not null as closed
      from orders t where t.id = any(${bind(ids)}::uuid[]) and ${permitted(ground.caller, order, 'see', 't', bind)}`,
      values,
    ),
  )
  return {
    orders: new Map(rows.map((row) => [row.id, row])),
    invoices: new Map(invoices.map(({ id, order: one }) => [id, one])),
    numbers: new Map<string, { order: string; invoice: string | null }>([
      ...numbered.map(({ id, number }) => [number, { order: id, invoice: null }] as const),
      ...invoices.map(({ id, number, order: one }) => [number, { order: one, invoice: id }] as const),
    ]),
  }
}

const most = 8

/** Orders that a payment may be for: those whose number it names, and open ones of its amount or its customer. */
export async function matchesOf(context: Context, id: string): Promise<Match[]> {
  const { db } = context.database
  const found = await getRecord(context, payment, id)
  const amount = found['amount'] as Money
  const minor = toMinor(amount.amount, amount.currency)
  const customers = [found['company'], found['person']].filter((one) => typeof one === 'string')
  const { values, bind } = parameters()
  const [currency, worth, of, named] = [
    bind(amount.currency),
    bind(minor.toString()),
    bind(customers),
    bind(numbersIn(found['reference'])),
  ]
  const text = `
    select t.id, t.title, t.number, coalesce(t.company_id, t.person_id) as customer, i.id as invoice, i.number as "invoiceNumber",
      coalesce(i.total - i.credited - i.paid, t.outstanding)::text as open
    from orders t left join invoices i on i.order_id = t.id and i.kind = 'invoice' and i.status = 'open' and i.deleted_at is null
    where t.currency = ${currency} and t.sold_by = 'us' and t.confirmed_at is not null and t.deleted_at is null
      and t.outstanding > 0 and ${permitted(context.caller, order, 'see', 't', bind)}
      and (t.number = any(${named}::text[]) or i.number = any(${named}::text[]) or t.company_id = any(${of}::uuid[])
        or t.person_id = any(${of}::uuid[]) or coalesce(i.total - i.credited - i.paid, t.outstanding) = ${worth}::bigint)
    order by t.ordered_on, t.id limit 60`
  const { rows } = await db.executeQuery<{
    id: string
    title: string
    number: string
    customer: string | null
    invoice: string | null
    invoiceNumber: string | null
    open: string
  }>(CompiledQuery.raw(text, values))
  const candidates = rows.map((row): Candidate => ({
    order: { id: row.id, title: row.title },
    invoice: row.invoice === null ? null : { id: row.invoice, number: row.invoiceNumber ?? '' },
    number: row.invoiceNumber ?? row.number,
    customer: row.customer,
    open: BigInt(row.open),
  }))
  return suggest({ reference: String(found['reference'] ?? ''), amount: minor, customers }, candidates)
    .slice(0, most)
    .map(({ order: one, invoice, open, by }) => ({
      order: one,
      invoice,
      open: toMajor(open, amount.currency),
      currency: amount.currency,
      by,
    }))
}
