import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { prepareCluster } from './cluster.ts'
import type { Cluster } from './cluster.ts'
import { isUnavailable } from './errors.ts'
import type { Log } from './log.ts'
import { findPostmaster, spawnPostmaster, stopPostmaster } from './postmaster.ts'
import type { Postmaster, Started } from './postmaster.ts'

/** A part of the work of which one process at a time may be in charge on a data folder. */
export type Role = 'web' | 'worker'

/** Advisory locks in the database `postgres`: they end with the process that holds them, however it ends. */
const lockSpace = 7_211_946
const presence = 0
const roleLock: Record<Role, number> = { web: 1, worker: 2 }

export class AlreadyRunning extends Error {}

export interface Embedded {
  connection: PoolConfig
  /** Stops the database, unless another process of Throughline still uses it. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  dataFolder: string
  /** What this process is going to run; refused with AlreadyRunning when another one does. */
  roles?: readonly Role[]
  log: Log
  /** For tests: settings of PostgreSQL. */
  settings?: Record<string, string>
}

/**
 * Runs the embedded PostgreSQL of a data folder, or joins it where it runs already: started by another process,
 * or left by one that was killed. While this process lives, a database that dies is started again.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { roles = [], log, settings = {} } = options
  const dataFolder = resolve(options.dataFolder)
  const logFile = join(dataFolder, 'postgres.log')
  const cluster = await prepareCluster(dataFolder, log)
  let stopping = false

  async function attach(): Promise<Presence> {
    let started: Started | undefined
    let toldAt = performance.now()
    for (;;) {
      const postmaster = await findPostmaster(cluster.folder)
      if (postmaster?.ready) {
        const joined = await connect(cluster, postmaster).catch((error: unknown) => {
          if (!isUnavailable(error)) throw error
        })
        if (joined) return joined
      } else if (!postmaster && (!started || started.hasEnded())) {
        if (started) await refuseHopeless(logFile, started.logStart)
        started = await spawnPostmaster(cluster, logFile, settings)
      }
      if (performance.now() - toldAt > 5000) {
        toldAt = performance.now()
        log.info(`Waiting for the database; it writes to ${logFile}`)
      }
      await sleep(10)
    }
  }

  async function supervise(): Promise<void> {
    for (;;) {
      await current.ended
      if (stopping) return
      log.warn('The database went away; starting it again')
      try {
        current = await attach()
        log.info('The database is back')
        // Someone else may have come in between; the place is ours again when they leave.
        while ((await claim(current.client, roles)) !== undefined)
          await sleep(1000, undefined, { ref: false })
      } catch (error) {
        log.error(error instanceof Error ? error.message : String(error))
        await sleep(1000, undefined, { ref: false })
      }
    }
  }

  let current = await attach()
  const stop = async () => {
    stopping = true
    const alone = await leave(current.client).catch(() => false)
    await current.client.end().catch(() => undefined)
    if (alone) await stopPostmaster(cluster)
  }
  try {
    const holder = await claim(current.client, roles)
    if (holder !== undefined) {
      throw new AlreadyRunning(
        `Throughline already runs on ${dataFolder} (process ${holder}). ` +
          'Stop it first, or give this one a folder of its own with THROUGHLINE_DATA.',
      )
    }
    await createDatabase(current.client)
  } catch (error) {
    await stop()
    throw error
  }
  void supervise()
  return { connection: { ...cluster.address, ...login(cluster), database: 'throughline' }, stop }
}

const login = ({ password }: Cluster) => ({ user: 'throughline', password })

/** A connection that says this process is here, as long as it is. */
interface Presence {
  client: Client
  ended: Promise<unknown>
}

async function connect(cluster: Cluster, { host, port }: Postmaster): Promise<Presence> {
  cluster.address = { host, port }
  const client = new Client({
    ...cluster.address,
    ...login(cluster),
    database: 'postgres',
    application_name: `throughline process ${process.pid}`,
  })
  client.on('error', () => undefined)
  const ended = new Promise((resolve) => client.once('end', resolve))
  await client.connect()
  await client.query(`select pg_advisory_lock_shared(${lockSpace}, ${presence})`)
  return { client, ended }
}

/** Takes the locks of the roles. Returns who has one of them already, if so. */
async function claim(client: Client, roles: readonly Role[]): Promise<string | undefined> {
  for (const role of roles) {
    const { rows } = await client.query<{ taken: boolean }>(
      `select pg_try_advisory_lock(${lockSpace}, ${roleLock[role]}) as taken`,
    )
    if (rows[0]?.taken) continue
    const holder = await client.query<{ name: string }>(
      `select application_name as name from pg_locks join pg_stat_activity using (pid)
        where locktype = 'advisory' and classid = ${lockSpace} and objid = ${roleLock[role]} and granted`,
    )
    return holder.rows[0]?.name.replace('throughline process ', '') ?? 'unknown'
  }
  return undefined
}

/** Gives up the place at the database. Was it the last one? */
async function leave(client: Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_all()')
  const { rows } = await client.query<{ alone: boolean }>(
    `select pg_try_advisory_lock(${lockSpace}, ${presence}) as alone`,
  )
  return rows[0]?.alone === true
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = 'throughline'")
  if (rowCount) return
  await client.query('create database throughline').catch((error: Error & { code?: string }) => {
    // Another process was quicker.
    if (error.code !== '42P04' && error.code !== '23505') throw error
  })
}

/** A postmaster that ends at once may find the last one's processes still going, or be slower than another's start. */
async function refuseHopeless(logFile: string, from: number): Promise<void> {
  const log = await readFile(logFile)
  const lines = log.toString('utf8', from).trimEnd().split('\n')
  const last = lines.findLast((line) => line.includes('FATAL:')) ?? lines.at(-1) ?? ''
  if (!/pre-existing shared memory block|lock file ".*" already exists/.test(last)) {
    throw new Error(`PostgreSQL does not start. It says: ${last}\nMore of it in ${logFile}`)
  }
  await sleep(100)
}
