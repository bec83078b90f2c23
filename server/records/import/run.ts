import { sql } from 'kysely'
import { importTargets, isRecordTarget } from '../../../contract/import-targets.ts'
import type { Duplicate, Report } from '../../../contract/records/import.ts'
import type { FileMapping } from '../../../contract/records/import-mapping.ts'
import type { Database, Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context, Organisation } from '../../http/context.ts'
import { Refusal as Told } from '../../http/problem.ts'
import { refreshTypes, typesOf } from '../types.ts'
import { lookAhead, type Ahead } from './ahead.ts'
import { takeChunk, type Outcome } from './chunk.ts'
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
  finish,
  forgetDeferrals,
  loadUpload,
  saveChunk,
  savePass,
  start,
  deferredRows,
  type ImportRow,
  type Upload,
} from './store.ts'
import { suggestWords } from './suggest-words.ts'

const CHUNK_ROWS = 10_000
const REPORTED = 100
/** Of a file of so many rows, learning what is known already is worth its while. */
const LARGE = 50_000

export interface Work {
  database: Database
  organisation: Organisation
  dataFolder: string
  /** Set when the process is to stop: the chunk in hand is finished, the rest waits for the next process. */
  signal?: AbortSignal | undefined
}

/** Why work ended before its end. */
type Stop = 'cancelled' | 'interrupted' | null

/** Another process has this import in hand. */
export class AlreadyWorked extends Error {}

interface Session extends Work {
  importRow: ImportRow
  /** The one connection of the import: it holds the lock and, in a dry run, what is pending. */
  db: Db
  pending: Pending | null
  report: { duplicates: (Duplicate & { pass: number })[]; unknown: Map<string, Report['unknown'][number]> }
}

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
        error instanceof UnreadableFile || error instanceof UnusableMapping || error instanceof Told
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
      const { stop } = await work(session, at, task.plan, chunk, { more, again: true })
      if (stop) return stop
    }
    const still = await deferredRows(session.db, session.importRow.id, at)
    more = still.length < waiting.length
    waiting = still
  }
  await savePass(session.db, session.importRow, at + 1)
  return null
}

/** Takes chunks in their order; while one is being written, what can be known of the next is found out. */
async function workAhead(
  session: Session,
  at: number,
  plan: FilePlan,
  chunks: AsyncGenerator<Chunk>,
  large: boolean,
): Promise<Stop> {
  const read = async () => (await chunks.next()).value as Chunk | undefined
  const known = large ? await knownKeys(session.database.db, plan) : null
  const look = (chunk: Chunk, before: Ahead | null) =>
    lookAhead(contextIn(session, session.database.db), plan, chunk, before, known)
  try {
    let chunk = await read()
    let ahead = chunk && !session.pending ? await look(chunk, null) : null
    while (chunk) {
      const before = ahead
      const turn = Promise.withResolvers<void>()
      if (ahead?.ready) ahead.ready.lines.sent = turn.resolve
      else turn.resolve()
      const next = Promise.all([read(), turn.promise]).then(async ([coming]) => ({
        coming,
        found: coming && before ? await look(coming, before) : null,
      }))
      // Its failure is told where it is awaited.
      next.catch(() => undefined)
      const { stop, asForeseen } = await work(session, at, plan, chunk, { more: true, ahead })
      if (stop) return stop
      turn.resolve()
      const { coming, found } = await next
      chunk = coming
      // What was refused owns nothing, and what was made beside is not known of, so look again.
      ahead = asForeseen || !coming ? found : session.pending ? null : await look(coming, null)
    }
    return null
  } finally {
    await chunks.return(undefined)
  }
}

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

async function work(
  session: Session,
  at: number,
  plan: FilePlan,
  chunk: Chunk,
  { more, ahead = null, again = false }: { more: boolean; ahead?: Ahead | null; again?: boolean },
): Promise<{ stop: Stop; asForeseen: boolean }> {
  for (let attempt = 1; ; attempt++) {
    try {
      const taken = await session.db.transaction().execute(async (tx) => {
        // A chunk lost to a crash is taken again, because its place is lost with it; the end is written for good.
        await sql`set local synchronous_commit = off`.execute(tx)
        // What waits to go into the indexes of the search goes in many at a time.
        await sql`set local gin_pending_list_limit = '16MB'`.execute(tx)
        await sql`set local work_mem = '64MB'`.execute(tx)
        const outcome = await takeChunk({
          context: contextIn(session, tx),
          importId: session.importRow.id,
          plan,
          chunk,
          startedAt: Date.parse(session.importRow.started_at),
          more,
          pending: session.pending?.within(tx) ?? null,
          careful: attempt === 3,
          ahead: attempt === 1 ? ahead : null,
        })
        if (again) await forgetDeferrals(tx, session.importRow.id, at, chunk)
        return { outcome, ...(await saveChunk(tx, session.importRow, at, { outcome, chunk, again })) }
      })
      session.importRow.counts[at] = taken.counts
      report(session, at, taken.outcome)
      session.database.notify('ledger')
      session.database.notify('imports', session.importRow.id)
      const stop = taken.cancelled ? 'cancelled' : session.signal?.aborted ? 'interrupted' : null
      const refused = taken.outcome.refusals.length > chunk.refused.length
      const { made, deferred } = taken.outcome
      return { stop, asForeseen: attempt === 1 && !refused && made === 0 && deferred.length === 0 }
    } catch (error) {
      // Another writer took an e-mail or made a name in the meantime: look again, then find the record at fault.
      if (attempt === 3 || !(error instanceof Told || isConflict(error))) throw error
    }
  }
}

const isConflict = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(23|40)/.test(error.code)

function contextIn(session: Session, db: Db): Context {
  return {
    database: { ...session.database, db, lists: db },
    caller: { ...system('import', session.importRow.created_by), importId: session.importRow.id },
    organisation: session.organisation,
    now: new Date().toISOString(),
  }
}

function report({ report }: Session, pass: number, outcome: Outcome): void {
  for (const duplicate of outcome.duplicates)
    if (report.duplicates.length < REPORTED) report.duplicates.push({ pass, ...duplicate })
  for (const { field, column, word, rows } of outcome.unknown) {
    const key = `${pass} ${field} ${word}`
    const known = report.unknown.get(key)
    if (known) known.rows += rows
    else if (report.unknown.size < REPORTED)
      report.unknown.set(key, { pass, field, column, word, rows, suggestion: null })
  }
}

const reportOf = async ({ report, importRow, db, pending }: Session): Promise<Report> => ({
  duplicates: report.duplicates,
  unknown: await suggestWords(db, importRow.passes, [...report.unknown.values()], pending?.names),
})
