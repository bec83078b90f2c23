import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '../../../http/context.ts'
import { conflict } from '../../../http/problem.ts'

/** 256 random bits need no slow hash. */
export const feedHash = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Makes the address of the caller's calendar. A former one leads nowhere from now on. */
export async function renewFeed(context: Context, publicUrl: string): Promise<{ url: string }> {
  const { userId } = context.caller
  if (userId === null) throw conflict('Only a member has a calendar. Sign in instead of using a key.')
  const token = randomBytes(32).toString('base64url')
  await sql`insert into calendar_feeds (user_id, token_hash, created_at) values (${userId}, ${feedHash(token)}, ${context.now})
    on conflict (user_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at`.execute(
    context.database.db,
  )
  return { url: `${publicUrl}/api/v1/calendar/${token}.ics` }
}

export async function endFeed({ database, caller }: Context): Promise<void> {
  await sql`delete from calendar_feeds where user_id = ${caller.userId}`.execute(database.db)
}

export async function feedState({ database, caller }: Context): Promise<{ createdAt: string | null }> {
  const { rows } = await sql<{ createdAt: string }>`
    select created_at as "createdAt" from calendar_feeds where user_id = ${caller.userId}`.execute(
    database.db,
  )
  return { createdAt: rows[0]?.createdAt ?? null }
}
