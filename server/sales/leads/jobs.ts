import { sql } from 'kysely'
import { lead } from '../../../contract/sales/lead.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Database } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { refreshTypes, typeIn } from '../../records/types.ts'
import { updateRecords } from '../../records/write.ts'
import { readOrganisation } from '../../team/organisation/queries.ts'

/** Leads of one transaction. */
const most = 500

/** What an automation acts in; null until the company has been set up. */
async function contextOf(database: Database, now: string): Promise<Context | null> {
  const organisation = await readOrganisation(database.db)
  if (!organisation) return null
  await refreshTypes(database)
  return { database, caller: system('automation'), organisation, now }
}

/** Passes leads on that a rule assigned and whose owner let the time for it go by; the rules choose who is next. */
export async function reassignLeads(database: Database, now: string): Promise<void> {
  const context = await contextOf(database, now)
  if (!context) return
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from leads where reassign_at <= ${now} and deleted_at is null order by reassign_at limit ${most}`.execute(
      database.db,
    )
    if (rows.length === 0) return
    const ids = rows.map(({ id }) => id)
    await atomically(context, async (inner) => {
      // Whoever has touched one meanwhile keeps it: the rules look again, under its lock.
      await updateRecords(
        inner,
        typeIn(database, lead.name),
        ids.map((id) => ({ id, values: { owner: null } })),
      )
      // With nobody else to have it, it stays where it is and is not asked for again.
      await sql`update leads set reassign_at = null where id = any(${ids}::uuid[]) and reassign_at <= ${now}`.execute(
        inner.database.db,
      )
    })
  }
}

/** Makes recycled leads new again whose day has come. */
export async function returnLeads(database: Database, now: string): Promise<void> {
  const context = await contextOf(database, now)
  if (!context) return
  const today = dayOf(now, context.organisation.timeZone)
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from leads where status = 'recycled' and recycle_on <= ${today} and deleted_at is null
      order by recycle_on limit ${most}`.execute(database.db)
    if (rows.length === 0) return
    await updateRecords(
      context,
      typeIn(database, lead.name),
      rows.map(({ id }) => ({ id, values: { status: 'new' } })),
    )
  }
}

export const leadJobs: Job[] = [
  {
    name: 'reassign-leads',
    cron: '*/2 * * * *',
    run: (_, { database }) => reassignLeads(database, new Date().toISOString()),
  },
  {
    name: 'return-leads',
    cron: '7 * * * *',
    run: (_, { database }) => returnLeads(database, new Date().toISOString()),
  },
]
