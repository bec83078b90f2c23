import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect } from 'vitest'
import type { Counts } from '../contract/records/import.ts'
import {
  importMappingSchema,
  type FileMapping,
  type ImportMapping,
} from '../contract/records/import-mapping.ts'
import { openDatabase } from '../server/db/database.ts'
import { createImport, planPasses, registerFile } from '../server/records/import/prepare.ts'
import { workImport } from '../server/records/import/run.ts'
import { loadImport } from '../server/records/import/store.ts'
import { setupInput, testCompany } from './builders.ts'

type Mapping = Omit<ImportMapping, 'name'>

interface RefusedRow {
  pass: number
  row: number
  column_name: string | null
  value: string | null
  reason: string
}

/** A company of its own with what tests of imports do: prepare one, run it, look at what came of it. */
export async function testImports() {
  const company = await testCompany()
  const { database, db } = company
  const { organisation } = setupInput
  const folder = await mkdtemp(join(tmpdir(), 'throughline-import-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  // With as many connections as a server has, so that chunks are written side by side.
  const roomy = openDatabase({ connection: company.connection })
  afterAll(() => roomy.close())
  const work = { database: roomy, organisation, dataFolder: folder }

  /** An import of files, by name and text, not yet begun. */
  async function prepared(mapping: Mapping, files: Record<string, string>): Promise<string> {
    const whole = importMappingSchema.parse({ name: 'Test', ...mapping })
    const uploads = []
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name)
      await writeFile(path, text)
      uploads.push(await registerFile(db, path, null))
    }
    const passes = await planPasses(whole, uploads, organisation)
    return createImport(db, { mapping: whole, files: uploads.map(({ id }) => id), passes }, null)
  }

  async function resultOf(id: string) {
    const row = await loadImport(db, id)
    expect(row.error).toBeNull()
    for (const counts of row.counts) balanced(counts)
    const { rows: refusals } = await sql<RefusedRow>`
      select pass, row, column_name, value, reason from import_refusals where import_id = ${id} order by pass, row`.execute(
      db,
    )
    return { ...row, refusals }
  }

  async function done(mapping: Mapping, files: Record<string, string>, mode: 'check' | 'run' = 'run') {
    const id = await prepared(mapping, files)
    await workImport(work, id, mode)
    return resultOf(id)
  }

  const rowsOf = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows
  return { company, database, db, folder, work, prepared, resultOf, done, rowsOf }
}

/** Every row read is exactly one of created, updated, unchanged, merged, left out, refused. */
function balanced({ rows, created, updated, unchanged, merged, left, refused }: Counts): void {
  expect(created + updated + unchanged + merged + left + refused).toBe(rows)
}

/** A mapping of one file of people. */
export const people = (
  source: string,
  fields: FileMapping['fields'],
  more: Partial<FileMapping> = {},
): Mapping => ({
  source,
  files: [{ match: 'people.csv', recordType: 'person', sourceId: 'id', fields, ...more }],
})

/** Columns `name`, `mail` and `phone`. */
export const named = [
  { field: 'firstName', column: 'name' },
  { field: 'email', column: 'mail' },
  { field: 'phone', column: 'phone' },
]
