import { run, runMigrations, Logger, type TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import type { Database, Db } from './database.ts'
import type { Log } from './log.ts'

/** Work that outlives a request. It may run more than once, so its handler must not mind. */
export interface Job {
  name: string
  /** `signal` is set when the process stops: finish a piece, save how far it got, return. */
  run(
    payload: unknown,
    context: { database: Database; log: Log; signal: AbortSignal | undefined },
  ): Promise<void>
  /** When it runs by itself, as crontab writes it, in UTC: `0 3 * * *`. */
  cron?: string
}

export interface JobOptions {
  /** One job with this key at a time: a second replaces the first, if that has not begun. */
  key?: string
  /** Jobs of one queue run one after the other. */
  queue?: string
  attempts?: number
  /** Not before this moment; a job with the same key that is to run earlier stays so. At once, unless said. */
  runAt?: string
}

const quiet = new Logger(() => () => undefined)

/** The tables of the job library, in a schema of its own. */
export const prepareJobs = (pool: Pool): Promise<void> => runMigrations({ pgPool: pool, logger: quiet })

/** Adds a job in the transaction of what caused it: both happen, or neither. */
export async function addJob(
  tx: Db,
  name: string,
  payload: unknown,
  options: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(${name}, payload => ${JSON.stringify(payload)}::json,
    queue_name => ${options.queue ?? null}, max_attempts => ${options.attempts ?? 10}, job_key => ${options.key ?? null},
    run_at => ${options.runAt ?? null}::timestamptz, job_key_mode => ${options.runAt ? 'preserve_run_at' : 'replace'})`.execute(
    tx,
  )
}

/** Runs jobs in this process until stopped; stopping waits for those under way. */
export async function runJobs(
  database: Database,
  jobs: readonly Job[],
  log: Log,
): Promise<{ stop(): Promise<void>; isWorking(): boolean }> {
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [
      job.name,
      (payload, { abortSignal }) => job.run(payload, { database, log, signal: abortSignal }),
    ]),
  )
  const crontab = jobs
    .flatMap((job) => (job.cron ? [`${job.cron} ${job.name} ?jobKey=${job.name}`] : []))
    .join('\n')
  const logger = new Logger(() => (level, message) => {
    // Why a job failed is told where jobs are shown; it may name whom it was about.
    if (level === 'error') log.error(message.split(' with error ')[0] ?? '')
  })
  const runner = await run({
    pgPool: database.pool,
    taskList,
    crontab,
    logger,
    noHandleSignals: true,
    preset: { worker: { concurrentJobs: 4, localQueue: { size: 5 } } },
  })
  let working = true
  const ended = () => {
    working = false
  }
  runner.promise.then(ended, ended)
  return { stop: () => runner.stop(), isWorking: () => working }
}
