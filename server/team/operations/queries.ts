import { sql } from 'kysely'
import type { z } from 'zod'
import type { failedJobSchema, mailSchema } from '../../../contract/team/operations.ts'
import type { Db } from '../../db/database.ts'

export async function failedJobs(db: Db): Promise<z.infer<typeof failedJobSchema>[]> {
  const { rows } = await sql<z.infer<typeof failedJobSchema>>`
    select j.id::text, t.identifier as name, j.attempts::int, j.max_attempts::int as "maxAttempts", j.last_error as error,
      j.created_at as "createdAt", case when j.attempts < j.max_attempts then j.run_at end as "nextAt"
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.last_error is not null order by j.updated_at desc limit 200`.execute(db)
  return rows
}

/** An owner's mail may hold the link to a new password, so only owners read it. */
export async function outbox(db: Db, isOwner: boolean): Promise<z.infer<typeof mailSchema>[]> {
  const { rows } = await sql<z.infer<typeof mailSchema>>`
    select id, recipient, subject, created_at as "createdAt",
      case when ${isOwner} or not exists (select from users u where u.email = m.recipient and u.role = 'owner')
        then body else 'Only an owner may read this mail.' end as body, sent_at as "sentAt", error
    from outgoing_mail m order by created_at desc limit 200`.execute(db)
  return rows
}
