import { sql } from 'kysely'
import { importTargets, isRecordTarget } from '../../../contract/import-targets.ts'
import type { Report } from '../../../contract/records/import.ts'
import type { FileMapping } from '../../../contract/records/import-mapping.ts'
import type { Database } from '../../db/database.ts'
import { Refusal } from '../../http/problem.ts'
import { refreshTypes, typesOf } from '../types.ts'
import { lookAhead, type Ahead } from './ahead.ts'
import { createWhatIsNeeded } from './creates.ts'
import { rebuildIndexes, setIndexesAside } from './indexes.ts'
import { knownKeys } from './known-keys.ts'
import { Pending } from './lookup.ts'
import type { Chunk } from './parse.ts'
import { parseFile } from './parsing.ts'
import { planFile, UnusableMapping, type FilePlan } from './plan.ts'
import { columnsIn } from './prepare.ts'
import { UnreadableFile } from './rows.ts'
import {
  AlreadyWorked,
  finish,
  loadUpload,
  savePass,
  start,
  deferredRows,
  type ImportRow,
  type Upload,
} from './store.ts'
import { suggestWords } from './suggest-words.ts'
import { contextIn, take, type Session, type Stop, type Taken, type Taking, type Work } from './taking.ts'

const CHUNK_ROWS = 10_000
/** Of a file of so many rows, learning what is known already is worth its while. */
const LARGE = 50_000

/**
 * Runs an import, or tries it out without writing, from where it stands. Each chunk of rows and the place reached are
 * one transaction, so a process that dies at any point loses nothing and doubles nothing: the next one goes on.
 */
export async function workImport(work: Work, importId: string, mode: 'check' | 'run'): Promise<void> {
  await refreshTypes(work.database)
  await work.database.db.connection().execute(async (db) => {
    const { rows } = await sql<{
      mine: boolean
    }>`select pg_try_advisory_lock(hashtext('import'), hashtext(${importId})) as mine`.execute(db)
    if (!rows[0]?.mine) throw new AlreadyWorked('Another process works on this import')
    let importRow: ImportRow | undefined
    try {
      importRow = await start(db, importId, mode)
      const pending = mode === 'check' ? new Pending(db) : null
      await pending?.open()
      if (mode === 'run' && importRow.at_pass === 0 && importRow.at_row === 0)
        await setIndexesAside(
          db,
          importRow.passes.filter((pass) => isRecordTarget(pass.recordType)),
        )
      const session: Session = {
        ...work,
        importRow,
        db,
        pending,
        report: { duplicates: [], unknown: new Map() },
      }
      const stop = await workPasses(session).finally(() => rebuildIndexes(work.database.db))
      if (stop === 'interrupted') return
      await finish(db, importId, stop ?? (mode === 'check' ? 'checked' : 'done'), {
        report: await reportOf(session),
      })
    } catch (error) {
      const known =
        error instanceof UnreadableFile || error instanceof UnusableMapping || error instanceof Refusal
      // Anything else may pass, such as a lost connection: whoever started this may try again.
      if (!known || !importRow) throw error
      await finish(db, importId, 'failed', { error: error.message })
    } finally {
      work.database.notify('imports', importId)
      await sql`select pg_advisory_unlock(hashtext('import'), hashtext(${importId}))`
        .execute(db)
        .catch(() => undefined)
    }
  })
}

async function workPasses(session: Session): Promise<Stop> {
  const { importRow } = session
  const context = contextIn(session, session.db)
  if (importRow.at_pass === 0 && importRow.at_row === 0)
    await session.db
      .transaction()
      .execute((tx) =>
        createWhatIsNeeded(
          { ...context, database: { ...context.database, db: tx } },
          importRow.mapping.creates?.pipelines ?? [],
          session.pending?.within(tx) ?? null,
        ),
      )
  for (let at = importRow.at_pass; at < importRow.passes.length; at++) {
    const stop = await workPass(session, at, at === importRow.at_pass ? importRow.at_row : 0)
    if (stop) return stop
  }
  return null
}

