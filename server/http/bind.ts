import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Route } from '../../contract/http/route.ts'
import type { Database } from '../db/database.ts'
import type { Caller } from './caller.ts'
import type { Context, Input, Organisation } from './context.ts'
import { idempotently } from './idempotency.ts'
import { authorise } from './policy.ts'
import { invalid, Refusal, type FieldError } from './problem.ts'
import { serialisable } from './schema.ts'

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
  new Refusal({ status: 409, title: 'Not set up', detail: 'Open the address in a browser and create the owner’s account first.' })

const issues = (error: z.ZodError, prefix: string): FieldError[] =>
  error.issues.flatMap((issue): FieldError[] => {
    const path = [prefix, ...issue.path].filter((part) => part !== '').join('.')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'There is no such field' }))
    return [{ path, message: issue.message }]
  })

function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, prefix: string): T {
  if (!schema) return {} as T
  const parsed = schema.safeParse(value ?? {})
  if (!parsed.success) throw invalid(issues(parsed.error, prefix))
  return parsed.data
}

/** Query parameters that carry JSON, such as a filter, arrive as text. */
function queryOf(query: unknown): unknown {
  const entries = Object.entries((query ?? {}) as Record<string, string>)
  return Object.fromEntries(
    entries.map(([name, value]) => {
      if (typeof value !== 'string' || (value[0] !== '{' && value[0] !== '[')) return [name, value]
      try {
        return [name, JSON.parse(value) as unknown]
      } catch {
        throw invalid([{ path: name, message: 'This is not valid JSON' }])
      }
    }),
  )
}

async function contextOf(ground: Ground, request: FastifyRequest, route: Route): Promise<Context> {
  const organisation = await ground.organisation()
  if (!organisation && route.who !== 'anyone') throw notSetUp()
  return {
    database: ground.database,
    caller: request.caller as Caller,
    organisation: organisation ?? { name: '', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
}

/** Registers routes on a server: parse, authorise, answer. */
export function binder(app: FastifyInstance, ground: Ground) {
  return function bind<P, Q, B, O>(route: Route<P, Q, B, O>, handle: (input: Input<P, Q, B>) => Promise<O> | O): void {
    app.bound.push(route as unknown as Route)
    app.route({
      method: route.method,
      url: `/api/v1${route.path.replace(/\{(\w+)\}/g, ':$1')}`,
      ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
      ...(route.output ? { schema: { response: { '2xx': serialisable(route.output) } } } : {}),
      handler: async (request, reply) => {
        authorise(request.caller, route.who)
        const context = await contextOf(ground, request, route as unknown as Route)
        const input = {
          params: parse(route.params, request.params, ''),
          query: parse(route.query, queryOf(request.query), ''),
          body: parse(route.body, request.body, ''),
          request,
          reply,
        }
        const status = route.status ?? (route.output ? 200 : 204)
        const answer = await idempotently(request, context, status, (inner) => Promise.resolve(handle({ ...input, context: inner })))
        // A stream has been taken over by its handler.
        if (reply.sent || reply.raw.headersSent) return reply
        if (reply.statusCode === 200) reply.code(answer.status)
        return reply.send(answer.body ?? undefined)
      },
    })
  }
}

export type Bind = ReturnType<typeof binder>
