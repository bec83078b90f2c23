import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
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

/**
 * Runs `fn` with a context in which everything is read and written in one transaction. Notices wait for the commit:
 * whoever heard one before it would look, find nothing new and remember that.
 */
export async function atomically<T>(context: Context, fn: (inner: Context) => Promise<T>): Promise<T> {
  const { database } = context
  if (database.db.isTransaction) return fn(context)
  const notices = new Map<string, string | undefined>()
  const answer = await transaction(database.db, (tx) =>
    fn({
      ...context,
      database: {
        ...database,
        db: tx,
        lists: tx,
        notify: (channel, payload) => void notices.set(channel, payload),
      },
    }),
  )
  for (const [channel, payload] of notices) database.notify(channel, payload)
  return answer
}
