import { open, readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { sql } from 'kysely'
import { copyOut } from '../db/copy.ts'
import type { Database, Db } from '../db/database.ts'
import { writeArchive } from './archive.ts'
import type { StoreName } from '../records/files/store.ts'
import { openStores, type Stores } from '../records/files/stores.ts'
import {
  filesFolder,
  fingerprintOf,
  indexesOf,
  keptFolders,
  partitionsOf,
  schemas,
  tablesOf,
  type Entry,
  type Manifest,
} from './contents.ts'

export interface BackupOptions {
  database: Database
  dataFolder: string
  /** Where the content of files lies; in the data folder unless said. */
  stores?: Stores
  /** Where the backup goes; there whole, or not at all. */
  path: string
  sealingKey: Buffer
  /** The key goes along, so that the backup alone restores everything. */
  withKey: boolean
  version: string
  /** How far it has come, from 0 to 1, and with what. */
  tell?: (progress: number, what: string) => void
}

/** Before PostgreSQL 17 there is no limit on transactions to lift, but one on statements. */
export const liftLimits = (tx: Db) =>
  sql`select set_config(name, '0', true) from pg_settings
  where name in ('transaction_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`.execute(
    tx,
  )

/** What COPY writes must not depend on how a server is set. */
const plainly = (tx: Db) =>
  sql`select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true),
  set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true), set_config('search_path', 'public', true)`.execute(
    tx,
  )

/**
 * Writes a backup while everything goes on: all tables as they were at one moment, then the files. It only reads, so
 * nobody waits for it. Answers with the size of the file.
 */
export async function makeBackup(options: BackupOptions): Promise<{ bytes: number }> {
  return options.database.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await liftLimits(tx)
      await plainly(tx)
      return writeArchive(options.path, entriesOf(tx, options))
    })
}

async function manifestOf(tx: Db, { sealingKey, withKey, version }: BackupOptions): Promise<Manifest> {
  const { rows: migrations } = await sql<Manifest['migrations'][number]>`
    select name, checksum, applied_at as "appliedAt" from migration order by name`.execute(tx)
  const { rows: sequences } = await sql<Manifest['sequences'][number]>`
    select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
    where schemaname = any(${schemas}::text[]) and last_value is not null order by 1, 2`.execute(tx)
  const { rows } = await sql<{ high: string; organisation: string | null; now: string; erasures: string[] }>`
    select (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + ledger_offset())::text as high,
      (select name from organisation) as organisation, now() as now`.execute(tx)
  const { high = '0', organisation = null, now = '' } = rows[0] ?? {}
  return {
    entry: 'manifest',
    madeAt: now,
    version,
    organisation,
    migrations,
    high,
    partitions: await partitionsOf(tx),
    sequences,
    indexes: await indexesOf(tx),
    sealingKey: {
      fingerprint: fingerprintOf(sealingKey),
      ...(withKey ? { key: sealingKey.toString('hex') } : {}),
    },
    erasures: await erasuresOf(tx),
  }
}

/** None were known before there was a table of them. */
async function erasuresOf(tx: Db): Promise<string[]> {
  const { rows: known } = await sql<{
    there: boolean
  }>`select to_regclass('public.erasures') is not null as there`.execute(tx)
  if (!known[0]?.there) return []
  const { rows } = await sql<{
    person: string
  }>`select encode(person, 'hex') as person from erasures order by 1`.execute(tx)
  return rows.map(({ person }) => person)
}

async function* entriesOf(tx: Db, options: BackupOptions): AsyncGenerator<Entry | Buffer> {
  const { dataFolder, stores = openStores({ dataFolder }), tell = () => undefined } = options
  yield await manifestOf(tx, options)
  const tables = await tablesOf(tx)
  const files = await filesBelow(dataFolder)
  const contents = await contentsOf(tx)
  const total = [...tables, ...files, ...contents].reduce((sum, { bytes }) => sum + bytes, 1)
  let done = 0
  const rows: Record<string, number> = {}
  for (const { schema, name, columns, bytes } of tables) {
    yield { entry: 'table', schema: schema as 'public', name, columns }
    let copied = 0
    let lines = 0
    const query = sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.id(schema, name)}`
    for await (const piece of gathered(copyOut(tx, query))) {
      copied += piece.length
      // A line feed inside a value is written as \n, so that each of them ends a row.
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines++
      tell((done + Math.min(copied, bytes)) / total, name)
      yield piece
    }
    rows[`${schema}.${name}`] = lines
    done += bytes
    tell(done / total, name)
  }
  let kept = 0
  for (const { path, bytes } of files) {
    // One that was deleted meanwhile belonged to nothing any more.
    const file = await open(join(dataFolder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    if (!file) continue
    yield { entry: 'file', path }
    for await (const piece of file.createReadStream({ highWaterMark: pieceBytes })) yield piece as Buffer
    kept += 1
    done += bytes
    tell(done / total, path)
  }
  for (const { id, store, bytes } of contents) {
    const content = await stores.of(store).open(id)
    if (content) {
      yield { entry: 'file', path: `${filesFolder}/${id}` }
      for await (const piece of content) yield piece as Buffer
      kept += 1
    }
    done += bytes
    tell(done / total, filesFolder)
  }
  yield { entry: 'end', rows, files: kept }
}

/** The files that the rows of the backup speak of, and no other. */
async function contentsOf(tx: Db): Promise<{ id: string; store: StoreName; bytes: number }[]> {
  const { rows: known } = await sql<{
    there: boolean
  }>`select to_regclass('public.files') is not null as there`.execute(tx)
  if (!known[0]?.there) return []
  const { rows } = await sql<{ id: string; store: StoreName; bytes: number }>`
    select id, store, bytes from files order by id`.execute(tx)
  return rows
}

const pieceBytes = 256 * 1024

/** Rows come one by one; pieces of a good size cost less. */
async function* gathered(rows: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = []
  let length = 0
  for await (const row of rows) {
    waiting.push(row)
    length += row.length
    if (length < pieceBytes) continue
    yield Buffer.concat(waiting)
    waiting = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(waiting)
}

/** Paths are relative and have forward slashes, wherever the backup is made. */
async function filesBelow(dataFolder: string): Promise<{ path: string; bytes: number }[]> {
  const found: { path: string; bytes: number }[] = []
  for (const folder of keptFolders) {
    const entries = await readdir(join(dataFolder, folder), { recursive: true, withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return []
      },
    )
    for (const entry of entries) {
      if (!entry.isFile()) continue
      const at = join(entry.parentPath, entry.name)
      const { size } = await stat(at)
      found.push({ path: relative(dataFolder, at).split(sep).join('/'), bytes: size })
    }
  }
  return found.sort((a, b) => a.path.localeCompare(b.path))
}
