import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client, DatabaseError } from 'pg'
import type pg from 'pg'
import { silent } from './log.ts'
import type { Log } from './log.ts'

export const migrationsFolder = join(import.meta.dirname, 'migrations')

/** Any constant: one process migrates a database at a time, the others wait and then find nothing to do. */
export const migrationLock = 7_211_946_523

export interface Migration {
  name: string
  text: string
  checksum: string
}

export async function readMigrations(folder = migrationsFolder): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/.exec(name)?.[1]
    if (number === undefined)
      throw new Error(`Migration ${name} must be called like 0001_people-and-companies.sql`)
    if (migrations.some((other) => other.name.startsWith(number))) {
      throw new Error(`Two migrations have the number ${number}; rename the newer one`)
    }
    // Line ends may be changed by a checkout; they do not make another migration.
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
    migrations.push({ name, text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

/**
 * Applies, in order and each in a transaction of its own, the migrations this database has not seen.
 * Returns the names of those applied now. Takes a connection of its own, free of the limits on transactions.
 */
export async function migrate(
  connection: pg.ClientConfig,
  log: Log = silent,
  folder = migrationsFolder,
): Promise<string[]> {
  const migrations = await readMigrations(folder)
  const client = new Client({ ...connection, application_name: 'throughline migrate' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`select pg_advisory_lock(${migrationLock})`)
    await client.query(`create table if not exists migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    )
    refuseWhatDoesNotFit(rows, migrations)
    const pending = migrations.slice(rows.length)
    for (const migration of pending) await apply(client, migration, log)
    return pending.map(({ name }) => name)
  } finally {
    // Closing the connection also gives back the lock.
    await client.end()
  }
}

/** Throws when a database with these migrations cannot be taken further by the ones given. */
export function refuseWhatDoesNotFit(
  applied: { name: string; checksum: string }[],
  migrations: Migration[],
): void {
  for (const [index, { name, checksum }] of applied.entries()) {
    const migration = migrations[index]
    if (!migrations.some((other) => other.name === name)) {
      throw new Error(
        `This database has migration ${name}, which this version of Throughline does not know. ` +
          'It was used by a newer version: start that one, or restore a backup.',
      )
    }
    if (migration?.name !== name) {
      throw new Error(
        `Migration ${migration?.name} comes before ${name}, which is already applied; give it a later number`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new Error(
        `Migration ${name} was changed after it was applied to this database. Undo that, and write a new one.`,
      )
    }
  }
}

async function apply(client: pg.Client, migration: Migration, log: Log): Promise<void> {
  const start = performance.now()
  try {
    await client.query('begin')
    await client.query(migration.text)
    await client.query('insert into migration (name, checksum) values ($1, $2)', [
      migration.name,
      migration.checksum,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw new Error(`Migration ${migration.name} failed${place(error, migration.text)}`, { cause: error })
  }
  log.info(`Applied migration ${migration.name} in ${Math.round(performance.now() - start)} ms`)
}

/** Where and why, from the position PostgreSQL gives (counted in characters from 1). */
function place(error: unknown, text: string): string {
  if (!(error instanceof Error)) return ''
  const position = error instanceof DatabaseError ? Number(error.position) : Number.NaN
  if (!Number.isInteger(position)) return `: ${error.message}`
  return ` in line ${
    Array.from(text)
      .slice(0, position - 1)
      .filter((c) => c === '\n').length + 1
  }: ${error.message}`
}
