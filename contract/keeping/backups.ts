import { z } from 'zod'
import { idParams, route } from '../http/route.ts'

const tag = 'Administration'

export const backupStates = ['waiting', 'running', 'done', 'failed'] as const
export const backupSchema = z.object({
  id: z.string(),
  /** By the clock, or because somebody asked. */
  cause: z.enum(['schedule', 'request']),
  state: z.enum(backupStates),
  file: z.string(),
  bytes: z.number().int().nullable(),
  /** From 0 to 1. */
  progress: z.number(),
  error: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Its file can be downloaded. */
  kept: z.boolean(),
})
export type Backup = z.infer<typeof backupSchema>

export const scheduleSchema = z.object({
  active: z.boolean(),
  /** In the organisation's time zone. */
  at: z.string().meta({ example: '02:00' }),
  days: z.number().int(),
  weeks: z.number().int(),
  months: z.number().int(),
})
export type BackupSchedule = z.infer<typeof scheduleSchema>

export const scheduleInput = z.strictObject({
  active: z.boolean(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Use a time of day such as 02:00')
    .meta({ example: '02:00' }),
  days: z.number().int().min(1, 'Keep at least one day').max(366),
  weeks: z.number().int().min(0).max(104),
  months: z.number().int().min(0).max(120),
})

export const backupRoutes = {
  list: route({
    method: 'GET',
    path: '/backups',
    who: 'administrator',
    summary: 'The backups of this installation, newest first, and when they are made',
    tag,
    output: z.object({
      data: z.array(backupSchema),
      schedule: scheduleSchema,
      /** Where they are kept, as the server names it. */
      folder: z.string(),
    }),
  }),
  schedule: route({
    method: 'PUT',
    path: '/backups/schedule',
    who: 'administrator',
    summary: 'When backups are made by themselves, and how many days, weeks and months keep theirs',
    tag,
    body: scheduleInput,
    output: scheduleSchema,
  }),
  make: route({
    method: 'POST',
    path: '/backups',
    who: 'administrator',
    summary: 'Back up now; the answer comes at once, the backup when it is made',
    tag,
    status: 201,
    output: backupSchema,
  }),
  download: route({
    method: 'GET',
    path: '/backups/{id}/file',
    who: 'owner',
    summary: 'Download a backup, which holds everything',
    tag,
    params: idParams,
    status: 200,
    sends: 'application/octet-stream',
  }),
  remove: route({
    method: 'DELETE',
    path: '/backups/{id}',
    who: 'administrator',
    summary: 'Delete the file of a backup',
    tag,
    params: idParams,
  }),
}
