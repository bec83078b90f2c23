import { Kysely, PostgresDialect } from 'kysely'
import { Pool } from 'pg'
import type pg from 'pg'
import { silent } from './log.ts'
import type { Log } from './log.ts'
import { openNotices } from './notices.ts'
import type { NoticeHandler } from './notices.ts'
import { types } from './parsers.ts'
import { nameStatements } from './statements.ts'
import { openTiming } from './timing.ts'
import type { Timing } from './timing.ts'

/** A connection to run typed `sql` templates on: the pool, or one transaction. Tables are described by row types. */
export type Db = Kysely<unknown>

export interface Database {
  /** For reads and writes whose plan does not depend on the values: by id, inserts, updates, transactions. */
  db: Db
  /**
   * For lists and metrics, planned anew for the values of each call. A generic plan of a list is right for
   * the average filter and disastrous for the rare one. Costs 10–100 µs of planning; preparing still saves
   * the parsing (0.27 ms for a list of 60 against 0.42 ms unnamed, and 0.27 ms with a generic plan).
   */
  lists: Db
  pool: pg.Pool
  /** How long statements take. */
  timing: Timing
  /** The handler is also called, with '', after a lost connection: something may have been missed. */
  listen(channel: string, handler: NoticeHandler): Promise<() => Promise<void>>
  /** After the commit, never inside a transaction. Sent within about 20 ms; of several only the latest payload. */
  notify(channel: string, payload?: string): void
  close(): Promise<void>
}

export interface DatabaseOptions {
  connection: pg.PoolConfig
  /** Connections for `db`; `lists` has half as many of its own. */
  poolSize?: number
  applicationName?: string
  /** An open writing transaction holds back every consumer of the ledger, so none may stay open longer. */
  maxTransactionSeconds?: number
  log?: Log
}

/** The limit as settings of the session: one setting since PostgreSQL 17, two that cover most of it before. */
export function limitSettings(seconds: number): string {
  const ms = Math.round(seconds * 1000)
  return `select set_config(name, '${ms}', false) from pg_settings where name = 'transaction_timeout'
    or (name in ('idle_in_transaction_session_timeout', 'statement_timeout')
      and current_setting('server_version_num')::int < 170000)`
}

export function openDatabase(options: DatabaseOptions): Database {
  const { poolSize = 10, applicationName = 'throughline', maxTransactionSeconds = 60, log = silent } = options
  const connection: pg.PoolConfig = {
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    ...options.connection,
    application_name: applicationName,
    types,
  }

  let closing = false
  // The threshold lets a name of six letters be found with one of them wrong; the extension's own 0.6 does not. Every
  // search reads what waits to go into its indexes, so little may wait: with the usual 4 MB it takes four times as long.
  function openPool(max: number, planMode: 'auto' | 'force_custom_plan'): pg.Pool {
    const pool = new Pool({
      ...connection,
      max,
      idleTimeoutMillis: 300_000,
      maxLifetimeSeconds: 3600,
      onConnect: async (client) => {
        // The query under way is told of a lost connection; without a handler here the process would end too.
        client.on('error', () => undefined)
        await client.query(
          `set timezone to 'UTC'; set plan_cache_mode to ${planMode}; set pg_trgm.word_similarity_threshold to 0.5; set gin_pending_list_limit to '512kB'; ${limitSettings(maxTransactionSeconds)}`,
        )
        nameStatements(client)
      },
    })
    // Without a handler a connection lost while idle would end the process.
    pool.on('error', (error) => {
      if (!closing) log.warn(`Lost a connection to the database: ${error.message}`)
    })
    // And one lost while in use says so to whoever uses it; this handler only keeps the process alive.
    pool.on('connect', (client) => client.on('error', () => undefined))
    return pool
  }

  const pool = openPool(poolSize, 'auto')
  const listPool = openPool(Math.max(1, Math.ceil(poolSize / 2)), 'force_custom_plan')
  const notices = openNotices(connection, pool, log)
  const timing = openTiming()
  const timed = (from: pg.Pool) =>
    new Kysely<unknown>({
      dialect: new PostgresDialect({ pool: from }),
      log: ({ query, queryDurationMillis }) => timing.note(query.sql, queryDurationMillis),
    })
  return {
    db: timed(pool),
    lists: timed(listPool),
    pool,
    timing,
    listen: (channel, handler) => notices.listen(channel, handler),
    notify: (channel, payload) => notices.notify(channel, payload),
    async close() {
      closing = true
      await notices.close()
      await Promise.all([pool.end(), listPool.end()])
    },
  }
}
