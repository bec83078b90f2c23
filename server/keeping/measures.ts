import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from '../db/database.ts'
import { databaseSize, jobState, ledgerLag } from './status.ts'

/** What Prometheus is told: of this process at once, of the database when it asks. */
export function openMeasures(server: FastifyInstance, { db, pool }: Database): Registry {
  const registry = new Registry()
  // The event loop's delay, memory and processor time, under the names that dashboards know.
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'throughline_request_seconds',
    help: 'How long requests took, by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [],
  })
  const kinds = new Map<string, ReturnType<typeof requests.labels>>()
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    const name = `${request.method} ${route} ${reply.statusCode}`
    let one = kinds.get(name)
    if (!one) {
      one = requests.labels({ method: request.method, route, status: reply.statusCode })
      kinds.set(name, one)
    }
    one.observe(reply.elapsedTime / 1000)
    done()
  })
  const gauges = [
    new Gauge({
      name: 'throughline_pool_connections',
      help: 'Connections to the database by what they do, and callers that wait for one',
      labelNames: ['state'],
      registers: [],
      collect() {
        this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
        this.set({ state: 'idle' }, pool.idleCount)
        this.set({ state: 'wanted' }, pool.waitingCount)
      },
    }),
    new Gauge({
      name: 'throughline_jobs',
      help: 'Jobs by state',
      labelNames: ['state'],
      registers: [],
      async collect() {
        const { waiting, running, failed } = await jobState(db)
        for (const [state, count] of Object.entries({ waiting, running, failed })) this.set({ state }, count)
      },
    }),
    new Gauge({
      name: 'throughline_oldest_job_seconds',
      help: 'How long the job that is due longest has waited',
      registers: [],
      async collect() {
        this.set((await jobState(db)).oldestSeconds ?? 0)
      },
    }),
    new Gauge({
      name: 'throughline_ledger_lag_events',
      help: 'Events that a consumer of the ledger has still to read; at most 100,000 are counted',
      labelNames: ['consumer'],
      registers: [],
      async collect() {
        for (const { name, behind } of await ledgerLag(db)) this.set({ consumer: name }, behind)
      },
    }),
    new Gauge({
      name: 'throughline_ledger_lag_seconds',
      help: 'Since when the next event of a consumer of the ledger waits',
      labelNames: ['consumer'],
      registers: [],
      async collect() {
        for (const { name, seconds } of await ledgerLag(db)) this.set({ consumer: name }, seconds)
      },
    }),
    new Gauge({
      name: 'throughline_database_bytes',
      help: 'Size of the database on disk',
      registers: [],
      async collect() {
        this.set(await databaseSize(db))
      },
    }),
  ]
  for (const measure of [requests, ...gauges]) registry.registerMetric(measure)
  return registry
}
