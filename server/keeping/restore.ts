import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CompiledQuery, sql } from 'kysely'
import { copyIn } from '../db/copy.ts'
import type { Database, Db } from '../db/database.ts'
import { prepareJobs } from '../db/jobs.ts'
import type { Log } from '../db/log.ts'
import {
  migrate,
  migrationLock,
  readMigrations,
  refuseWhatDoesNotFit,
  type Migration,
} from '../db/migrate.ts'
import { transaction } from '../db/transaction.ts'
import { conflict } from '../http/problem.ts'
import { BrokenArchive, readArchive, verifyArchive, type ArchiveEntry } from './archive.ts'
import { liftLimits } from './backup.ts'
import { openStores, type Stores } from '../records/files/stores.ts'
import {
  entrySchema,
  filesFolder,
  fingerprintOf,
  keptFolders,
  manifestSchema,
  type Entry,
  type Manifest,
} from './contents.ts'
import { clearTables, setAside } from './empty.ts'

export interface RestoreOptions {
  database: Database
  dataFolder: string
  /** Where the content of files is to lie; in the data folder unless said. */
  stores?: Stores
  /** The backup. */
  path: string
  sealingKey: Buffer
  /** The key is the one kept in the data folder, so that the backup's may take its place. */
  keyIsKept: boolean
  log: Log
  tell?: (done: string) => void
}

export interface Restored {
  manifest: Manifest
  rows: number
  tables: number
  files: number
  /** What its secrets were sealed with is not what this installation seals with. */
  otherKey: boolean
}

/** What a backup says of itself, without reading it whole. */
export async function readManifest(path: string): Promise<Manifest> {
  for await (const { head } of readArchive(path)) {
    const manifest = manifestSchema.safeParse(head)
    if (manifest.success) return manifest.data
    break
  }
  throw new BrokenArchive(`${path} does not begin as a backup of Throughline does.`)
}

/**
 * Restores a backup into a database in which no company has been set up: the schema as the backup knew it, all rows, the
 * files, and then the migrations since. All rows come in one transaction, which the files precede: whoever kills it
 * finds the database as empty as before.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { database, path, log, tell = () => undefined } = options
  tell('Checking the file')
  await verifyArchive(path)
  const manifest = await readManifest(path)
  const migrations = await readMigrations()
  refuseWhatDoesNotFit(manifest.migrations, migrations)
  await refuseUnlessEmpty(database.db)
  await prepareJobs(database.pool)
  const restored = await transaction(database.db, async (tx) => {
    await liftLimits(tx)
    // A server that starts now waits here, as if somebody else were migrating.
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(tx)
    await refuseUnlessEmpty(tx)
    await clearTables(tx, migrations)
    await applyAsThen(tx, manifest, migrations)
    const after = await load(tx, options, manifest)
    await holdMessages(tx)
    await continueLedger(tx, manifest)
    await keepKey(options, manifest)
    return after
  })
  tell('Migrating to this version')
  // The password is named because the pool hides it from enumeration.
  const { password, ...place } = database.pool.options
  await migrate({ ...place, ...(password ? { password } : {}) }, log)
  await prepareJobs(database.pool)
  await askAboutMessages(database.db)
  await sql`analyze`.execute(database.db)
  const otherKey =
    !manifest.sealingKey.key && fingerprintOf(options.sealingKey) !== manifest.sealingKey.fingerprint
  return { manifest, ...restored, otherKey }
}

async function refuseUnlessEmpty(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string | null; served: boolean }>`
    select (select name from organisation) as name, exists (select from pg_stat_activity
      where datname = current_database() and application_name ~ '^throughline (web|worker)') as served`.execute(
    db,
  )
  const { name = null, served = false } = rows[0] ?? {}
  if (name !== null)
    throw conflict(
      `This database holds ${name}. Restore into an empty one: another THROUGHLINE_DATA, or another DATABASE_URL.`,
    )
  if (served) throw conflict('A server runs on this database. Stop it, restore, and start it again.')
}

/** The schema of the day of the backup: its migrations, and the partitions that there were. */
async function applyAsThen(tx: Db, { migrations, partitions }: Manifest, known: Migration[]): Promise<void> {
  for (const { name, checksum, appliedAt } of migrations) {
    const { text = '' } = known.find((migration) => migration.name === name) ?? {}
    await tx.executeQuery(CompiledQuery.raw(text))
    await sql`insert into migration (name, checksum, applied_at) values (${name}, ${checksum}, ${appliedAt})`.execute(
      tx,
    )
  }
  for (const { parent, name, from, to } of partitions)
    await sql`create table if not exists ${sql.id(name)} partition of ${sql.id(parent)}
      for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(tx)
}

async function load(
  tx: Db,
  { path, dataFolder, stores = openStores({ dataFolder }), tell = () => undefined }: RestoreOptions,
  manifest: Manifest,
): Promise<{ rows: number; tables: number; files: number }> {
  const putBack = await setAside(tx)
  const loaded: Record<string, number> = {}
  let files = 0
  let end: (Entry & { entry: 'end' }) | undefined
  for await (const { head, pieces } of readArchive(path)) {
    const entry = entrySchema.parse(head)
    if (entry.entry === 'table') {
      tell(entry.name)
      loaded[`${entry.schema}.${entry.name}`] = await loadTable(tx, entry, pieces)
    } else if (entry.entry === 'file') {
      tell(entry.path)
      await (entry.path.startsWith(`${filesFolder}/`)
        ? loadContent(stores, entry.path.slice(filesFolder.length + 1), pieces)
        : loadFile(dataFolder, entry.path, pieces))
      files += 1
    } else if (entry.entry === 'end') end = entry
  }
  const whole =
    end?.files === files && Object.entries(end.rows).every(([table, count]) => loaded[table] === count)
  if (!end || !whole) throw new BrokenArchive('The backup does not hold what it says it holds.')
  tell('Building indexes and checking references')
  for (const { schema, name, value } of manifest.sequences)
    await sql`select setval(to_regclass(${`${schema}.${name}`}), ${value}::bigint, true)
      where to_regclass(${`${schema}.${name}`}) is not null`.execute(tx)
  await putBack(manifest.indexes)
  // Whatever store they came from, they lie in this one's now.
  if ('public.files' in loaded) await sql`update files set store = ${stores.name}`.execute(tx)
  // Nobody works on them any more.
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null where locked_at is not null`.execute(
    tx,
  )
  await sql`update graphile_worker._private_job_queues set locked_at = null, locked_by = null where locked_at is not null`.execute(
    tx,
  )
  const counts = Object.values(loaded)
  return { rows: counts.reduce((sum, count) => sum + count, 0), tables: counts.length, files }
}

