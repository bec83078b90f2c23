import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { notFound } from '../../http/problem.ts'

/** Gives a failed job its attempts back and runs it now. */
export async function retryJob(db: Db, id: string): Promise<void> {
  const { rows } =
    await sql`select from graphile_worker.reschedule_jobs(array[${id}::bigint], run_at => now(), attempts => 0)`.execute(
      db,
    )
  if (rows.length === 0) throw notFound('job')
}
