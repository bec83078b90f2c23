import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { transaction } from '../db/transaction.ts'
import type { Context } from './context.ts'
import { invalidField } from './problem.ts'

interface Answer<O> {
  status: number
  body: O
}

/**
 * Answers a request once for each Idempotency-Key of a caller within 24 hours: a second one gets the first's answer,
 * the same key with another request is refused. The key is written in the transaction of the effects, so a crash
 * leaves either both or neither; of two at once the second waits for the first.
 */
export async function idempotently<O>(
  request: FastifyRequest,
  context: Context,
  status: number,
  handle: (context: Context) => Promise<O>,
): Promise<Answer<O>> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || request.method === 'GET' || !context.caller) return { status, body: await handle(context) }
  if (key.length > 255) throw invalidField('Idempotency-Key', 'Use a key of at most 255 characters')
  const caller = context.caller.keyId ?? context.caller.userId ?? 'system'
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`).digest()

  return transaction(context.database.db, async (tx) => {
    const { rows } = await sql<{ fresh: boolean; request: Buffer; status: number; response: O }>`
      insert into idempotency_keys as kept (caller, key, request) values (${caller}, ${key}, ${hash})
      on conflict (caller, key) do update
        set request = case when kept.created_at < now() - interval '24 hours' then excluded.request else kept.request end,
            status = case when kept.created_at < now() - interval '24 hours' then null else kept.status end,
            created_at = case when kept.created_at < now() - interval '24 hours' then now() else kept.created_at end
      returning status is null as fresh, request, status, response`.execute(tx)
    const kept = rows[0]
    if (!kept) throw new Error('An idempotency key was neither written nor found')
    if (!kept.fresh) {
      if (!kept.request.equals(hash)) throw invalidField('Idempotency-Key', 'This key was used with another request. Use a new one.')
      return { status: kept.status, body: kept.response }
    }
    const body = await handle({ ...context, database: { ...context.database, db: tx, lists: tx } })
    await sql`update idempotency_keys set status = ${status}, response = ${JSON.stringify(body ?? null)}
      where caller = ${caller} and key = ${key}`.execute(tx)
    return { status, body }
  })
}
