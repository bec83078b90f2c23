import { CompiledQuery } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { MetricSlug } from '../../contract/metrics/metrics.ts'
import { metricQuery } from '../../contract/metrics/routes.ts'
import { contextFor } from '../../tests/builders.ts'
import { testDatabase } from '../../tests/database.ts'
import { system } from '../http/caller.ts'
import { sources } from './metrics.ts'
import { compile } from './read.ts'

const { database } = await testDatabase()

/** 100,000 deals over five years, and as many people who once were leads. */
beforeAll(async () => {
  await database.pool.query(`
    insert into teams (name) select 'Team ' || i from generate_series(1, 5) i;
    insert into users (name, team_id) select 'User ' || n, id from (select id, row_number() over () n from teams) team;
    insert into pipelines (name) values ('Sales');
    insert into stages (name, pipeline_id, kind) select kind, id, kind from pipelines, unnest(array['open', 'won', 'lost']) kind;
    insert into companies (name) select 'Company ' || i from generate_series(1, 5000) i;
    insert into people (first_name, company_id) select 'Person', id from companies, generate_series(1, 4);
    insert into lifecycle_entries (person_id, stage, entered_at, entered_on)
      select p.id, 'lead', day, day from (select id, row_number() over () as n from people) p,
        lateral (select date '2020-01-01' + (n % 1800)::int) d (day);
    insert into deals (name, pipeline_id, stage_id, status, company_id, owner_id, opened_on, closed_on, closed_at, cycle_days,
        amount, amount_currency, closed_amount)
      select 'Deal', s.pipeline_id, s.id, s.kind, c.id, u.id, day - 30, closed, closed, case when closed is not null then 30 end,
        i, 'EUR', case when closed is not null then i end
      from generate_series(1, 100000) i
        join (select *, row_number() over (order by kind) - 1 as n from stages) s on s.n = i % 3
        join (select id, row_number() over () - 1 as n from companies) c on c.n = i % 5000
        join (select id, row_number() over () - 1 as n from users) u on u.n = i % 5,
        lateral (select date '2020-01-01' + i % 1800) d (day), lateral (select case when s.kind <> 'open' then day end) e (closed)`)
  await database.pool.query('vacuum analyze')
}, 60_000)

async function planOf(slug: MetricSlug, by: string, caller = system('api')): Promise<string> {
  const query = metricQuery.parse({ from: '2023-01-01', to: '2024-01-01', grain: 'month', by })
  const { text, selected } = compile(contextFor(database, { caller }), sources[slug], query)
  const { rows } = await database.lists.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`explain ${text}`, selected.values),
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

const slugs: MetricSlug[] = [
  'sales.deals-won',
  'sales.deals-lost',
  'sales.win-rate',
  'sales.average-deal-size',
  'sales.won-amount',
  'sales.cycle-length',
]

it.each(slugs.flatMap((slug) => ['owner', 'team', 'product', 'pipeline'].map((by) => [slug, by] as const)))(
  '%s by %s reads the index alone',
  async (slug, by) => {
    const plan = await planOf(slug, by)
    expect(plan).toMatch(/Index Only Scan using deals_closed on deals/)
    expect(plan).not.toMatch(/Scan on deals t/)
  },
)

it('reads the index alone for someone who sees the team’s deals only', async () => {
  const { rows } = await database.pool.query<{ id: string }>('select id from users limit 2')
  const seller = {
    ...system('api', rows[0]?.id ?? null),
    role: 'seller' as const,
    teammates: rows.map(({ id }) => id),
  }
  expect(await planOf('sales.win-rate', 'owner', seller)).toMatch(
    /Index Only Scan using deals_closed on deals/,
  )
})

it('finds leads by stage and day, and first won deals by company and person', async () => {
  expect(await planOf('marketing.leads', 'source')).toMatch(/Scan (using|on) lifecycle_entries_stage/)
  expect(await planOf('sales.conversion-rate', 'source')).toMatch(/Index Only Scan using deals_won_company/)
  const customers = await planOf('sales.new-customers', 'owner')
  expect(customers).toMatch(/Index Only Scan using deals_won_company/)
  expect(customers).not.toMatch(/Seq Scan on deals/)
  expect(await planOf('sales.weighted-pipeline', 'owner')).toMatch(/using deals_open on deals/)
})
