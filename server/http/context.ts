import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import type { Caller } from './caller.ts'

export interface Organisation {
  name: string
  timeZone: string
  currency: string
}

/** What every command and query is given besides its input. */
export interface Context {
  database: Database
  caller: Caller
  organisation: Organisation
  /** The moment of the request, ISO 8601 in UTC. */
  now: string
}

/** A route's parsed input and the context to act in. */
export interface Input<P, Q, B> {
  params: P
  query: Q
  body: B
  context: Context
  request: FastifyRequest
  reply: FastifyReply
}
