import { z } from 'zod'
import { route } from '../http/route.ts'
import { backupSchema } from './backups.ts'

const count = z.number().int()

export const statusSchema = z.object({
  version: z.string(),
  postgres: z.string(),
  migrations: z.object({ applied: count, latest: z.string().nullable(), pending: z.array(z.string()) }),
  jobs: z.object({
    waiting: count,
    running: count,
    failed: count,
    /** How long the job that is due longest has waited; null when none is due. */
    oldestSeconds: z.number().nullable(),
  }),
  /** Members' own mailboxes, those with something wrong first: how far each is read, and nothing of what is in it. */
  mailboxes: z.array(
    z.object({
      owner: z.object({ id: z.string(), title: z.string() }),
      state: z.enum(['failing', 'behind', 'waiting', 'read', 'paused']),
      /** When everything that was there had been read. */
      seenAt: z.string().nullable(),
      /** Messages still to be read. */
      behind: count,
      error: z.string().nullable(),
      failingSince: z.string().nullable(),
    }),
  ),
  mail: z.object({ waiting: count, failing: count, sentLastDay: count, hasServer: z.boolean() }),
  ledger: z.object({
    consumers: z.array(
      z.object({
        name: z.string(),
        /** Events still to read, at most 100,000 are counted. */
        behind: count,
        /** Since when the next of them waits. */
        seconds: z.number(),
      }),
    ),
    /** The oldest transaction that writes: what comes after it waits for it. */
    holder: z
      .object({
        pid: count,
        application: z.string(),
        seconds: z.number(),
        state: z.string(),
        statement: z.string(),
      })
      .nullable(),
  }),
  database: z.object({
    bytes: z.number(),
    tables: z.array(z.object({ name: z.string(), rows: z.number(), bytes: z.number() })),
  }),
  slowest: z.object({
    /** `server`: measured by the database for all processes; `process`: by the one that answers. */
    source: z.enum(['server', 'process']),
    statements: z.array(
      z.object({
        text: z.string(),
        calls: count,
        meanMs: z.number(),
        maxMs: z.number(),
        totalMs: z.number(),
      }),
    ),
  }),
  /** The files of records. */
  files: z.object({
    count,
    bytes: z.number(),
    /** Uploaded, and given to no record yet. */
    waiting: count,
    /** Taken away from their records, and kept for undoing. */
    removed: count,
    /** Their content is still to be deleted. */
    deleted: count,
    store: z.enum(['disk', 's3']),
  }),
  disk: z.object({ folder: z.string(), free: z.number(), total: z.number() }),
  backup: z.object({ last: backupSchema.nullable(), lastDone: backupSchema.nullable(), active: z.boolean() }),
})
export type Status = z.infer<typeof statusSchema>

export const statusRoutes = {
  status: route({
    method: 'GET',
    path: '/operations/status',
    who: 'administrator',
    summary: 'How the installation is doing: jobs, mail, ledger, database, disk and backups',
    tag: 'Administration',
    output: statusSchema,
  }),
}
