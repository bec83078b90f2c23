import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { startEmbedded } from './embedded.ts'
import type { Role } from './embedded.ts'
import { isUnavailable } from './errors.ts'
import type { Log } from './log.ts'
import { migrate } from './migrate.ts'

export interface Provided {
  database: Database
  /** Closes the pools, and stops the embedded database when no other process needs it. */
  stop(): Promise<void>
}

export interface DatabasePlace {
  databaseUrl: string | undefined
  dataFolder: string
}

export interface ProvideOptions {
  /** What a server runs: refused when another server does so on the same data folder. A command has none. */
  roles?: readonly Role[]
  poolSize?: number
}

/** The migrated database of this installation: the embedded one, started or joined, or an external one. */
export async function provideDatabase(
  place: DatabasePlace,
  log: Log,
  { roles = [], poolSize = 10 }: ProvideOptions = {},
): Promise<Provided> {
  const embedded = place.databaseUrl
    ? undefined
    : await startEmbedded({ dataFolder: place.dataFolder, roles, log })
  try {
    const connection = embedded?.connection ?? (await external(place.databaseUrl ?? '', log))
    await migrate(connection, log)
    const applicationName = `throughline ${roles.join('+') || 'command'} ${process.pid}`
    const database = openDatabase({ connection, poolSize, applicationName, log })
    const stop = async () => {
      await database.close()
      await embedded?.stop()
    }
    return { database, stop }
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

const oldest = 15
const patienceMs = 60_000

/** Waits for a database that is still starting, as after a power cut, and refuses one that will not do. */
async function external(connectionString: string, log: Log): Promise<PoolConfig> {
  const { host } = new URL(connectionString)
  const deadline = performance.now() + patienceMs
  for (let told = false; ; told = true) {
    const client = new Client({
      connectionString,
      connectionTimeoutMillis: 5000,
      application_name: 'throughline start',
    })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ version: number; encoding: string }>(
        `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
      )
      await client.end()
      const { version = 0, encoding = '' } = rows[0] ?? {}
      if (version < oldest * 10_000) {
        const found = Math.floor(version / 10_000)
        throw new Error(
          `The database at ${host} is PostgreSQL ${found}. Throughline needs ${oldest} or newer.`,
        )
      }
      if (encoding !== 'UTF8') {
        throw new Error(`The database at ${host} is encoded in ${encoding}. Make it with ENCODING 'UTF8'.`)
      }
      return { connectionString }
    } catch (error) {
      if (!isUnavailable(error)) throw error
      const reason = error instanceof Error ? error.message || 'no connection' : String(error)
      if (performance.now() > deadline) throw new Error(`No database at ${host}: ${reason}`, { cause: error })
      if (!told) log.info(`Waiting for the database at ${host}: ${reason}`)
      await sleep(500)
    }
  }
}
