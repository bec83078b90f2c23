import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import { fileMatches, type Dialect, type ImportMapping } from '../../../contract/records/import-mapping.ts'
import { declaredTargets } from '../../../contract/import-targets.ts'
import type { RecordTypes } from '../../../contract/record-types.ts'
import type { Pass } from '../../../contract/records/import.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Organisation } from '../../http/context.ts'
import { largestFile } from '../../../contract/records/import-routes.ts'
import { invalid, Refusal } from '../../http/problem.ts'
import { planFile, UnusableMapping } from './plan.ts'
import { columnNames, countRows, detectFileDialect, readRows, UnreadableFile } from './rows.ts'
import type { Upload } from './store.ts'

/** Keeps a file that is sent in, below the data folder. */
export async function receiveFile(
  db: Db,
  dataFolder: string,
  name: string,
  body: Readable,
  userId: string | null,
): Promise<Upload> {
  const folder = join(dataFolder, 'imports')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const stored = `${newId()}.csv`
  const path = join(folder, stored)
  let bytes = 0
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      done(bytes > largestFile ? tooLarge() : null, chunk)
    },
  })
  try {
    await pipeline(body, limit, createWriteStream(path, { mode: 0o600 }))
    if (bytes === 0)
      throw invalid(
        [{ path: 'body', message: 'The file is empty' }],
        'The file is empty. Send one with at least a header.',
      )
    return await registerFile(db, path, userId, { name, stored })
  } catch (error) {
    await rm(path, { force: true })
    throw error instanceof UnreadableFile
      ? invalid([{ path: 'body', message: error.message }], error.message)
      : error
  }
}

const tooLarge = () =>
  new Refusal({
    status: 413,
    title: 'Too large',
    detail: `A file may have ${largestFile / 2 ** 30} GB. Split it.`,
  })

/** Looks through a file once: how it is written, how many rows it has, its fingerprint. */
export async function registerFile(
  db: Db,
  path: string,
  userId: string | null,
  file: { name?: string; stored?: string; dialect?: Partial<Dialect> } = {},
): Promise<Upload> {
  const name = basename(file.name ?? path)
  const dialect = await detectFileDialect(path, file.dialect)
  const rows = Math.max(0, (await countRows(path, dialect)) - Number(dialect.header))
  const { size } = await stat(path)
  const { rows: made } = await sql<{
    id: string
  }>`insert into import_files (name, path, bytes, sha256, rows, dialect, created_by)
    values (${name}, ${file.stored ?? path}, ${size}, ${await fingerprint(path)}, ${rows}, ${JSON.stringify(dialect)}, ${userId})
    returning id`.execute(db)
  return { id: made[0]!.id, name, path, bytes: size, rows, dialect }
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer)
  return hash.digest('hex')
}

/** The names of a file's columns. */
export async function columnsIn(path: string, dialect: Dialect): Promise<string[]> {
  for await (const row of readRows(path, dialect)) return columnNames(row.cells, dialect.header)
  return []
}

/** Which files are read as what, in the mapping's order. Says what does not fit before any row is touched. */
export async function planPasses(
  mapping: ImportMapping,
  uploads: readonly Upload[],
  home: Organisation,
  types: RecordTypes = declaredTargets,
): Promise<Pass[]> {
  const passes: Pass[] = []
  const errors: { path: string; message: string }[] = []
  for (const [i, file] of mapping.files.entries()) {
    const matching = uploads.filter((upload) => fileMatches(file.match, upload.name))
    if (matching.length === 0)
      errors.push({ path: `files.${i}.match`, message: `No file given is called ${file.match}` })
    for (const upload of matching) {
      try {
        planFile(
          mapping,
          file,
          await columnsIn(upload.path, { ...upload.dialect, ...file.dialect }),
          home,
          types,
        )
        passes.push({
          file: i,
          upload: upload.id,
          name: upload.name,
          recordType: file.recordType,
          rows: upload.rows,
        })
      } catch (error) {
        if (!(error instanceof UnusableMapping)) throw error
        errors.push({ path: `files.${i}`, message: error.message })
      }
    }
  }
  for (const upload of uploads)
    if (!mapping.files.some((file) => fileMatches(file.match, upload.name)))
      errors.push({ path: 'files', message: `The mapping says nothing of ${upload.name}` })
  if (errors.length > 0) throw invalid(errors, errors[0]!.message)
  return passes
}

export interface Prepared {
  mapping: ImportMapping
  files: readonly string[]
  passes: readonly Pass[]
}

export async function createImport(
  db: Db,
  { mapping, files, passes }: Prepared,
  userId: string | null,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`insert into imports (name, mapping, files, passes, created_by)
    values (${mapping.name}, ${JSON.stringify(mapping)}, ${files}::uuid[], ${JSON.stringify(passes)}, ${userId}) returning id`.execute(
    db,
  )
  return rows[0]!.id
}

/** What is said anew has to be tried out anew. */
export async function saveDraft(
  db: Db,
  id: string,
  mapping: ImportMapping,
  files: readonly string[],
): Promise<void> {
  await sql`update imports set state = 'draft', mode = null, name = ${mapping.name}, mapping = ${JSON.stringify(mapping)},
    files = ${files}::uuid[], passes = '[]', counts = '[]', report = null, error = null, started_at = null, finished_at = null
    where id = ${id}`.execute(db)
}

export async function savePasses(db: Db, id: string, passes: readonly Pass[]): Promise<void> {
  await sql`update imports set passes = ${JSON.stringify(passes)} where id = ${id}`.execute(db)
}
