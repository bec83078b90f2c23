import { dayOf } from '../../../../contract/values/day.ts'
import type { Database } from '../../../db/database.ts'
import type { Job } from '../../../db/jobs.ts'
import { system } from '../../../http/caller.ts'
import { readOrganisation } from '../../../team/organisation/queries.ts'
import { keepWeeks, lastKept } from './commands.ts'
import { weeksDue } from './rules.ts'

/** Keeps how each week began that has no snapshot yet: usually this one, in the hour after Monday has begun. */
export async function keepForecasts(database: Database, now: string): Promise<void> {
  const organisation = await readOrganisation(database.db)
  if (!organisation) return
  const context = { database, caller: system('system'), organisation, now }
  const { last, began } = await lastKept(context)
  const zone = organisation.timeZone
  await keepWeeks(context, weeksDue(dayOf(now, zone), zone, last, began))
}

export const forecastJobs: Job[] = [
  {
    name: 'keep-forecast',
    cron: '3,33 * * * *',
    run: (_payload, { database }) => keepForecasts(database, new Date().toISOString()),
  },
]
