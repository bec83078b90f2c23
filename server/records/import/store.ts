import { resolve } from 'node:path'
import { sql } from 'kysely'
import type { Counts, ImportState, Pass, Report } from '../../../contract/records/import.ts'
import type { Dialect, ImportMapping } from '../../../contract/records/import-mapping.ts'
import type { Db } from '../../db/database.ts'
import { conflict, notFound } from '../../http/problem.ts'
import type { Outcome } from './chunk.ts'
import type { Chunk } from './parse.ts'

export interface ImportRow {
  id: string
  name: string
  mapping: ImportMapping
  passes: Pass[]
  state: ImportState
  /** What was last begun; null while nothing was. */
  mode: 'check' | 'run' | null
  files: string[]
  version: number
  updated_at: string
  undo: UndoState | null
  at_pass: number
  at_row: number
  counts: Counts[]
  report: Report | null
  error: string | null
  cancelling: boolean
  created_by: string | null
  created_at: string
  started_at: string
  resumed_at: string | null
  resumed_rows: number
  finished_at: string | null
}

export interface UndoState {
  by: string | null
  /** Absent until counted. */
  total?: number
  done: number
  /** The event that was taken back last. */
  cursor?: string
  binned: number
  reverted: number
  kept: number
}

/** Nothing of it has been written, so that it may still be said anew. */
export const isEditable = ({ state, mode }: Pick<ImportRow, 'state' | 'mode'>): boolean =>
  state === 'draft' || state === 'checked' || (state === 'failed' && mode !== 'run')

/** It has ended, and may have written something. */
export const isUndoable = ({ state, mode }: Pick<ImportRow, 'state' | 'mode'>): boolean =>
  mode === 'run' && ['done', 'cancelled', 'failed', 'half-undone'].includes(state)

export interface Upload {
  id: string
  name: string
  path: string
  bytes: number
  rows: number
  dialect: Dialect
}

export const noCounts: Counts = {
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  merged: 0,
  left: 0,
  refused: 0,
  made: 0,
}

