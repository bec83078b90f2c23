import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context, Organisation } from '../server/http/context.ts'
import { readForecast } from '../server/sales/forecast/queries.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const sellers = 200
const day = '2025-05-15'

/** Adds deals from one number to another, so many a day back from the end of 2025, by 200 sellers in ten teams, one of three open. */
async function fillDeals(pool: pg.Pool, from: number, to: number, perDay: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    await client.query(`
      insert into teams (name) select 'Forecast ' || i from generate_series(1, 10) i on conflict do nothing;
      insert into users (name, email, role, team_id) select 'Seller ' || i, 'seller' || i || '@bench.example', 'seller', t.id
        from generate_series(1, ${sellers}) i join teams t on t.name = 'Forecast ' || (1 + i % 10) on conflict do nothing`)
    await client.query(`
      insert into deals (name, pipeline_id, stage_id, status, owner_id, opened_on, expected_close_on, closed_on, closed_at,
          amount, amount_currency, closed_amount, created_at)
        select 'Forecast ' || i, s.pipeline_id, s.id, s.kind, u.id, day - 30, day, closed, closed, 1000 + i, 'EUR',
          case when closed is not null then 1000 + i end, day
        from generate_series(${from}, ${to - 1}) i
          join (select distinct on (kind) *, dense_rank() over (order by kind) - 1 as n from stages order by kind, position) s on s.n = i % 3
          join (select id, row_number() over (order by id) - 1 as n from users where email like 'seller%@bench.example') u on u.n = i % ${sellers},
          lateral (select date '2025-12-31' - i / ${perDay}) d (day),
          lateral (select case when s.kind <> 'open' then day end) e (closed)`)
    await client.query('vacuum analyze deals')
  } finally {
    client.release()
  }
}

/** The least that SQL does for the same rows: what each seller won in the quarter, and has open in it. */
const bare = `
  select owner_id, status, sum(closed_amount), count(*) from deals
  where status <> 'open' and deleted_at is null and status = 'won' and closed_on >= '2025-04-01' and closed_on < '2025-07-01' group by 1, 2
  union all
  select owner_id, 'open', sum(amount), count(*) from deals
  where status = 'open' and deleted_at is null and expected_close_on >= '2025-04-01' and expected_close_on < '2025-07-01' group by 1`

async function measure(
  database: Database,
  context: Context,
): Promise<{ ratio: number; mine: number; theirs: number }> {
  const time = async (work: () => Promise<unknown>) => {
    const begun = performance.now()
    await work()
    return performance.now() - begun
  }
  const pairs: [number, number][] = []
  for (let round = 0; round < 12; round++)
    pairs.push([
      await time(() => readForecast(context, { grain: 'quarter', day })),
      await time(() => database.pool.query(bare)),
    ])
  const warm = pairs.slice(2)
  return {
    ratio: median(warm.map(([a, b]) => a / b)),
    mine: median(warm.map(([a]) => a)),
    theirs: median(warm.map(([, b]) => b)),
  }
}

/**
 * A quarter's forecast with 200 sellers, whose deals are as many however many there are in all: against bare SQL over
 * the same rows, and against itself with a tenth of the data.
 */
export async function benchForecast(
  database: Database,
  organisation: Organisation,
  count: number,
): Promise<Result[]> {
  const context: Context = {
    database,
    caller: system('api'),
    organisation,
    now: new Date().toISOString(),
  }
  const perDay = Math.ceil(count / 400)
  await fillDeals(database.pool, 0, count, perDay)
  const few = await measure(database, context)
  await fillDeals(database.pool, count, count * 10, perDay)
  const many = await measure(database, context)
  const result = ({ ratio, mine, theirs }: typeof few, of: number): Result => ({
    what: `forecast of a quarter, ${of.toLocaleString('en')} deals, in bare SQL`,
    ratio,
    bound: { atMost: 10 },
    note: `${mine.toFixed(1)} ms against ${theirs.toFixed(1)} ms`,
  })
  return [
    result(few, count),
    result(many, count * 10),
    {
      what: 'forecast of a quarter, 10 × the deals: times slower',
      ratio: many.mine / few.mine,
      bound: { atMost: 1.5 },
      note: `${few.mine.toFixed(0)} ms, then ${many.mine.toFixed(0)} ms`,
    },
  ]
}