/** One file as one record type. Rows that refer to later ones come last, until nothing moves any more. */
async function workPass(session: Session, at: number, after: number): Promise<Stop> {
  const pass = session.importRow.passes[at]!
  const file = session.importRow.mapping.files[pass.file]!
  const upload = await loadUpload(session.db, session.dataFolder, pass.upload)
  const task = await parseTask(session, file, upload)
  const stop = await workAhead(
    session,
    at,
    task.plan,
    parseFile({ ...task.parse, after }, upload.rows),
    !session.pending && upload.rows >= LARGE,
  )
  if (stop) return stop
  let waiting = await deferredRows(session.db, session.importRow.id, at)
  let more = true
  while (waiting.length > 0) {
    for await (const chunk of parseFile({ ...task.parse, after: 0, only: waiting }, upload.rows)) {
      const { stop } = await take(session, at, task.plan, chunk, { more, again: true }).taken
      if (stop) return stop
    }
    const still = await deferredRows(session.db, session.importRow.id, at)
    more = still.length < waiting.length
    waiting = still
  }
  await savePass(session.db, session.importRow, at + 1)
  return null
}

/**
 * Takes chunks in their order. While one is being written, what can be known of the next is found out, and what of that
 * needs nothing of the chunks before is written beside it, so that two processors have work; it waits there for its turn.
 */
async function workAhead(
  session: Session,
  at: number,
  plan: FilePlan,
  chunks: AsyncGenerator<Chunk>,
  large: boolean,
): Promise<Stop> {
  const read = async () => (await chunks.next()).value as Chunk | undefined
  const known = large ? await knownKeys(session.database.db, plan) : null
  const look = (chunk: Chunk, before: readonly Ahead[]) =>
    lookAhead(contextIn(session, session.database.db), plan, chunk, before, known)
  let before: Taking | null = null
  let taking: Taking | null = null
  try {
    let chunk = await read()
    let ahead = chunk && !session.pending ? await look(chunk, []) : null
    let former: Ahead | null = null
    while (chunk) {
      const present = chunk
      taking = take(session, at, plan, present, {
        more: true,
        ahead,
        before,
        ...(session.pending ? {} : { look: () => look(present, []) }),
      })
      const coming = await read()
      const found: Ahead | null =
        coming && ahead ? await look(coming, former ? [former, ahead] : [ahead]) : null
      const taken: Taken | undefined = await before?.taken
      if (taken?.stop) return taken.stop
      before = taking
      ;[chunk, former, ahead] = [coming, ahead, found]
      if (found && taken?.asForeseen !== false && hasRoom(session.database)) continue
      // As long as what was foreseen does not come true, or others need the connections, one is written at a time.
      const { stop, asForeseen } = await taking.taken
      if (stop) return stop
      before = null
      if (found && asForeseen) continue
      // What was refused owns nothing, and what was made beside is not known of, so look again.
      former = null
      ahead = coming && !session.pending ? await look(coming, []) : null
    }
    return (await before?.taken)?.stop ?? null
  } finally {
    await Promise.allSettled([before?.taken, taking?.taken])
    await chunks.return(undefined)
  }
}

/** Whether half of the pool's connections are free, so that those who work in the company do not wait for one. */
const hasRoom = ({ pool }: Database): boolean =>
  pool.waitingCount === 0 && pool.totalCount - pool.idleCount <= pool.options.max / 2

async function parseTask(session: Session, file: FileMapping, upload: Upload) {
  const { timeZone, currency } = session.organisation
  const mapping = session.importRow.mapping
  const dialect = { ...upload.dialect, ...file.dialect }
  const home = { timeZone, currency }
  const columns = await columnsIn(upload.path, dialect)
  const types = importTargets(typesOf(session.database))
  const plan = planFile(mapping, file, columns, home, types)
  return {
    plan,
    parse: { path: upload.path, dialect, mapping, file, home, types: types.all, chunkRows: CHUNK_ROWS },
  }
}

const reportOf = async ({ report, importRow, db, pending }: Session): Promise<Report> => ({
  duplicates: report.duplicates,
  unknown: await suggestWords(db, importRow.passes, [...report.unknown.values()], pending?.names),
})
