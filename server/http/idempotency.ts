import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { atomically, type Context } from './context.ts'
import { invalidField } from './problem.ts'

/** What a route answered: its body, and what it set on the reply. */
interface Answer {
  status: number
  headers: Record<string, string>
  body: unknown
}

/** The headers that belong to an answer: the version written, and the event to undo it by. */
const answered = ['etag', 'event']

/**
 * Answers a request once for each Idempotency-Key of a caller within 24 hours: a second one gets the first's answer,
 * the same key with another request is refused. The key is written in the transaction of the effects, so a crash
 * leaves either both or neither; of two at once the second waits for the first.
 */
export async function idempotently<O>(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
  handle: (context: Context) => Promise<O>,
): Promise<O> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || request.method === 'GET' || !context.caller) return handle(context)
  if (key.length < 1 || key.length > 255)
    throw invalidField('Idempotency-Key', 'Use a key of 1 to 255 characters')
  const caller = context.caller.keyId ?? context.caller.userId ?? 'system'
  const hash = createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest()

  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ request: Buffer; answer: Answer | null }>`
      insert into idempotency_keys as kept (caller, key, request) values (${caller}, ${key}, ${hash})
      on conflict (caller, key) do update
        set request = case when kept.created_at < now() - interval '24 hours' then excluded.request else kept.request end,
            response = case when kept.created_at < now() - interval '24 hours' then null else kept.response end,
            created_at = case when kept.created_at < now() - interval '24 hours' then now() else kept.created_at end
      returning request, response as answer`.execute(db)
    const kept = rows[0]
    if (!kept) throw new Error('An idempotency key was neither written nor found')
    if (kept.answer) {
      if (!kept.request.equals(hash))
        throw invalidField('Idempotency-Key', 'This key was used with another request. Use a new one.')
      reply.code(kept.answer.status).headers(kept.answer.headers)
      return kept.answer.body as O
    }
    const body = await handle(inner)
    const headers = Object.fromEntries(
      answered.flatMap((name) => (reply.hasHeader(name) ? [[name, String(reply.getHeader(name))]] : [])),
    )
    const answer: Answer = { status: reply.statusCode, headers, body: body ?? null }
    await sql`update idempotency_keys set status = ${answer.status}, response = ${JSON.stringify(answer)}
      where caller = ${caller} and key = ${key}`.execute(db)
    return body
  })
}
