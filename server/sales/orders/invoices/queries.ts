import { sql } from 'kysely'
import type { Address } from '../../../../contract/records/value.ts'
import type { Issued } from '../../../../contract/sales/invoice-routes.ts'
import { invoice } from '../../../../contract/sales/invoice.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'

/** Who an order is from and for, as it stands on paper. */
interface Parties {
  seller: string
  company: string
  person: string
  address: Address | null
}

export async function partiesOf(db: Db, orderId: string): Promise<Parties> {
  const { rows } = await sql<Parties>`
    select coalesce(u.name, '') as seller, coalesce(c.name, '') as company,
      case when p.first_name is null and p.last_name is null then '' else coalesce(p.title, '') end as person, c.address
    from orders o left join users u on u.id = o.owner_id left join companies c on c.id = o.company_id
      left join people p on p.id = o.person_id
    where o.id = ${orderId}`.execute(db)
  return rows[0] ?? { seller: '', company: '', person: '', address: null }
}

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

/** What was issued, for whoever may see the invoice. */
export async function issuedOf(context: Context, id: string): Promise<Issued> {
  const found = await getRecord(context, invoice, id)
  const { rows } = await sql<Pick<Issued, 'document' | 'hash'>>`
    select document, hash from invoices where id = ${id}`.execute(context.database.db)
  const [issued] = rows
  if (!issued?.document) throw new Error(`Invoice ${id} has no document`)
  return { kind: found['kind'] as Issued['kind'], ...issued }
}
