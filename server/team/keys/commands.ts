import { sql } from 'kysely'
import type { z } from 'zod'
import type { keyInput, keySchema } from '../../../contract/team/routes.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { hashOf, newKey } from './rules.ts'

type Key = z.infer<typeof keySchema>

const columns = sql`id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"`

/** Of the key itself nothing is written down: neither the old one nor the new. */
async function said(
  inner: Context,
  verb: 'created' | 'renewed' | 'revoked',
  { id, name, scopes, expiresAt }: Key,
): Promise<void> {
  await record(inner.database.db, inner.caller, inner.now, [
    {
      type: `key.${verb}`,
      subject: { type: 'key', id, version: null },
      data: { title: name, scopes, expiresAt },
    },
  ])
  inner.database.notify('ledger')
}

export function createKey(context: Context, input: z.infer<typeof keyInput>): Promise<Key & { key: string }> {
  return atomically(context, async (inner) => {
    const key = newKey()
    const { rows } = await sql<Key>`insert into api_keys (name, hash, scopes, created_by, expires_at)
      values (${input.name}, ${hashOf(key)}, ${input.scopes}, ${inner.caller.userId}, ${input.expiresAt ?? null})
      returning ${columns}`.execute(inner.database.db)
    const made = rows[0] as Key
    await said(inner, 'created', made)
    return { ...made, key }
  })
}

const one = async (db: Db, id: string, change: ReturnType<typeof sql>): Promise<Key> => {
  const { rows } = await sql<Key>`update api_keys set ${change} where id = ${id} and revoked_at is null
    returning ${columns}`.execute(db)
  if (!rows[0]) throw notFound('key')
  return rows[0]
}

/** A new secret for a key. The old one works for another day, so that no program stands still meanwhile. */
export function renewKey(context: Context, id: string): Promise<Key & { key: string }> {
  return atomically(context, async (inner) => {
    const key = newKey()
    const renewed = await one(
      inner.database.db,
      id,
      sql`previous_hash = hash, previous_until = now() + interval '1 day', hash = ${hashOf(key)}`,
    )
    await said(inner, 'renewed', renewed)
    inner.database.notify('callers')
    return { ...renewed, key }
  })
}

export function revokeKey(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    await said(inner, 'revoked', await one(inner.database.db, id, sql`revoked_at = now()`))
    inner.database.notify('callers')
  })
}
