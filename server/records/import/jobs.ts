import { sql } from 'kysely'
import { addJob, type Job } from '../../db/jobs.ts'
import type { Database, Db } from '../../db/database.ts'
import type { Organisation } from '../../http/context.ts'
import { rebuildIndexes } from './indexes.ts'
import { deleteOldFiles } from './retention.ts'
import { workImport } from './run.ts'
import { AlreadyWorked } from './store.ts'
import { workUndo } from './undo.ts'

interface Payload {
  importId: string
  mode: 'check' | 'run' | 'undo'
}

export const queueImport = (db: Db, importId: string, mode: Payload['mode']): Promise<void> =>
  addJob(db, 'import', { importId, mode } satisfies Payload, { key: `import ${importId} ${mode}` })

/** The organisation that an import reads days and amounts for. */
export async function organisationOf(db: Db): Promise<Organisation> {
  const { rows } =
    await sql<Organisation>`select name, time_zone as "timeZone", currency from organisation`.execute(db)
  if (!rows[0]) throw new Error('Set up the company first; an import needs its time zone and currency.')
  return rows[0]
}

export const importJobs = (dataFolder: string): Job[] => [
  {
    name: 'import',
    async run(payload, { database, signal }) {
      const { importId, mode } = payload as Payload
      const work = { database, organisation: await organisationOf(database.db), dataFolder, signal }
      await (mode === 'undo' ? workUndo(work, importId) : workImport(work, importId, mode)).catch(ignoreTaken)
    },
  },
  {
    // A process that was killed leaves its import running with nobody at work.
    name: 'import-resume',
    cron: '* * * * *',
    run: async (_, { database }) => resumeAbandoned(database),
  },
  {
    name: 'import-files',
    cron: '20 3 * * *',
    run: async (_, { database }) => deleteOldFiles(database.db, dataFolder),
  },
]

const ignoreTaken = (error: unknown) => {
  if (!(error instanceof AlreadyWorked)) throw error
}

/** Queues the imports that should be running and that no living process holds. */
export async function resumeAbandoned(database: Database): Promise<void> {
  const { rows } = await sql<{ id: string; state: string }>`
    select id, state from imports i where state in ('running', 'checking', 'undoing') and not exists (
      select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = hashtext('import')::oid and l.objid = hashtext(i.id::text)::oid)`.execute(database.db)
  const { rows: held } =
    await sql`select from pg_locks where locktype = 'advisory' and classid = hashtext('import')::oid and objsubid = 2`.execute(
      database.db,
    )
  if (rows.length === 0 && held.length === 0) await rebuildIndexes(database.db)
  const modes: Record<string, Payload['mode']> = { checking: 'check', running: 'run', undoing: 'undo' }
  for (const { id, state } of rows) await queueImport(database.db, id, modes[state]!)
}
