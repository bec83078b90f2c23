import { CompiledQuery, sql } from 'kysely'
import { deal } from '../../../contract/sales/deal.ts'
import type { TaxRounding, Discount } from '../../../contract/sales/line.ts'
import type { Db } from '../../db/database.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { parameters, permitted } from '../../records/visible.ts'
import type { DealFact, OrderFacts } from './rules.ts'
import type { OrderLineRow } from './tables.ts'

/** What new orders take from their deals and customers, as far as the caller may see those. */
export async function orderFacts(
  db: Db,
  changes: readonly Change[],
  ground: RuleGround,
): Promise<OrderFacts> {
  const fresh = changes.filter(({ before }) => !before)
  const of = (field: string) => fresh.flatMap(({ after }) => after.values[field] ?? [])
  const [ids, named] = [of('deal'), [...of('company'), ...of('person')]]
  const deals = new Map<string, DealFact>()
  if (ids.length > 0) {
    const { values, bind } = parameters()
    const { rows } = await db.executeQuery<DealFact & { id: string }>(
      CompiledQuery.raw(
        `select t.id, t.name, t.company_id as company, t.person_id as person, t.owner_id as owner,
          t.amount_currency as currency
        from deals t where t.id = any(${bind(ids)}::uuid[]) and t.deleted_at is null
          and ${permitted(ground.caller, deal, 'see', 't', bind)}`,
        values,
      ),
    )
    for (const { id, ...fact } of rows) deals.set(id, fact)
    named.push(...rows.flatMap(({ company, person }) => company ?? person ?? []))
  }
  const customers = new Map<string, string>()
  if (named.length > 0) {
    const { rows } = await sql<{ id: string; title: string }>`
      select id, title from companies where id = any(${named}::uuid[]) and title is not null
      union all select id, title from people where id = any(${named}::uuid[]) and title is not null`.execute(
      db,
    )
    for (const { id, title } of rows) customers.set(id, title)
  }
  return { deals, customers }
}

/** What of an order no field tells. */
export interface OrderTerms {
  saves: number
  inclusive: boolean
  rounding: TaxRounding
  discount: Discount | null
  /** Minor units in the organisation's currency, as it was frozen; null where no rate is known. */
  homeNet: string | null
}

export async function termsOf(db: Db, id: string): Promise<OrderTerms> {
  const { rows } = await sql<OrderTerms>`
    select saves, inclusive, rounding, discount, home_net::text as "homeNet" from orders where id = ${id}`.execute(
    db,
  )
  if (!rows[0]) throw new Error(`There is no order ${id}`)
  return rows[0]
}

export async function linesOf(db: Db, orderId: string): Promise<OrderLineRow[]> {
  const { rows } = await sql<OrderLineRow>`
    select l.id, l.product_id as product, l.name, l.description, l.unit, trim_scale(l.quantity::numeric)::text as quantity,
      coalesce(l.price, 0)::text as price, l.discount, l.tax_id as tax, l.tax_rate as "taxRate", l.charged, l.term,
      l.net::text as net, l.tax_amount::text as "taxAmount", trim_scale(l.delivered)::text as delivered,
      trim_scale(l.invoiced)::text as invoiced, trim_scale(l.cancelled)::text as cancelled,
      l.invoiced_net::text as "invoicedNet", l.invoiced_tax::text as "invoicedTax",
      coalesce(t.net, 0)::text as "takenNet", coalesce(t.tax, 0)::text as "takenTax",
      trim_scale(coalesce(t.quantity, 0))::text as returned
    from orderlines l left join lateral (
      select sum(r.net) as net, sum(r.tax) as tax, sum(r.quantity) as quantity
      from order_reduction_lines r where r.line_id = l.id) t on true
    where l.order_id = ${orderId} and l.deleted_at is null order by l.position, l.created_at, l.id`.execute(
    db,
  )
  return rows
}
