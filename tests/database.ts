import { randomBytes } from 'node:crypto'
import { escapeIdentifier } from 'pg'
import type { PoolConfig } from 'pg'
import { afterAll, inject } from 'vitest'
import { openDatabase } from '../server/db/database.ts'
import type { Database, DatabaseOptions, Db } from '../server/db/database.ts'
import { administer } from './postgres.ts'

export interface TestDatabase {
  database: Database
  db: Db
  connection: PoolConfig
}

/** The cluster of this worker. */
function cluster(): PoolConfig {
  const postgres = inject('postgres')[Number(process.env.VITEST_POOL_ID) - 1]
  if (!postgres) throw new Error(`There is no database for worker ${process.env.VITEST_POOL_ID}`)
  return postgres
}

/**
 * A migrated database of its own for a test file, gone afterwards:
 * `const { db } = await testDatabase()` at the top of the file.
 */
export async function testDatabase(options: Partial<DatabaseOptions> = {}): Promise<TestDatabase> {
  const postgres = cluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(
    postgres,
    `create database ${escapeIdentifier(name)} template throughline strategy file_copy`,
  )
  const connection = { ...postgres, database: name }
  const database = openDatabase({ connection, poolSize: 4, applicationName: name, ...options })
  afterAll(async () => {
    await database.close()
    await administer(postgres, `drop database ${escapeIdentifier(name)} with (force)`)
  })
  return { database, db: database.db, connection }
}

/** An empty database, not even migrated, for the tests of what comes before the tables. */
export async function emptyDatabase(): Promise<PoolConfig> {
  const postgres = cluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(postgres, `create database ${escapeIdentifier(name)} template template0`)
  afterAll(() => administer(postgres, `drop database ${escapeIdentifier(name)} with (force)`))
  return { ...postgres, database: name }
}