export async function loadImport(db: Db, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`select * from imports where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('import')
  return rows[0]
}

export async function loadUpload(db: Db, dataFolder: string, id: string): Promise<Upload> {
  const { rows } =
    await sql<Upload>`select id, name, path, bytes, rows, dialect from import_files where id = ${id}`.execute(
      db,
    )
  if (!rows[0]) throw notFound('file')
  return { ...rows[0], path: resolve(dataFolder, 'imports', rows[0].path) }
}

/** Asked for, and soon begun by whichever process is free. */
export async function markQueued(db: Db, id: string, mode: 'check' | 'run'): Promise<void> {
  await sql`update imports set state = ${mode === 'check' ? 'checking' : 'running'}, cancelling = false, error = null,
    resumed_at = null, finished_at = null where id = ${id}`.execute(db)
}

/** Begins an import or goes on with one that was interrupted; a dry run, and what follows one, begin anew. */
export async function start(db: Db, id: string, mode: 'check' | 'run'): Promise<ImportRow> {
  const before = await loadImport(db, id)
  if (before.state === 'done') throw conflict('This import is done. Start a new one to import again.')
  const goesOn = mode === 'run' && before.mode === 'run'
  if (!goesOn) {
    await sql`delete from import_refusals where import_id = ${id}`.execute(db)
    await sql`delete from import_deferrals where import_id = ${id}`.execute(db)
    await sql`delete from import_meetings where import_id = ${id}`.execute(db)
    await sql`update imports set at_pass = 0, at_row = 0, counts = '[]', started_at = null, report = null where id = ${id}`.execute(
      db,
    )
  }
  await sql`update imports set state = ${mode === 'check' ? 'checking' : 'running'}, mode = ${mode}, error = null, finished_at = null,
    cancelling = cancelling and state in ('checking', 'running'),
    started_at = coalesce(started_at, date_trunc('milliseconds', clock_timestamp())), resumed_at = clock_timestamp(),
    resumed_rows = (select coalesce(sum((c ->> 'rows')::int), 0) from jsonb_array_elements(counts) c) where id = ${id}`.execute(
    db,
  )
  return loadImport(db, id)
}

/** Of a dry run that is stopped nothing remains but the draft. */
export async function finish(
  db: Db,
  id: string,
  state: ImportState,
  what: { report?: Report; error?: string },
): Promise<void> {
  await sql`delete from import_meetings where import_id = ${id} and ${state === 'done' || state === 'checked'}`.execute(
    db,
  )
  await sql`update imports set state = case when ${state} = 'cancelled' and mode = 'check' then 'draft' else ${state} end, finished_at = clock_timestamp(), error = ${what.error ?? null},
    report = coalesce(${what.report ? JSON.stringify(what.report) : null}::jsonb, report) where id = ${id}`.execute(
    db,
  )
}

/** Another process has this import in hand. */
export class AlreadyWorked extends Error {}

/**
 * Saves, in the transaction of a chunk, how far the import has come, unless somebody else has meanwhile taken it further.
 * Says whether it is to stop.
 */
export async function saveChunk(
  db: Db,
  importRow: ImportRow,
  pass: number,
  { outcome, chunk, again }: { outcome: Outcome; chunk: Chunk; again: boolean },
): Promise<{ cancelled: boolean; counts: Counts }> {
  const before = importRow.counts[pass] ?? noCounts
  const counts: Counts = {
    rows: before.rows + (again ? 0 : chunk.rows.length + chunk.refused.length + chunk.left),
    created: before.created + outcome.created,
    updated: before.updated + outcome.updated,
    unchanged: before.unchanged + outcome.unchanged,
    merged: before.merged + outcome.merged,
    left: before.left + chunk.left,
    refused: before.refused + outcome.refusals.length,
    made: before.made + outcome.made,
  }
  await saveRows(db, importRow.id, pass, outcome)
  const all = Array.from({ length: Math.max(pass + 1, importRow.counts.length) }, (_, i) =>
    i === pass ? counts : (importRow.counts[i] ?? noCounts),
  )
  const { rows } = await sql<{ cancelling: boolean; mine: boolean }>`
    update imports i set counts = ${JSON.stringify(all)}, at_pass = ${pass}, at_row = greatest(i.at_row, ${again ? 0 : chunk.upTo})
    from (select id, at_row from imports where id = ${importRow.id} for update) before where i.id = before.id
    returning i.cancelling, before.at_row = ${importRow.at_row} as mine`.execute(db)
  if (rows[0]?.mine === false) throw new AlreadyWorked('Another process works on this import')
  return { cancelled: rows[0]?.cancelling ?? true, counts }
}

export async function savePass(db: Db, importRow: ImportRow, pass: number): Promise<void> {
  await sql`update imports set at_pass = ${pass}, at_row = 0 where id = ${importRow.id}`.execute(db)
  importRow.at_row = 0
}

async function saveRows(db: Db, importId: string, pass: number, outcome: Outcome): Promise<void> {
  const { refusals, deferred } = outcome
  if (refusals.length > 0)
    await sql`insert into import_refusals (import_id, pass, row, column_name, value, reason)
      select ${importId}, ${pass}, * from unnest(${refusals.map((one) => one.row)}::int[], ${refusals.map((one) => one.column)}::text[],
        ${refusals.map((one) => one.value?.slice(0, 500).replaceAll('\u0000', '') ?? null)}::text[], ${refusals.map((one) => one.reason)}::text[])
      on conflict do nothing`.execute(db)
  if (deferred.length > 0)
    await sql`insert into import_deferrals (import_id, pass, row) select ${importId}, ${pass}, unnest(${deferred}::int[])
      on conflict do nothing`.execute(db)
}

/** The rows of a chunk wait no longer; those that must wait again are noted anew. */
export async function forgetDeferrals(db: Db, importId: string, pass: number, chunk: Chunk): Promise<void> {
  const taken = [...chunk.rows.map((row) => row.number), ...chunk.refused.map((row) => row.row)]
  await sql`delete from import_deferrals where import_id = ${importId} and pass = ${pass} and row = any(${taken}::int[])`.execute(
    db,
  )
}

export async function deferredRows(db: Db, importId: string, pass: number): Promise<number[]> {
  const { rows } = await sql<{
    row: number
  }>`select row from import_deferrals where import_id = ${importId} and pass = ${pass} order by row`.execute(
    db,
  )
  return rows.map(({ row }) => row)
}
