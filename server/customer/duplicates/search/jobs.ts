import type { Job } from '../../../db/jobs.ts'
import { jobName, reviewed, running, startSearch, workSearch } from './commands.ts'

export const duplicateJobs: Job[] = [
  {
    // Asked for, and each minute whatever a process that was stopped has left.
    name: jobName,
    cron: '* * * * *',
    async run(_, { database, signal }) {
      for (const type of await running(database.db)) await workSearch(database, type, signal)
    },
  },
  {
    // Changes are compared as they happen; a new release may know better how.
    name: 'find-duplicates-weekly',
    cron: '40 2 * * 0',
    async run(_, { database }) {
      for (const type of reviewed) await startSearch(database.db, type, null)
    },
  },
]
