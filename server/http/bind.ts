import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Route, Who } from '../../contract/http/route.ts'
import { declaredTypes, type RecordTypes } from '../../contract/record-types.ts'
import type { Database } from '../db/database.ts'
import type { Caller } from './caller.ts'
import type { Context, Input, Organisation } from './context.ts'
import { idempotently } from './idempotency.ts'
import { authorise } from './policy.ts'
import { fieldErrors, invalid, Refusal } from './problem.ts'
import { serialisable, structuredIn } from './schema.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** As the route declares it. */
    slowBody?: true
    perMinute?: number
    /** The paths under a route that ends in anything, as far as they are known; a log may name them. */
    known?: ReadonlySet<string>
  }
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyInstance {
    /** Every bound route as declared, for the test that tries each role on each. */
    bound: Route[]
    /** The same as they are with a company's own fields, for OpenAPI. */
    boundWith: ((types: RecordTypes) => Route)[]
  }
}

/** A route, or how it is made of the record types as they are; its method, path and caller never depend on them. */
export type Declared<P, Q, B, O> = Route<P, Q, B, O> | ((types: RecordTypes) => Route<P, Q, B, O>)

/** What a route's context is made from. */
export interface Ground {
  database: Database
  /** Null until the company has been set up. */
  organisation: () => Promise<Organisation | null>
  /** The id of the record that the one of a path was merged into: who has kept the old id is served with that. */
  successorOf?: (context: Context, path: string, id: string) => Promise<string | null>
  /** The record types as they are in the database, and how to look whether that is still so; as declared without it. */
  types?: { now(): RecordTypes; refresh(): Promise<void> }
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
    if (error instanceof RangeError) {
      const [path = ''] = Object.entries(value ?? {}).find(([, part]) => typeof part === 'object') ?? []
      throw invalid([{ path, message: 'This is nested too deeply' }])
    }
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

const responseSchemas = new WeakMap<z.ZodType, ReturnType<typeof serialisable>>()

function responseSchemaOf(output: z.ZodType) {
  let known = responseSchemas.get(output)
  if (!known) responseSchemas.set(output, (known = serialisable(output)))
  return known
}

/** Registers routes on a server: parse, authorise, answer. */
export function binder(app: FastifyInstance, ground: Ground) {
  const { types } = ground
  return function bind<P, Q, B, O>(
    declared: Declared<P, Q, B, O>,
    handle: (input: Input<P, Q, B>) => Promise<O | Readable> | O | Readable,
  ): void {
    const routeWith = typeof declared === 'function' ? declared : () => declared
    const fixed = routeWith(declaredTypes)
    app.bound.push(fixed)
    app.boundWith.push(routeWith)
    const status = fixed.status ?? (fixed.output ? 200 : 204)

    async function answer(request: FastifyRequest, reply: FastifyReply): Promise<O | Readable> {
      const route = routeWith(types?.now() ?? declaredTypes)
      const context = await contextOf(ground, request, fixed.who)
      const input = {
        params: parse(route.params, request.params),
        query: parse(route.query, queryOf(request.query, structuredIn(fixed.query))),
        body: parse(route.body, request.body),
        request,
        reply,
      }
      reply.code(status)
      // Made when it is first asked for: to make those of all routes would take a good part of the start.
      if (route.output)
        reply
          .type('application/json; charset=utf-8')
          .serializer(
            reply.compileSerializationSchema(responseSchemaOf(route.output)) as (body: unknown) => string,
          )
      const act = async (inner: Context): Promise<O | Readable> => {
        try {
          return await handle({ ...input, context: inner })
        } catch (error) {
          const missing =
            error instanceof Refusal && error.problem.status === 404 && fixed.method !== 'DELETE'
          const { id } = input.params as { id?: string }
          const successor = missing && id ? await ground.successorOf?.(inner, fixed.path, id) : null
          if (!id || !successor) throw error
          reply.header('content-location', request.url.replace(id, successor))
          return handle({ ...input, params: { ...input.params, id: successor }, context: inner })
        }
      }
      // What takes its time is not waited for in a transaction; sent again, it is another one.
      return route.secret || route.slowBody ? act(context) : idempotently(request, reply, context, act)
    }

    app.route({
      method: fixed.method,
      url: `/api/v1${fixed.path.replace(/\{(\w+)\}/g, ':$1')}`,
      ...(fixed.bodyLimit ? { bodyLimit: fixed.bodyLimit } : {}),
      config: {
        ...(fixed.slowBody && { slowBody: true as const }),
        ...(fixed.perMinute !== undefined && { perMinute: fixed.perMinute }),
      },
      handler: async (request, reply) => {
        authorise(request.caller, fixed.who)
        const known = types?.now()
        const body = await answer(request, reply).catch(async (error: unknown) => {
          // Another process may have added a field that this one has not heard of yet: what was refused is tried again.
          const refused = error instanceof Refusal && error.problem.status === 422
          if (!types || !refused || request.body instanceof Readable) throw error
          await types.refresh()
          if (types.now() === known) throw error
          return answer(request, reply)
        })
        // Server-sent events have taken the connection over.
        if (reply.sent) return reply
        return reply.send(status === 204 ? undefined : body)
      },
    })
  }
}

export type Bind = ReturnType<typeof binder>
