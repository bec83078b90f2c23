import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import { unreachable } from '../http/problem.ts'
import { openMeasures } from './measures.ts'
import { migrationState } from './status.ts'

export interface ProbeOptions {
  /** Whether this process works off jobs; left out when that is another's task. */
  jobsWork?: () => boolean
  /** What shows that a reader may see the measures; without it only programs of this machine may. */
  metricsToken?: string | undefined
}

/** Whoever asks whether to send requests here does not wait longer. */
const patienceMs = 3_000

async function within<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs)
  })
  try {
    return await Promise.race([work.catch(() => null), late])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * `/healthz`: the process answers and so does its database. `/readyz`: it can do its work; who is told no sends requests
 * elsewhere for now. `/metrics-internal`: what it measures of itself.
 */
export function bindProbes(server: FastifyInstance, database: Database, options: ProbeOptions): void {
  const { jobsWork, metricsToken } = options
  server.get('/healthz', async (_request, reply) => {
    if (await within(sql`select 1`.execute(database.db))) return reply.send({ status: 'ok' })
    throw unreachable()
  })

  server.get('/readyz', async (_request, reply) => {
    const migrations = await within(migrationState(database.db))
    const checks = {
      database: migrations ? 'reachable' : 'unreachable',
      migrations: !migrations ? 'unknown' : migrations.pending.length === 0 ? 'current' : 'pending',
      jobs: !jobsWork ? 'elsewhere' : jobsWork() ? 'working' : 'stopped',
    }
    const ready = checks.migrations === 'current' && checks.jobs !== 'stopped'
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', ...checks })
  })

  const registry = openMeasures(server, database)
  server.get('/metrics-internal', async (request, reply) => {
    if (!mayRead(request, metricsToken))
      return reply
        .code(403)
        .type('application/problem+json')
        .send({
          type: 'about:blank',
          title: 'Not allowed',
          status: 403,
          detail: metricsToken
            ? 'Send “Authorization: Bearer” with what METRICS_TOKEN says.'
            : 'Only programs on the server’s own machine may read this. Set METRICS_TOKEN to let others.',
        })
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

const digest = (text: string) => createHash('sha256').update(text).digest()

const loopback = /^(127\.|::1$|::ffff:127\.)/
/** A proxy on this machine speaks for somebody elsewhere. */
const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined)
    return (
      loopback.test(request.socket.remoteAddress ?? '') &&
      !passedOn.some((name) => request.headers[name] !== undefined)
    )
  const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  return timingSafeEqual(digest(given), digest(token))
}
