import { z } from 'zod'
import type { Job } from '../db/jobs.ts'
import { followSchedule, workBackup, type BackupPlace } from './backups.ts'

const payloadSchema = z.object({ id: z.uuid() })

export const backupJobs = (place: BackupPlace): Job[] => [
  {
    name: 'make-backup',
    run: async (payload, { database }) => workBackup(database, payloadSchema.parse(payload).id, place),
  },
  {
    name: 'schedule-backup',
    cron: '*/5 * * * *',
    run: async (_payload, { database }) => followSchedule(database, new Date().toISOString()),
  },
]
