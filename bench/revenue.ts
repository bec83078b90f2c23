import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { metricQuery } from '../contract/metrics/routes.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { sourceOf } from '../server/metrics/asked-metric.ts'
import { readMetric } from '../server/metrics/read.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const begin = '2015-01-05'
const lines = 3

/** Adds orders from one number to another, so many a day, each of three lines of 200 products, with a tenth taken back. */
export async function fillOrders(pool: pg.Pool, from: number, to: number, perDay: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    await client.query(`insert into products (name) select 'Product ' || i from generate_series(1, 200) i
      where not exists (select from products where name = 'Product 1')`)
    await client.query(`
      with made as (insert into orders (name, currency, status, ordered_on, confirmed_at, net, net_currency, home_net, units, owner_id)
          select 'Order ' || i, 'EUR', 'confirmed', day, day, 600, 'EUR', 600, ${lines}, u.ids[1 + i % array_length(u.ids, 1)]
          from generate_series(${from}, ${to - 1}) i
            cross join (select array_agg(id) as ids from users) u
            cross join lateral (select date '${begin}' + i / ${perDay} as day) d
          returning id, ordered_on),
        of as (insert into orderlines (order_id, product_id, position, name, price, price_currency, net, net_currency)
          select made.id, p.ids[1 + abs(hashtext(made.id::text || step)) % 200], step, 'Line ' || step, 100 * step, 'EUR', 100 * step, 'EUR'
          from made cross join generate_series(1, ${lines}) step
            cross join (select array_agg(id) as ids from products where name like 'Product %') p
          returning id, order_id, position, net),
        back as (insert into order_reductions (order_id, kind, on_day, net, tax, home_net)
          select id, 'refunded', ordered_on + 10, 100, 0, 100 from made where hashtext(id::text) % 10 = 0
          returning id, order_id)
      insert into order_reduction_lines (reduction_id, line_id, quantity, net, tax)
        select back.id, of.id, 1, 100, 0 from back join of on of.order_id = back.order_id and of.position = 1`)
    await client.query('vacuum analyze orders, orderlines, order_reductions, order_reduction_lines')
  } finally {
    client.release(true)
  }
}

/** The least SQL for the same rows: each line's product and net, of what was ordered and of what was taken back. */
const bare = `
  select product_id, sum(net), sum(units) from (
    select l.product_id, l.net, l.quantity as units from orders o join orderlines l on l.order_id = o.id
      where o.sold_by = 'us' and o.confirmed_at is not null and o.ordered_on >= $1 and o.ordered_on < $2
    union all
    select l.product_id, -part.net, 0 from order_reductions r join order_reduction_lines part on part.reduction_id = r.id
      join orderlines l on l.id = part.line_id where r.on_day >= $1 and r.on_day < $2) line
  group by 1`

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/**
 * Revenue of a quarter by product, whose lines are as many however many there are in all, and of all time: against the
 * least SQL for the same rows, and against itself with a tenth of the data.
 */
export async function benchRevenue(database: Database, most: number): Promise<Result[]> {
  const context: Context = {
    database,
    caller: system('api'),
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  const measured = async (from: string, to: string, rounds: number) => {
    const query = metricQuery.parse({ from, to, grain: 'year', by: 'product' })
    const pairs: [mine: number, theirs: number][] = []
    for (let round = 0; round <= rounds; round++)
      pairs.push([
        await time(() => readMetric(context, sourceOf(context, 'sales.revenue'), query)),
        await time(() => database.pool.query(bare, [from, to])),
      ])
    // The first round fills the caches.
    const kept = pairs.slice(1)
    return {
      mine: median(kept.map(([mine]) => mine)),
      theirs: median(kept.map(([, theirs]) => theirs)),
      ratio: median(kept.map(([mine, theirs]) => mine / theirs)),
    }
  }
  const perDay = Math.ceil(most / 4_000)
  await fillOrders(database.pool, 0, most / 10, perDay)
  const before = await measured('2015-04-01', '2015-07-01', 5)
  await fillOrders(database.pool, most / 10, most, perDay)
  const after = await measured('2015-04-01', '2015-07-01', 5)
  const whole = await measured('2015-01-01', '2040-01-01', 2)
  const note = ({ mine, theirs }: typeof after) => `${mine.toFixed(0)} ms against ${theirs.toFixed(0)} ms`
  const of = `${(most * lines).toLocaleString('en')} lines`
  return [
    {
      what: `revenue by product, a quarter of ${of}, in bare SQL`,
      ratio: after.ratio,
      bound: { atMost: 10 },
      note: note(after),
    },
    {
      what: 'revenue by product, a quarter, 10 × the lines: times slower',
      ratio: after.mine / before.mine,
      bound: { atMost: 1.5 },
      note: `${before.mine.toFixed(0)} ms, then ${after.mine.toFixed(0)} ms`,
    },
    {
      what: `revenue by product, all time, in bare SQL`,
      ratio: whole.ratio,
      bound: { atMost: 10 },
      note: note(whole),
    },
  ]
}
