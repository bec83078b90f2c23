import compress from '@fastify/compress'
import rateLimit from '@fastify/rate-limit'
import fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Logger } from 'pino'
import { isUnavailable } from '../db/errors.ts'
import { traceOf } from '../db/log.ts'
import { problemFor } from '../text/refusal.ts'
import { waitForBody } from './body-time.ts'
import type { Caller } from './caller.ts'
import { Refusal, tooMany, unreachable } from './problem.ts'

export interface ServerOptions {
  authenticate: (request: FastifyRequest) => Promise<Caller | null>
  logger?: Logger
  trustedProxies?: string[]
  /** Requests a minute of one caller; of an address not signed in, a fifth. */
  requestsPerMinute?: number
  /** How long a body may take as a whole or, where that may be long, may stand still. */
  bodyMs?: number
}

const megabyte = 1_048_576

/** A Fastify server with the house's limits, headers and errors, and no routes yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { requestsPerMinute = 6_000, logger } = options
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: megabyte,
    trustProxy: options.trustedProxies?.length ? options.trustedProxies : false,
    routerOptions: { maxParamLength: 300 },
    // Bodies have a time of their own, see `waitForBody`; a head has the minute that Node gives it.
    requestTimeout: 0,
    forceCloseConnections: 'idle',
    // What the router itself refuses, such as an address that is none.
    frameworkErrors: (error, request, reply) =>
      limit.call(app, request, reply).then(
        () => refuse(error, request, reply),
        (busy: Refusal) => refuse(busy, request, reply),
      ),
  }) as unknown as FastifyInstance
  app.decorate('bound', [])
  app.decorate('boundWith', [])
  app.decorateRequest('caller', null)

  app.addHook('onRequest', (request, _reply, done) => {
    waitForBody(request, options.bodyMs ?? 120_000)
    done()
  })
  app.addHook('onRequest', async (request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('x-frame-options', 'DENY')
    try {
      if (/^\/(api\/v1|mcp)\b/.test(request.url)) request.caller = await options.authenticate(request)
    } finally {
      // Before the body is read: who asks too often, or wrongly, is told so at no cost. What has a limit of its own
      // counts when it knows what is asked.
      if (!request.routeOptions.config.rateLimit) await limit.call(app, request, reply)
    }
  })
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    enableDraftSpec: true,
    max: (request) => {
      const { perMinute } = request.routeOptions.config
      if (perMinute !== undefined) return Math.ceil((perMinute * requestsPerMinute) / 6_000)
      return request.caller ? requestsPerMinute : Math.ceil(requestsPerMinute / 5)
    },
    keyGenerator: (request) => {
      const { config, url } = request.routeOptions
      if (config.perMinute !== undefined) return `${request.ip} ${url}`
      return request.caller?.keyId ?? request.caller?.userId ?? request.ip
    },
    allowList: (request) => !/^\/(api\/(?!docs)|mcp)/.test(request.url),
    errorResponseBuilder: (_request, limit) => tooMany(Math.ceil(limit.ttl / 1000)),
  })
  const limit = app.rateLimit()
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 8_192,
    customTypes: /^text\/(?!event-stream)|json|javascript|svg/,
  })
  if (logger) {
    // One short line a request, by its route: a path may hold an address, and a query does.
    app.addHook('onResponse', (request, reply, done) => {
      const path = request.url.split('?', 1)[0] as string
      const { url = '(no route)', config } = request.routeOptions
      logger.info(
        `${request.method} ${config.known?.has(path) ? path : url} ${reply.statusCode} ${Math.round(reply.elapsedTime)} ms`,
      )
      done()
    })
  }

  function refuse(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
    const refusal = refusalOf(error)
    if (refusal.problem.status === 500)
      (logger ?? request.log).error(traceOf(error), `${request.method} ${request.routeOptions.url}`)
    return reply
      .code(refusal.problem.status)
      .headers(refusal.headers)
      .type('application/problem+json')
      .serializer((body: unknown) => JSON.stringify(body))
      .send(problemFor(refusal.problem, request.headers['accept-language']))
  }
  app.setErrorHandler(refuse)
  return app
}

/** SQLSTATEs of two transactions that wait for each other, or can not both be. */
const crossed = new Set(['40001', '40P01'])

/** SQLSTATEs of values that PostgreSQL cannot read or keep: out of range, no day, no number, no text. */
const impossible = new Set(['22003', '22007', '22008', '22021', '22P02', '22P05'])

/** What the caller is told of an error; anything unforeseen becomes a 500 that gives nothing away. */
function refusalOf(error: FastifyError | Refusal): Refusal {
  if (error instanceof Refusal) return error
  if (isUnavailable(error)) return unreachable()
  if (crossed.has(error.code))
    return new Refusal(
      { status: 503, title: 'Two changes met', detail: 'Nothing was changed. Try again.' },
      { 'retry-after': '1' },
    )
  if (impossible.has(error.code))
    return new Refusal({
      status: 422,
      title: 'Invalid values',
      detail: 'A value is too large, or not of the kind that is asked for.',
    })
  if (error.statusCode === 413)
    return new Refusal({
      status: 413,
      title: 'Too large',
      detail: 'This is more than one request may carry. Send it in parts.',
    })
  if (error.statusCode === 414)
    return new Refusal({
      status: 414,
      title: 'Not understood',
      detail: 'Part of this address is longer than anything here is called.',
    })
  if ('statusCode' in error && error.statusCode && error.statusCode < 500)
    return new Refusal({ status: error.statusCode, title: 'Not understood', detail: error.message })
  return new Refusal({
    status: 500,
    title: 'Something failed here',
    detail: 'It has been logged. Try again; if it fails again, tell an administrator.',
  })
}
