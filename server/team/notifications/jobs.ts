import type { Job } from '../../db/jobs.ts'
import { notifyDue } from './commands.ts'

export const notificationJobs: Job[] = [
  {
    name: 'notify-due',
    cron: '* * * * *',
    run: async (_payload, { database }) => {
      await notifyDue(database.db, new Date().toISOString())
    },
  },
]