async function loadTable(
  tx: Db,
  { schema, name, columns }: Entry & { entry: 'table' },
  pieces: ArchiveEntry['pieces'],
): Promise<number> {
  const table = `${schema}.${name}`
  await sql`delete from ${sql.id(schema, name)}`.execute(tx)
  return copyIn(tx, table, columns, pieces)
}

async function loadFile(dataFolder: string, path: string, pieces: ArchiveEntry['pieces']): Promise<void> {
  const [folder, ...rest] = path.split('/')
  const known = (keptFolders as readonly string[]).includes(folder ?? '')
  if (
    !known ||
    rest.length === 0 ||
    rest.some((part) => part === '' || part === '..' || /[\\:\0]/.test(part))
  )
    throw new BrokenArchive(`The backup holds a file outside its folders: ${path}`)
  const target = join(dataFolder, path)
  await mkdir(dirname(target), { recursive: true })
  // Never through a link that stands there already.
  await rm(target, { force: true })
  await pipeline(pieces, createWriteStream(target, { flags: 'wx', mode: 0o600 }))
}

async function loadContent(stores: Stores, id: string, pieces: ArchiveEntry['pieces']): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new BrokenArchive(`The backup holds a file that is none: ${id}`)
  const path = join(stores.incoming, id)
  await mkdir(stores.incoming, { recursive: true, mode: 0o700 })
  await rm(path, { force: true })
  await pipeline(pieces, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  await stores.of(stores.name).keep(id, path)
}

/**
 * The ledger goes on where it stopped: whatever the transactions of this cluster are numbered, its next event comes after
 * all that the backup has, and no consumer skips or repeats one.
 */
async function continueLedger(tx: Db, { high }: Manifest): Promise<void> {
  await sql
    .raw(`create or replace function ledger_offset() returns bigint language sql stable parallel safe
      as 'select ${BigInt(high) + 1n}::bigint'`)
    .execute(tx)
  await sql`insert into ledger_cluster (system_identifier) select system_identifier from pg_control_system()`.execute(
    tx,
  )
}

/**
 * What members had written and was to leave by now may have left after the backup was made: it does not leave by itself a
 * second time, but asks whoever wrote it.
 */
async function holdMessages(tx: Db): Promise<void> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('public.mail_outgoing') is not null as there`.execute(tx)
  if (rows[0]?.there)
    await sql`update mail_outgoing set state = 'unsure', error = null where state = 'waiting' and send_at <= now()`.execute(
      tx,
    )
}

/** Says why, which the schema of the day of the backup may not have been able to. */
const askAboutMessages = (db: Db) =>
  sql`update mail_outgoing set state = 'restored' where state = 'unsure' and error is null`.execute(db)

async function keepKey({ dataFolder, keyIsKept }: RestoreOptions, { sealingKey }: Manifest): Promise<void> {
  if (!keyIsKept || sealingKey.key === undefined) return
  const file = join(dataFolder, 'sealing.key')
  await rm(file, { force: true })
  await writeFile(file, `${sealingKey.key}\n`, { mode: 0o600 })
}
