import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'

/**
 * Forgets who was told what of meetings that are deleted for good, or over for a year: nothing is sent about them any more.
 * A meeting that was moved is remembered with the last one that it became.
 */
export async function forgetInvitations(db: Db, now: string): Promise<void> {
  await sql`delete from meeting_invitations i where not exists (
    select from meetings m where m.calendar_uid = i.calendar_uid
      and coalesce(m.ends_at, m.starts_at) > ${now}::timestamptz - interval '1 year')`.execute(db)
}

export const meetingJobs: Job[] = [
  {
    name: 'forget-invitations',
    cron: '35 3 * * *',
    run: (_, { database: { db } }) => forgetInvitations(db, new Date().toISOString()),
  },
]
