import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import type { TestProject } from 'vitest/node'
import { isAlive } from '../server/db/cluster.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { silent } from '../server/db/log.ts'
import { migrate } from '../server/db/migrate.ts'
import { findPostmaster } from '../server/db/postmaster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** By worker. */
    postgres: PoolConfig[]
  }
}

/**
 * For each worker a PostgreSQL with one migrated database that its test files copy. They share none: a transaction of
 * one file that writes holds up whoever reads the ledger in the same cluster.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned()
  const clusters = await Promise.all(Array.from({ length: project.config.maxWorkers }, start))
  project.provide(
    'postgres',
    clusters.map(({ connection }) => connection),
  )
  return async () => {
    await Promise.all(clusters.map(({ stop }) => stop()))
  }
}

async function start() {
  const dataFolder = await temporaryFolder()
  const embedded = await startEmbedded({
    dataFolder,
    log: { ...silent, error: (message) => process.stderr.write(`${message}\n`) },
    // Nothing here needs to outlive the run. Commits are written out all the same: VACUUM calls nothing visible that is not.
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      max_connections: '200',
      shared_buffers: '256MB',
      // Its ANALYZE is a writing transaction, before whose end no reader of the ledger goes on.
      autovacuum: 'off',
    },
  })
  await migrate(embedded.connection)
  return {
    connection: embedded.connection,
    async stop() {
      await embedded.stop()
      await rm(dataFolder, { recursive: true, force: true })
    },
  }
}

const prefix = 'throughline-test-'

/** A data folder that the database's user can enter when the tests run as root. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  await chmod(folder, 0o711)
  return folder
}

/** A run that was killed leaves its database running, as a server would. */
async function clearAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN
    if (!(pid > 0) || isAlive(pid)) continue
    const folder = join(tmpdir(), name)
    const left = await findPostmaster(join(folder, 'postgres'))
    if (left) process.kill(left.pid, 'SIGKILL')
    await rm(folder, { recursive: true, force: true })
  }
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
