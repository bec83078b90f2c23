import { performance } from 'node:perf_hooks'
import { metricQuery } from '../contract/metrics/routes.ts'
import { metrics } from '../contract/metrics/metrics.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { readMetric } from '../server/metrics/read.ts'
import { sourceOf } from '../server/metrics/selection.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const year = { from: '2025-01-01', to: '2026-01-01' }

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** Each metric over one year, by month and by owner, against one sequential scan of the deals with the same settings. */
export async function benchMetrics(database: Database): Promise<Result[]> {
  const context: Context = {
    database,
    caller: system('api'),
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  const scan = async () => {
    const client = await database.pool.connect()
    try {
      await client.query(
        'begin; set local enable_indexscan to off; set local enable_indexonlyscan to off; set local enable_bitmapscan to off',
      )
      const taken = await time(() => client.query('select count(closed_on), sum(closed_amount) from deals'))
      await client.query('rollback')
      return taken
    } finally {
      client.release()
    }
  }
  const results: Result[] = []
  for (const { slug } of metrics) {
    for (const cut of [{ grain: 'month' }, { by: 'owner' }]) {
      const query = metricQuery.parse({ ...year, ...cut })
      const pairs: [number, number][] = []
      for (let round = 0; round < 6; round++)
        pairs.push([await time(() => readMetric(context, sourceOf(context, slug), query)), await scan()])
      const [mine, theirs] = [0, 1].map((i) => median(pairs.slice(1).map((pair) => pair[i] as number))) as [
        number,
        number,
      ]
      results.push({
        what: `${slug}, one year by ${'by' in cut ? cut.by : cut.grain}, in scans`,
        ratio: median(pairs.slice(1).map(([a, b]) => a / b)),
        bound: { atMost: 2 },
        note: `${mine.toFixed(0)} ms against ${theirs.toFixed(0)} ms`,
      })
    }
  }
  return results
}
