import { sql } from 'kysely'
import type { z } from 'zod'
import type { keyInput, keySchema } from '../../../contract/team/routes.ts'
import type { Database, Db } from '../../db/database.ts'
import { notFound } from '../../http/problem.ts'
import { hashOf, newKey } from './rules.ts'

type Key = z.infer<typeof keySchema>

export async function createKey(
  db: Db,
  input: z.infer<typeof keyInput>,
  createdBy: string | null,
): Promise<Key & { key: string }> {
  const key = newKey()
  const { rows } = await sql<Key>`insert into api_keys (name, hash, scopes, created_by, expires_at)
    values (${input.name}, ${hashOf(key)}, ${input.scopes}, ${createdBy}, ${input.expiresAt ?? null})
    returning id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"`.execute(
    db,
  )
  return { ...(rows[0] as Key), key }
}

/** A new secret for a key. The old one works for another day, so that no program stands still meanwhile. */
export async function renewKey(database: Database, id: string): Promise<Key & { key: string }> {
  const key = newKey()
  const { rows } =
    await sql<Key>`update api_keys set previous_hash = hash, previous_until = now() + interval '1 day',
      hash = ${hashOf(key)}
    where id = ${id} and revoked_at is null
    returning id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"`.execute(
      database.db,
    )
  if (!rows[0]) throw notFound('key')
  database.notify('callers')
  return { ...rows[0], key }
}

export async function revokeKey(database: Database, id: string): Promise<void> {
  const { rows } =
    await sql`update api_keys set revoked_at = now() where id = ${id} and revoked_at is null returning id`.execute(
      database.db,
    )
  if (rows.length === 0) throw notFound('key')
  database.notify('callers')
}
