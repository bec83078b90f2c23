import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Status } from '../../contract/keeping/status.ts'
import type { Database, Db } from '../db/database.ts'
import { readMigrations } from '../db/migrate.ts'
import { plainStatement } from '../db/timing.ts'
import { filesKept } from '../records/files/queries.ts'
import type { Stores } from '../records/files/stores.ts'
import { listBackups, readSchedule } from './backups.ts'

export async function migrationState(db: Db): Promise<Status['migrations']> {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  const pending = (await readMigrations()).map(({ name }) => name).filter((name) => !applied.has(name))
  return { applied: applied.size, latest: rows.at(-1)?.name ?? null, pending }
}

/** A job waits when it is due, has tries left and stands in no queue that is being worked off. */
export async function jobState(db: Db): Promise<Status['jobs']> {
  const { rows } = await sql<Status['jobs']>`
    select count(*) filter (where due) as waiting, count(*) filter (where j.locked_at is not null) as running,
      count(*) filter (where j.attempts >= j.max_attempts) as failed,
      extract(epoch from now() - min(j.run_at) filter (where due))::float8 as "oldestSeconds"
    from (select j.*, j.is_available and j.run_at <= now() and q.locked_at is null as due
      from graphile_worker._private_jobs j left join graphile_worker._private_job_queues q on q.id = j.job_queue_id) j`.execute(
    db,
  )
  return rows[0] ?? { waiting: 0, running: 0, failed: 0, oldestSeconds: null }
}

async function mailState(db: Db, hasServer: boolean): Promise<Status['mail']> {
  const { rows } = await sql<Omit<Status['mail'], 'hasServer'>>`
    select count(*) filter (where sent_at is null and error is null) as waiting,
      count(*) filter (where sent_at is null and error is not null) as failing,
      count(*) filter (where sent_at > now() - interval '1 day') as "sentLastDay" from outgoing_mail`.execute(
    db,
  )
  return { ...(rows[0] ?? { waiting: 0, failing: 0, sentLastDay: 0 }), hasServer }
}

/** A mailbox that nobody has read for so long, though it is not paused, waits for a worker. */
const mailboxRest = '15 minutes'

async function mailboxState(db: Db): Promise<Status['mailboxes']> {
  const { rows } = await sql<Status['mailboxes'][number]>`
    select json_build_object('id', u.id, 'title', u.name) as owner, b.seen_at as "seenAt", f.behind, b.error,
      b.failing_since as "failingSince", s.state
    from mailboxes b join users u on u.id = b.user_id
      cross join lateral (select coalesce(sum(behind), 0)::int as behind from mail_folders
        where mailbox_id = b.id and chosen) f
      cross join lateral (select case when b.paused then 'paused' when b.error is not null then 'failing'
        when f.behind > 0 then 'behind'
        when coalesce(b.seen_at < now() - ${mailboxRest}::interval, true) then 'waiting' else 'read' end as state) s
    order by array_position(array['failing', 'behind', 'waiting', 'read', 'paused'], s.state), u.name, b.id limit 500`.execute(
    db,
  )
  return rows
}

/** More than so many events behind is just far behind. */
const mostCounted = 100_000

export async function ledgerLag(db: Db): Promise<Status['ledger']['consumers']> {
  const { rows } = await sql<Status['ledger']['consumers'][number]>`
    select c.consumer as name, coalesce(b.behind, 0)::int as behind,
      coalesce(extract(epoch from now() - b.since), 0)::float8 as seconds
    from ledger_cursors c left join lateral (select count(*) as behind, min(recorded_at) as since from (
      select recorded_at from events e where (e.tx, e.id) > (c.tx, c.event_id) order by e.tx, e.id limit ${mostCounted}) e) b on true
    order by 1`.execute(db)
  return rows
}

