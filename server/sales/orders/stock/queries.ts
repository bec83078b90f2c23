import { sql } from 'kysely'
import type { Shortage } from '../../../../contract/sales/order-routes.ts'
import type { Db } from '../../../db/database.ts'
import { shortagesOf, type InStock, type Wanted } from './rules.ts'

/** What an order's lines take from stock: of a bundle that is not stocked itself its parts, each in whole pieces. */
export async function wantedOf(db: Db, orderId: string): Promise<Wanted[]> {
  const { rows } = await sql<Wanted>`
    select w.line, w.product, trim_scale(sum(w.per_unit))::text as "perUnit", ceil(sum(w.per_unit * w.quantity))::int as units
    from (
      select l.id as line, p.id as product, 1::numeric as per_unit, l.quantity::numeric as quantity
        from orderlines l join products p on p.id = l.product_id
        where l.order_id = ${orderId} and p.stock is not null
      union all
      select l.id, part.id, b.quantity, l.quantity::numeric
        from orderlines l join products p on p.id = l.product_id and p.bundle is not null and p.stock is null
          join product_parts b on b.bundle_id = p.id join products part on part.id = b.part_id and part.stock is not null
        where l.order_id = ${orderId}) w
    group by w.line, w.product order by w.product, w.line`.execute(db)
  return rows
}

/** What is missing in stock as it is now, without holding it. */
export async function missingFor(db: Db, orderId: string): Promise<Shortage[]> {
  const wanted = await wantedOf(db, orderId)
  const { rows } = await sql<InStock>`
    select id, name, stock, reserved from products where id = any(${wanted.map((one) => one.product)}::uuid[])`.execute(
    db,
  )
  return shortagesOf(wanted, new Map(rows.map((row) => [row.id, row])))
}
