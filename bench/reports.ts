import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { metricQuery } from '../contract/metrics/routes.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { readMetric } from '../server/metrics/read.ts'
import { sourceOf } from '../server/metrics/asked-metric.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const begin = '2015-01-05'

/**
 * Adds deals from one number to another, so many a day, each with five entries into stages, ten days apart; the last
 * closes it.
 */
async function fillStages(pool: pg.Pool, from: number, to: number, perDay: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    await client.query(`
      with path as (select id, pipeline_id, row_number() over (order by position) as n from stages
          where kind = 'open' and pipeline_id = (select id from pipelines where name = 'Reports')),
        closing as (select id, kind, pipeline_id from stages where kind <> 'open' and pipeline_id = (select id from pipelines where name = 'Reports')),
        made as (insert into deals (name, pipeline_id, stage_id, status, amount, amount_currency, closed_amount, owner_id,
            opened_on, closed_on, closed_at, cycle_days, created_at)
          select 'Deal ' || i, c.pipeline_id, c.id, c.kind, i, 'EUR', i, u.ids[1 + i % array_length(u.ids, 1)], day, day + 40, day + 40, 40, day
          from generate_series(${from}, ${to - 1}) i
            join closing c on c.kind = case when i % 3 = 0 then 'won' else 'lost' end
            cross join (select array_agg(id) as ids from users) u
            cross join lateral (select date '${begin}' + i / ${perDay} as day) d
          returning id, stage_id, status, opened_on)
      insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on)
      select made.id, coalesce(path.id, made.stage_id), case when path.id is null then made.status else 'open' end, day, day
      from made cross join generate_series(1, 5) step left join path on path.n = step
        cross join lateral (select opened_on + 10 * (step - 1) as day) d`)
    await client.query('vacuum analyze deals, deal_stage_entries')
  } finally {
    client.release(true)
  }
}

/**
 * The least that answers it in SQL: of each deal's first entry into a stage in the period, whether a later one follows.
 * No permission, no months, no group's name, no later stage told from an earlier.
 */
const bare = {
  'sales.stage-conversion': `select e.stage_id, count(*), count(*) filter (where exists (
      select from deal_stage_entries o where o.deal_id = e.deal_id and o.at > e.at and o.status <> 'lost'))
    from deal_stage_entries e where e.status = 'open' and e.entered_on >= $1 and e.entered_on < $2
      and not exists (select from deal_stage_entries o where o.deal_id = e.deal_id and o.stage_id = e.stage_id and o.at < e.at)
    group by 1`,
  'sales.days-in-stage': `select e.stage_id, percentile_cont(0.5) within group (order by extract(epoch from n.at - e.at))
    from deal_stage_entries n cross join lateral (select stage_id, status, at from deal_stage_entries o
        where o.deal_id = n.deal_id and o.at < n.at order by o.at desc limit 1) e
    where e.status = 'open' and n.entered_on >= $1 and n.entered_on < $2 group by 1`,
} as const
type Slug = keyof typeof bare
const slugs = Object.keys(bare) as Slug[]

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/**
 * The conversion report of a quarter, whose rows are as many however many deals there are in all, and of all time:
 * against the least SQL for the same rows, and against itself with a tenth of the data.
 */
export async function benchReports(database: Database, most: number): Promise<Result[]> {
  const context: Context = {
    database,
    caller: system('api'),
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  const quarter = { from: '2015-04-01', to: '2015-07-01' }
  const all = { from: '2015-01-01', to: '2040-01-01' }
  const measured = async (slug: Slug, period: typeof all, rounds: number) => {
    const query = metricQuery.parse({ ...period, grain: 'year', by: 'stage' })
    const pairs: [mine: number, theirs: number][] = []
    for (let round = 0; round <= rounds; round++)
      pairs.push([
        await time(() => readMetric(context, sourceOf(context, slug), query)),
        await time(() => database.pool.query(bare[slug], [period.from, period.to])),
      ])
    // The first round fills the caches.
    const kept = pairs.slice(1)
    return {
      mine: median(kept.map(([mine]) => mine)),
      theirs: median(kept.map(([, theirs]) => theirs)),
      ratio: median(kept.map(([mine, theirs]) => mine / theirs)),
    }
  }

  await database.pool.query(`with p as (insert into pipelines (name) values ('Reports') returning id)
    insert into stages (name, pipeline_id, kind, position)
      select 'Step ' || i, id, case i when 5 then 'won' when 6 then 'lost' else 'open' end, i from p, generate_series(1, 6) i`)
  // A tenth of them lasts 400 days, so that the quarter has the same rows before and after.
  const perDay = Math.ceil(most / 4_000)
  await fillStages(database.pool, 0, most / 10, perDay)
  const before = new Map<Slug, number>()
  for (const slug of slugs) before.set(slug, (await measured(slug, quarter, 5)).mine)
  await fillStages(database.pool, most / 10, most, perDay)

  const results: Result[] = []
  for (const slug of slugs) {
    const now = await measured(slug, quarter, 5)
    const note = ({ mine, theirs }: typeof now) => `${mine.toFixed(0)} ms against ${theirs.toFixed(0)} ms`
    results.push(
      {
        what: `${slug}, a quarter by stage, in bare SQL`,
        ratio: now.ratio,
        bound: { atMost: 10 },
        note: note(now),
      },
      {
        what: `${slug}, a quarter, 10 × the deals: times slower`,
        ratio: now.mine / (before.get(slug) ?? Number.NaN),
        bound: { atMost: 1.5 },
        note: `${before.get(slug)?.toFixed(0)} ms, then ${now.mine.toFixed(0)} ms`,
      },
    )
    const whole = await measured(slug, all, 2)
    results.push({
      what: `${slug}, all time by stage, in bare SQL`,
      ratio: whole.ratio,
      bound: { atMost: 10 },
      note: note(whole),
    })
  }
  return results
}
