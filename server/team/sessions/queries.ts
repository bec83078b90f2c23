import { sql } from 'kysely'
import type { SessionAnswer } from '../../../contract/team/sessions.ts'
import type { Db } from '../../db/database.ts'

/** Where a member is signed in; `current` is the session that asks. */
export async function sessionsOf(
  db: Db,
  userId: string | null,
  current: string | undefined,
): Promise<SessionAnswer[]> {
  const { rows } = await sql<SessionAnswer>`
    select s.id, s."createdAt", coalesce(s.last_seen_at, s."updatedAt") as "lastSeenAt", s."expiresAt",
      nullif(s."userAgent", '') as "userAgent", nullif(s."ipAddress", '') as "ipAddress",
      s.id is not distinct from ${current ?? null}::text as current
    from sign_in_session s join users u on u.sign_in_id = s."userId"
    where u.id = ${userId}::uuid and s."expiresAt" > now()
    order by current desc, "lastSeenAt" desc, s.id`.execute(db)
  return rows
}
