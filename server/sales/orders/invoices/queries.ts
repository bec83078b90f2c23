import { sql } from 'kysely'
import type { Issued } from '../../../../contract/sales/invoice-routes.ts'
import { invoice } from '../../../../contract/sales/invoice.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'
import { authoriseField } from '../../../records/visible.ts'

/** Invoices of an order of which something is not credited yet, the latest first, with how much in minor units. */
export async function creditable(
  db: Db,
  orderId: string,
): Promise<{ id: string; number: string; left: bigint }[]> {
  const { rows } = await sql<{ id: string; number: string; left: string }>`
    select id, number, (total - credited)::text as left from invoices
    where order_id = ${orderId} and kind = 'invoice' and total > credited and deleted_at is null
    order by issued_on desc, number desc`.execute(db)
  return rows.map(({ id, number, left }) => ({ id, number, left: BigInt(left) }))
}

/** What was issued, for whoever may see the invoice, and when. */
export async function issuedOf(context: Context, id: string): Promise<Issued & { at: string }> {
  for (const field of ['net', 'total']) authoriseField(context.caller, invoice, field, 'see')
  const found = await getRecord(context, invoice, id)
  const { rows } = await sql<Pick<Issued, 'document' | 'hash'>>`
    select document, hash from invoices where id = ${id}`.execute(context.database.db)
  const [issued] = rows
  if (!issued?.document) throw new Error(`Invoice ${id} has no document`)
  return { kind: found['kind'] as Issued['kind'], at: found.createdAt, ...issued }
}

/** The day on which the last of an order was delivered so far, as its deliveries told; null when nothing was. */
export async function lastDeliveryOf(db: Db, orderId: string): Promise<string | null> {
  const { rows } = await sql<{ on: string | null }>`
    select max(data ->> 'on') as "on" from events
    where subject_id = ${orderId} and type in ('order.delivered', 'order.part-delivered')`.execute(db)
  return rows[0]?.on ?? null
}

/** The latest day in a year on which one of a kind was issued; null when none was. */
export async function lastIssuedIn(db: Db, kind: Issued['kind'], year: string): Promise<string | null> {
  const { rows } = await sql<{ on: string | null }>`
    select max(issued_on)::text as "on" from invoices
    where kind = ${kind} and issued_on between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`.execute(
    db,
  )
  return rows[0]?.on ?? null
}
