import { sql } from 'kysely'
import type { z } from 'zod'
import { importTargets } from '../../../contract/import-targets.ts'
import type { Import, refusalSchema } from '../../../contract/records/import.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import type { ImportDetail, ImportFile } from '../../../contract/records/import-routes.ts'
import type { Kept } from '../../../contract/records/import-undo.ts'
import { administers } from '../../../contract/team/role.ts'
import type { Database, Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { notFound } from '../../http/problem.ts'
import type { Signal } from '../../ledger/routes.ts'
import { typesOf } from '../types.ts'
import { isEditable, isUndoable, noCounts, type ImportRow } from './store.ts'

/** How long files are kept that were sent in and have not been used since. */
export const daysKept = 30

/** An import as the API shows it. */
export function importOf(row: ImportRow & { files_there?: boolean }, now: string): Import {
  const passes = row.passes.map((pass, i) => ({ ...pass, counts: row.counts[i] ?? noCounts }))
  const done = passes.reduce((sum, pass) => sum + pass.counts.rows, 0)
  const total = passes.reduce((sum, pass) => sum + pass.rows, 0)
  const working = (row.state === 'running' || row.state === 'checking') && row.resumed_at !== null
  const seconds = working ? (Date.parse(now) - Date.parse(row.resumed_at!)) / 1000 : 0
  const rate = seconds > 0 && done > row.resumed_rows ? (done - row.resumed_rows) / seconds : null
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    passes,
    atPass: row.at_pass,
    done,
    total,
    rowsPerSecond: rate === null ? null : Math.round(rate),
    secondsLeft: rate === null ? null : Math.round((total - done) / rate),
    report: row.report,
    error: row.error,
    editable: isEditable(row),
    undoable: isUndoable(row),
    stopping: row.cancelling && ['checking', 'running', 'undoing'].includes(row.state),
    undo: row.undo && {
      total: row.undo.total ?? null,
      done: row.undo.done,
      binned: row.undo.binned,
      reverted: row.undo.reverted,
      kept: row.undo.kept,
    },
    version: row.version,
    filesUntil: row.files_there
      ? new Date(Date.parse(row.updated_at) + daysKept * 86_400_000).toISOString()
      : null,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

/** Imports are their maker's, and administrators see all. */
const mine = (caller: Caller) => sql<boolean>`(${administers(caller.role)} or created_by = ${caller.userId})`

const shown = sql`*, exists (select from import_files f where f.id = any(files)) as files_there`

export async function getImport(
  db: Db,
  caller: Caller,
  id: string,
): Promise<ImportRow & { files_there: boolean }> {
  const { rows } = await sql<
    ImportRow & { files_there: boolean }
  >`select ${shown} from imports where id = ${id} and ${mine(caller)}`.execute(db)
  if (!rows[0]) throw notFound('import')
  return rows[0]
}

/** The same, held until the transaction ends. */
export async function lockImport(db: Db, caller: Caller, id: string): Promise<ImportRow> {
  await sql`select from imports where id = ${id} for update`.execute(db)
  return getImport(db, caller, id)
}

/** An import with what its files mean, and the files that are still there, in the order given. */
export async function detailOf(db: Db, caller: Caller, id: string, now: string): Promise<ImportDetail> {
  const row = await getImport(db, caller, id)
  const { rows: files } = await sql<ImportFile>`select id, name, bytes, rows, dialect from import_files
    where id = any(${row.files}::uuid[]) order by array_position(${row.files}::uuid[], id)`.execute(db)
  return { ...importOf(row, now), mapping: row.mapping, files }
}

export async function listImports(
  db: Db,
  caller: Caller,
  limit: number,
  after: string | undefined,
): Promise<{ rows: ImportRow[]; next: string | null }> {
  const { rows } = await sql<ImportRow>`select ${shown} from imports where ${mine(caller)}
    and (${after ?? null}::uuid is null or (created_at, id) < (select created_at, id from imports where id = ${after ?? null}::uuid))
    order by created_at desc, id desc limit ${limit + 1}`.execute(db)
  return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1]!.id : null }
}

