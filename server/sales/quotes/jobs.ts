import { sql } from 'kysely'
import { quote } from '../../../contract/sales/quote.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Database } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { updateRecords } from '../../records/write.ts'
import { readOrganisation } from '../../team/organisation/queries.ts'

const atOnce = 500

/** Notes that quotes have expired, whose last day is over by the company's clock. */
export async function expireQuotes(database: Database, now: string): Promise<void> {
  const organisation = await readOrganisation(database.db)
  if (organisation) await expireOpen({ database, caller: system('system'), organisation, now })
}

export async function expireOpen(context: Context): Promise<void> {
  const today = dayOf(context.now, context.organisation.timeZone)
  for (let found = atOnce; found === atOnce;)
    found = await atomically(context, async (inner) => {
      const { db } = inner.database
      const { rows } = await sql<{ id: string }>`
        select id from quotes where status in ('sent', 'viewed') and valid_until < ${today} and deleted_at is null
        order by id limit ${atOnce} for no key update`.execute(db)
      const ids = rows.map(({ id }) => id)
      if (ids.length === 0) return 0
      await sql`update quote_editions set status = 'expired'
        where quote_id = any(${ids}::uuid[]) and status in ('sent', 'viewed')`.execute(db)
      await updateRecords(
        inner,
        quote,
        ids.map((id) => ({ id, values: { status: 'expired' } })),
      )
      return ids.length
    })
}

export const quoteJobs: Job[] = [
  {
    name: 'expire-quotes',
    cron: '7 * * * *',
    run: (_payload, { database }) => expireQuotes(database, new Date().toISOString()),
  },
]
