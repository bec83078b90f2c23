import { sql } from 'kysely'
import type { Job } from '../db/jobs.ts'

/** How long the answer to a request with an Idempotency-Key is kept. */
const kept = '24 hours'

export const ledgerJobs: Job[] = [
  {
    name: 'make-event-partitions',
    cron: '17 3 * * *',
    run: async (_payload, { database }) => {
      await sql`select make_event_partitions(3)`.execute(database.db)
    },
  },
  {
    name: 'forget-idempotency-keys',
    cron: '42 * * * *',
    run: async (_payload, { database }) => {
      await sql`delete from idempotency_keys where created_at < now() - ${kept}::interval`.execute(database.db)
    },
  },
]