/** Who writes longest, if it is for longer than a moment: nothing that was written since is read by who follows the ledger. */
async function horizonHolder(db: Db): Promise<Status['ledger']['holder']> {
  const { rows } = await sql<NonNullable<Status['ledger']['holder']>>`
    select pid, coalesce(application_name, '') as application, extract(epoch from now() - xact_start)::float8 as seconds,
      coalesce(state, '') as state, coalesce(query, '') as statement
    from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
      and xact_start < now() - interval '1 second' order by backend_xid::text::bigint limit 1`.execute(db)
  const [holder] = rows
  return holder ? { ...holder, statement: plainStatement(holder.statement) } : null
}

export async function databaseSize(db: Db): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(
    db,
  )
  return rows[0]?.bytes ?? 0
}

/** Tables with their indexes, partitions as one. */
async function tableSizes(db: Db): Promise<Status['database']['tables']> {
  const { rows } = await sql<Status['database']['tables'][number]>`
    select coalesce(p.name, c.relname) as name, sum(greatest(c.reltuples, 0))::float8 as rows,
      sum(pg_total_relation_size(c.oid))::bigint as bytes
    from pg_class c left join lateral (select relname as name from pg_class where oid = pg_partition_root(c.oid)) p on true
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by 1 order by bytes desc limit 15`.execute(
    db,
  )
  return rows
}

const mostStatements = 20

async function slowest({ db, timing }: Database): Promise<Status['slowest']> {
  const { rows: there } = await sql<{
    there: boolean
  }>`select to_regclass('pg_stat_statements') is not null as there`.execute(db)
  if (there[0]?.there) {
    // The extension may be made without the library being loaded.
    const measured = await sql<Status['slowest']['statements'][number]>`
      select query as text, calls::int, mean_exec_time as "meanMs", max_exec_time as "maxMs", total_exec_time as "totalMs"
      from pg_stat_statements where dbid = (select oid from pg_database where datname = current_database())
      order by mean_exec_time desc limit ${mostStatements}`
      .execute(db)
      .catch(() => null)
    if (measured)
      return {
        source: 'server',
        statements: measured.rows.map((row) => ({ ...row, text: plainStatement(row.text) })),
      }
  }
  return {
    source: 'process',
    statements: timing
      .slowest(mostStatements)
      .map(({ text, calls, totalMs, maxMs }) => ({ text, calls, meanMs: totalMs / calls, maxMs, totalMs })),
  }
}

/** Of the disk that the folder is on, or will be once something is kept in it. */
async function diskOf(folder: string): Promise<Status['disk']> {
  const at = resolve(folder)
  const { bavail, blocks, bsize } = await statfs(at).catch(() => statfs(dirname(at)))
  return { folder, free: bavail * bsize, total: blocks * bsize }
}

async function backupState(db: Db): Promise<Status['backup']> {
  const backups = await listBackups(db)
  const { active } = await readSchedule(db)
  return { last: backups[0] ?? null, lastDone: backups.find(({ state }) => state === 'done') ?? null, active }
}

export interface StatusPlace {
  version: string
  dataFolder: string
  stores: Stores
  /** Mail leaves. */
  hasMailServer: boolean
}

export async function statusOf(
  database: Database,
  { version, dataFolder, stores, hasMailServer }: StatusPlace,
): Promise<Status> {
  const { db } = database
  const { rows } = await sql<{
    postgres: string
  }>`select current_setting('server_version') as postgres`.execute(db)
  return {
    version,
    postgres: rows[0]?.postgres ?? '',
    migrations: await migrationState(db),
    jobs: await jobState(db),
    mailboxes: await mailboxState(db),
    mail: await mailState(db, hasMailServer),
    ledger: { consumers: await ledgerLag(db), holder: await horizonHolder(db) },
    database: { bytes: await databaseSize(db), tables: await tableSizes(db) },
    slowest: await slowest(database),
    files: { ...(await filesKept(db)), store: stores.name },
    disk: await diskOf(dataFolder),
    backup: await backupState(db),
  }
}
