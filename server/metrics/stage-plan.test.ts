import { CompiledQuery } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { MetricSlug } from '../../contract/metrics/metrics.ts'
import { metricQuery } from '../../contract/metrics/routes.ts'
import { contextFor } from '../../tests/builders.ts'
import { testDatabase } from '../../tests/database.ts'
import { sources } from './metrics.ts'
import { compile } from './read.ts'

const { database } = await testDatabase()

/** 120,000 entries of deals into stages, over five years: three of each deal, a week apart. */
beforeAll(async () => {
  await database.pool.query(`
    insert into pipelines (name) values ('Sales');
    insert into stages (name, pipeline_id, kind, position)
      select 'Stage ' || i, id, case i when 3 then 'won' else 'open' end, i from pipelines, generate_series(1, 3) i;
    insert into deals (name, pipeline_id, stage_id, status, closed_on, closed_at, created_at)
      select 'Deal', s.pipeline_id, s.id, 'won', day + 14, day + 14, day
      from stages s, generate_series(1, 40000) i, lateral (select date '2020-01-01' + i % 1800) d (day) where s.kind = 'won';
    insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on)
      select d.id, s.id, s.kind, day, day from deals d, stages s,
        lateral (select d.created_at::date + 7 * (s.position::int - 1)) e (day)`)
  await database.pool.query('vacuum analyze')
}, 60_000)

async function planOf(slug: MetricSlug, from: string, to: string): Promise<string> {
  const query = metricQuery.parse({ from, to, grain: 'month', by: 'stage' })
  const { text, selected } = compile(contextFor(database), sources[slug], query)
  const { rows } = await database.lists.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`explain ${text}`, selected.values),
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

it.each(['sales.stage-conversion', 'sales.days-in-stage'] as const)(
  '%s of a week reads its entries by day and the others of their deals, from indexes alone',
  async (slug) => {
    const plan = await planOf(slug, '2023-01-02', '2023-01-09')
    expect(plan).toMatch(/Index Only Scan using deal_stage_entries_entered/)
    expect(plan).toMatch(/Index Only Scan using deal_stage_entries_deal/)
    expect(plan).not.toMatch(/Seq Scan on deal/)
  },
)
