import { sql } from 'kysely'
import type { z } from 'zod'
import type { Import, refusalSchema } from '../../../contract/records/import.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { administers } from '../../../contract/team/role.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { notFound } from '../../http/problem.ts'
import { noCounts, type ImportRow } from './store.ts'

/** An import as the API shows it. */
export function importOf(row: ImportRow, now: string): Import {
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
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }
}

/** Imports are their maker's, and administrators see all. */
const mine = (caller: Caller) => sql<boolean>`(${administers(caller.role)} or created_by = ${caller.userId})`

export async function getImport(db: Db, caller: Caller, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`select * from imports where id = ${id} and ${mine(caller)}`.execute(
    db,
  )
  if (!rows[0]) throw notFound('import')
  return rows[0]
}

export async function listImports(
  db: Db,
  caller: Caller,
  limit: number,
  after: string | undefined,
): Promise<{ rows: ImportRow[]; next: string | null }> {
  const { rows } = await sql<ImportRow>`select * from imports where ${mine(caller)}
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
