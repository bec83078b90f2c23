import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Route, Who } from '../../contract/http/route.ts'
import type { Database } from '../db/database.ts'
import type { Caller } from './caller.ts'
import type { Context, Input, Organisation } from './context.ts'
import { idempotently } from './idempotency.ts'
import { authorise } from './policy.ts'
import { fieldErrors, invalid, Refusal } from './problem.ts'
import { serialisable, structuredIn } from './schema.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyInstance {
    /** Every bound route, for OpenAPI and for the test that tries each role on each. */
    bound: Route[]
  }
}

/** What a route's context is made from. */
export interface Ground {
  database: Database
  /** Null until the company has been set up. */
  organisation: () => Promise<Organisation | null>
}

const notSetUp = () =>
  new Refusal({
    status: 409,
    title: 'Not set up',
    detail: 'Open the address in a browser and create the owner’s account first.',
  })

function parse<T>(schema: z.ZodType<T> | undefined, value: unknown): T {
  if (!schema) return {} as T
  try {
    const parsed = schema.safeParse(value ?? {})
    if (parsed.success) return parsed.data
    throw invalid(fieldErrors(parsed.error))
  } catch (error) {
    // A filter within a filter within a filter, some thousand times.
    if (error instanceof RangeError) throw invalid([{ path: '', message: 'This is nested too deeply' }])
    throw error
  }
}

/** Query parameters that carry JSON, such as a filter, arrive as text. */
function queryOf(query: unknown, structured: ReadonlySet<string>): unknown {
  const entries = Object.entries((query ?? {}) as Record<string, string>)
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (typeof value !== 'string' || !structured.has(name)) return [name, value]
      try {
        return [name, JSON.parse(value) as unknown]
      } catch {
        throw invalid([{ path: name, message: 'This is not valid JSON' }])
      }
    }),
  )
}

async function contextOf(ground: Ground, request: FastifyRequest, who: Who): Promise<Context> {
  const organisation = await ground.organisation()
  if (!organisation && who !== 'anyone') throw notSetUp()
  return {
    database: ground.database,
    caller: request.caller as Caller,
    organisation: organisation ?? { name: '', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
}

/** Registers routes on a server: parse, authorise, answer. */
export function binder(app: FastifyInstance, ground: Ground) {
  return function bind<P, Q, B, O>(
    route: Route<P, Q, B, O>,
    handle: (input: Input<P, Q, B>) => Promise<O | Readable> | O | Readable,
  ): void {
    app.bound.push(route)
    const structured = structuredIn(route.query)
    const status = route.status ?? (route.output ? 200 : 204)
    app.route({
      method: route.method,
      url: `/api/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
      ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
      ...(route.output ? { schema: { response: { '2xx': serialisable(route.output) } } } : {}),
      handler: async (request, reply) => {
        authorise(request.caller, route.who)
        const context = await contextOf(ground, request, route.who)
        const input = {
          params: parse(route.params, request.params),
          query: parse(route.query, queryOf(request.query, structured)),
          body: parse(route.body, request.body),
          request,
          reply,
        }
        reply.code(status)
        const act = async (inner: Context) => handle({ ...input, context: inner })
        const body = await (route.secret ? act(context) : idempotently(request, reply, context, act))
        // Server-sent events have taken the connection over.
        if (reply.sent) return reply
        return reply.send(status === 204 ? undefined : body)
      },
    })
  }
}

export type Bind = ReturnType<typeof binder>
