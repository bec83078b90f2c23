import { performance } from 'node:perf_hooks'
import { metricQuery } from '../contract/metrics/routes.ts'
import { metrics, type MetricSlug } from '../contract/metrics/metrics.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { readMetric } from '../server/metrics/read.ts'
import { sourceOf } from '../server/metrics/asked-metric.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** A sequential scan of a table that reads what a metric needs of each row. */
const scans = {
  deals: 'select count(closed_on), sum(closed_amount) from deals',
  people: 'select count(company_id), count(owner_id) from people where deleted_at is null',
  lifecycle_entries: 'select count(entered_on) from lifecycle_entries',
}
type Table = keyof typeof scans

/** What a metric cannot do without: its cohort is of people who entered a stage, what became of them is in the deals. */
const mustRead: Partial<Record<MetricSlug, Table[]>> = {
  'marketing.leads': ['lifecycle_entries', 'people'],
  'sales.conversion-rate': ['lifecycle_entries', 'people', 'deals'],
}

const cuts = [{ grain: 'month' }, { by: 'owner' }, { by: 'company' }] as const

/**
 * Each metric over one year against one sequential scan of the tables that it must read, with the same settings: by
 * month, by owner, and closed deals by company too, of which there are very many.
 */
export async function benchMetrics(database: Database): Promise<Result[]> {
  const context: Context = {
    database,
    caller: system('api'),
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  const scan = async (tables: Table[]) => {
    const client = await database.pool.connect()
    try {
      await client.query(
        'begin; set local enable_indexscan to off; set local enable_indexonlyscan to off; set local enable_bitmapscan to off',
      )
      let taken = 0
      for (const table of tables) taken += await time(() => client.query(scans[table]))
      await client.query('rollback')
      return taken
    } finally {
      client.release()
    }
  }
  const results: Result[] = []
  for (const { slug, recordType, anchor } of metrics) {
    const tables = mustRead[slug] ?? ['deals']
    for (const cut of cuts) {
      // Every open deal of these has a company of its own, which no company's pipeline has.
      if ('by' in cut && cut.by === 'company' && (recordType !== 'deal' || anchor === null)) continue
      const query = metricQuery.parse({ ...year, ...cut })
      const pairs: [number, number][] = []
      for (let round = 0; round < 6; round++)
        pairs.push([
          await time(() => readMetric(context, sourceOf(context, slug), query)),
          await scan(tables),
        ])
      const [mine, theirs] = [0, 1].map((i) => median(pairs.slice(1).map((pair) => pair[i] as number))) as [
        number,
        number,
      ]
      results.push({
        what: `${slug}, one year by ${'by' in cut ? cut.by : cut.grain}, in scans`,
        ratio: median(pairs.slice(1).map(([a, b]) => a / b)),
        bound: { atMost: 2 },
        note: `${mine.toFixed(0)} ms against ${theirs.toFixed(0)} ms${tables.length > 1 ? ` for ${tables.join(', ')}` : ''}`,
      })
    }
  }
  return results
}
