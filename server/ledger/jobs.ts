import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Job } from '../db/jobs.ts'

/** How long the answer to a request with an Idempotency-Key is kept. */
const kept = '24 hours'

/** Partitions of the ledger for this month and the next ones; called at the start and every night. */
export const makePartitions = (db: Db) => sql`select make_event_partitions(3)`.execute(db)

export const ledgerJobs: Job[] = [
  {
    name: 'make-event-partitions',
    cron: '17 3 * * *',
    run: async (_payload, { database }) => {
      await makePartitions(database.db)
    },
  },
  {
    name: 'forget-idempotency-keys',
    cron: '42 * * * *',
    run: async (_payload, { database }) => {
      await sql`delete from idempotency_keys where created_at < now() - ${kept}::interval`.execute(
        database.db,
      )
    },
  },
]