export async function listRefusals(
  db: Db,
  row: ImportRow,
  limit: number,
  after: string | undefined,
): Promise<{ data: z.infer<typeof refusalSchema>[]; next: string | null }> {
  const [pass = -1, line = -1] = (after ?? '').split('.').map((part) => (part === '' ? -1 : Number(part)))
  const { rows } = await sql<{
    pass: number
    row: number
    column: string | null
    value: string | null
    reason: string
  }>`
    select pass, row, column_name as column, value, reason from import_refusals
    where import_id = ${row.id} and (pass, row) > (${pass}, ${line}) order by pass, row limit ${limit + 1}`.execute(
    db,
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    data: shown.map((refusal) => ({ ...refusal, file: row.passes[refusal.pass]?.name ?? '' })),
    next: rows.length > limit && last ? `${last.pass}.${last.row}` : null,
  }
}

/** What undoing left as it is, in the order of the records' ids. */
export async function listKept(
  { db, pool }: Pick<Database, 'db' | 'pool'>,
  importId: string,
  limit: number,
  after: string | undefined,
): Promise<{ data: Kept[]; next: string | null }> {
  const { rows } = await sql<{
    type: string
    id: string
    title: string | null
    fields: string[]
    reason: string
  }>`select k.type, k.record_id as id, s.title, k.fields, k.reason from import_kept k left join search_entries s using (record_id)
    where k.import_id = ${importId} and (${after ?? null}::uuid is null or k.record_id > ${after ?? null}::uuid)
    order by k.record_id limit ${limit + 1}`.execute(db)
  const data = rows.slice(0, limit).map(({ type, fields, ...kept }): Kept => {
    const declared = importTargets(typesOf({ pool })).of(type).fields
    return { ...kept, recordType: type, fields: fields.map((field) => declared[field]?.label ?? field) }
  })
  return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}

/** Moves whenever an import that the member sees does. */
export const importSignal: Signal = {
  channel: 'imports',
  event: 'imports',
  async read(db, userIds) {
    const { rows } = await sql<{ id: string; steps: number }>`
      select u.id, coalesce(sum(i.version), 0)::int as steps from users u
        left join imports i on i.created_by = u.id or u.role in ('owner', 'administrator')
      where u.id = any(${userIds}::uuid[]) group by u.id`.execute(db)
    return new Map(rows.map(({ id, steps }) => [id, steps]))
  },
}

export async function ownFiles(db: Db, caller: Caller, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select id from import_files where id = any(${ids}::uuid[]) and ${mine(caller)}`.execute(db)
  if (rows.length < new Set(ids).size) throw notFound('file')
}

interface SavedMapping {
  id: string
  name: string
  mapping: ImportMapping
  updatedAt: string
}

export async function listMappings(db: Db): Promise<SavedMapping[]> {
  const { rows } =
    await sql<SavedMapping>`select id, name, mapping, updated_at as "updatedAt" from import_mappings order by name`.execute(
      db,
    )
  return rows
}

export async function saveMapping(
  db: Db,
  mapping: ImportMapping,
  userId: string | null,
): Promise<SavedMapping> {
  const { rows } =
    await sql<SavedMapping>`insert into import_mappings (mapping, created_by) values (${JSON.stringify(mapping)}, ${userId})
    on conflict (name) do update set mapping = excluded.mapping, updated_at = now()
    returning id, name, mapping, updated_at as "updatedAt"`.execute(db)
  return rows[0]!
}

export async function deleteMapping(db: Db, id: string): Promise<void> {
  const { rows } = await sql`delete from import_mappings where id = ${id} returning id`.execute(db)
  if (rows.length === 0) throw notFound('mapping')
}
