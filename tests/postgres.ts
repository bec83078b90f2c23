import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../server/db/embedded.ts'
import { silent } from '../server/db/log.ts'
import { migrate } from '../server/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: PoolConfig
  }
}

/** One PostgreSQL for the whole run, with one migrated database that test files copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = await temporaryFolder()
  const embedded = await startEmbedded({
    dataFolder,
    log: { ...silent, error: (message) => process.stderr.write(`${message}\n`) },
    // Nothing here needs to outlive the run.
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: '200',
      shared_buffers: '256MB',
    },
  })
  await migrate(embedded.connection)
  project.provide('postgres', embedded.connection)
  return async () => {
    await embedded.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}

/** A data folder that the database's user can enter when the tests run as root. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-test-'))
  await chmod(folder, 0o711)
  return folder
}

/** Runs one statement beside the databases of the tests. */
export async function administer(postgres: PoolConfig, statement: string): Promise<void> {
  const client = new Client({ ...postgres, database: 'postgres' })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
