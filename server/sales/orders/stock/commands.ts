import { sql } from 'kysely'
import type { Shortage } from '../../../../contract/sales/order-routes.ts'
import { product } from '../../../../contract/sales/product.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { updateRecords } from '../../../records/write.ts'
import { elevated } from '../../quotes/commands.ts'
import { wantedOf } from './queries.ts'
import { shortagesOf, type InStock } from './rules.ts'

/** Products under their locks, in the order of their ids, so that no two orders wait for each other in a ring. */
async function lockProducts(db: Db, ids: readonly string[]): Promise<Map<string, InStock>> {
  const { rows } = await sql<InStock>`
    select id, name, stock, reserved from products where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

interface Move {
  product: string
  stock: number
  reserved: number
}

/** Changes what is on hand and what is promised of it. Of a product that is not counted any more only the latter. */
async function move(context: Context, known: Map<string, InStock>, moves: readonly Move[]): Promise<void> {
  const changes = [...Map.groupBy(moves, (one) => one.product)].flatMap(([id, own]) => {
    const now = known.get(id)
    if (!now) return []
    const sum = (of: 'stock' | 'reserved') => own.reduce((total, one) => total + one[of], 0)
    const stock = now.stock === null ? null : now.stock + sum('stock')
    return [{ id, values: { stock, reserved: Math.max(0, now.reserved + sum('reserved')) } }]
  })
  if (changes.length > 0) await updateRecords(elevated(context), product, changes)
}

/** Promises an order what it takes from stock, all of it or nothing: then it answers what is missing. */
export async function reserve(context: Context, orderId: string): Promise<Shortage[]> {
  const { db } = context.database
  const wanted = await wantedOf(db, orderId)
  if (wanted.length === 0) return []
  const known = await lockProducts(
    db,
    wanted.map((one) => one.product),
  )
  const missing = shortagesOf(wanted, known)
  if (missing.length > 0) return missing
  await sql`insert into order_stock (line_id, product_id, per_unit, reserved)
    select line, product, "perUnit", units from json_to_recordset(${JSON.stringify(wanted)})
      as wanted (line uuid, product uuid, "perUnit" numeric, units int)`.execute(db)
  await move(
    context,
    known,
    wanted.map(({ product: id, units }) => ({ product: id, stock: 0, reserved: units })),
  )
  return []
}

/** Takes out of stock what the delivered part of an order's lines comes to by now, in whole pieces. */
export async function take(context: Context, orderId: string): Promise<void> {
  const { db } = context.database
  const { rows } = await sql<{ product: string }>`
    select s.product_id as product from order_stock s join orderlines l on l.id = s.line_id
    where l.order_id = ${orderId}`.execute(db)
  const known = await lockProducts(
    db,
    rows.map((row) => row.product),
  )
  const { rows: taken } = await sql<{ product: string; units: number }>`
    with due as (
      select s.line_id, s.product_id, least(ceil(s.per_unit * l.delivered)::int, s.taken + s.reserved) - s.taken as units
      from order_stock s join orderlines l on l.id = s.line_id where l.order_id = ${orderId})
    update order_stock s set taken = s.taken + due.units, reserved = s.reserved - due.units
    from due where due.units > 0 and s.line_id = due.line_id and s.product_id = due.product_id
    returning s.product_id as product, due.units`.execute(db)
  await move(
    context,
    known,
    taken.map(({ product: id, units }) => ({ product: id, stock: -units, reserved: -units })),
  )
}

/** What was promised to an order and is not to be delivered any more, since it was taken back, is free again. */
export async function release(context: Context, orderId: string): Promise<void> {
  const { db } = context.database
  const { rows } = await sql<{ product: string }>`
    select s.product_id as product from order_stock s join orderlines l on l.id = s.line_id
    where l.order_id = ${orderId} and s.reserved > 0`.execute(db)
  const known = await lockProducts(
    db,
    rows.map((row) => row.product),
  )
  const { rows: freed } = await sql<{ product: string; units: number }>`
    with due as (
      select s.line_id, s.product_id, s.taken + s.reserved
        - greatest(ceil(s.per_unit * greatest(l.quantity::numeric - t.returned, l.delivered))::int, s.taken) as units
      from order_stock s join orderlines l on l.id = s.line_id
        cross join lateral (
          select coalesce(sum(r.quantity), 0) as returned from order_reduction_lines r where r.line_id = l.id) t
      where l.order_id = ${orderId})
    update order_stock s set reserved = s.reserved - due.units
    from due where due.units > 0 and s.line_id = due.line_id and s.product_id = due.product_id
    returning s.product_id as product, due.units`.execute(db)
  await move(
    context,
    known,
    freed.map(({ product: id, units }) => ({ product: id, stock: 0, reserved: -units })),
  )
}
