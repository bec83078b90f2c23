import { sql } from 'kysely'
import type { Db } from '../../../db/database.ts'

/**
 * Gives orders and payments of some currencies their worth in the organisation's, where no rate was known and one is now:
 * the database settles it whenever they are written. What was taken back of an order then gets its part of it.
 */
export async function fillOrders(tx: Db, currencies: readonly string[]): Promise<void> {
  await sql`update orders set home_net = null
    where home_net is null and ordered_on is not null and currency = any(${currencies}::text[])`.execute(tx)
  await sql`update payments set home_amount = null
    where home_amount is null and amount_currency = any(${currencies}::text[])`.execute(tx)
  await sql`
    update order_reductions r set home_net = part.worth
    from (
      select r.id, r.home_net is null as unknown,
        round(o.home_net::numeric * sum(r.net) over made / o.net)
          - round(o.home_net::numeric * (sum(r.net) over made - r.net) / o.net) as worth
      from order_reductions r join orders o on o.id = r.order_id
      where o.currency = any(${currencies}::text[]) and o.home_net is not null and o.net > 0
      window made as (partition by r.order_id order by r.created_at, r.id)) part
    where part.id = r.id and part.unknown`.execute(tx)
}
