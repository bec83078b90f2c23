import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Backup, BackupSchedule } from '../../contract/keeping/backups.ts'
import { addJob } from '../db/jobs.ts'
import type { Database, Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import { system } from '../http/caller.ts'
import { atomically, type Context } from '../http/context.ts'
import { conflict, notFound } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import type { Stores } from '../records/files/stores.ts'
import { readOrganisation } from '../team/organisation/queries.ts'
import { makeBackup } from './backup.ts'
import { keepErasures } from './erasures.ts'
import { isDue, superfluous } from './schedule.ts'

/** Where backups are made and what goes into them. */
export interface BackupPlace {
  dataFolder: string
  /** Where the content of files lies; in the data folder unless said. */
  stores?: Stores
  backupFolder: string
  sealingKey: Buffer
  keyIsKept: boolean
  version: string
}

const columns = sql`id, cause, state, file, bytes, progress, error, created_at as "createdAt", finished_at as "finishedAt",
  state = 'done' and removed_at is null as kept`

export async function listBackups(db: Db): Promise<Backup[]> {
  const { rows } =
    await sql<Backup>`select ${columns} from backups order by created_at desc, id desc limit 200`.execute(db)
  return rows
}

export async function getBackup(db: Db, id: string): Promise<Backup> {
  const { rows } = await sql<Backup>`select ${columns} from backups where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('backup')
  return rows[0]
}

export async function readSchedule(db: Db): Promise<BackupSchedule & { setAt: string }> {
  const { rows } = await sql<BackupSchedule & { setAt: string }>`
    select active, to_char(at, 'HH24:MI') as at, days, weeks, months, changed_at as "setAt" from backup_schedule`.execute(
    db,
  )
  if (!rows[0]) throw new Error('The schedule of backups is gone')
  return rows[0]
}

export async function setSchedule(context: Context, schedule: BackupSchedule): Promise<BackupSchedule> {
  const { active, at, days, weeks, months } = schedule
  return atomically(context, async ({ database: { db, notify }, caller, now }) => {
    await sql`update backup_schedule set active = ${active}, at = ${at}::time, days = ${days}, weeks = ${weeks},
    months = ${months}, changed_at = case when (backup_schedule.active, backup_schedule.at) = (${active}, ${at}::time)
      then changed_at else ${now}::timestamptz end`.execute(db)
    await record(db, caller, now, [
      {
        type: 'backup.scheduled',
        subject: { type: 'backup', id: ofNone, version: null },
        data: { schedule },
      },
    ])
    notify('ledger')
    return readSchedule(db)
  })
}

/** The schedule is of all backups and of none. */
const ofNone = '00000000-0000-0000-0000-000000000000'

/** Holds for as long as a backup is made, however the process ends. */
const making = sql`hashtext('make-backup')`

/** Asks for a backup; one at a time is made. */
export async function askForBackup(
  db: Db,
  cause: Backup['cause'],
  { now, userId }: { now: string; userId: string | null },
): Promise<Backup> {
  return transaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('ask-for-backup'))`.execute(tx)
    const { rows: open } =
      await sql`select from backups where state in ('waiting', 'running') limit 1`.execute(tx)
    if (open.length > 0) throw conflict('A backup is being made. Wait for it.')
    const file = `${now.slice(0, 19).replaceAll(':', '')}Z.throughline`
    const { rows } = await sql<Backup>`insert into backups (cause, file, created_by, created_at)
      values (${cause}, ${file}, ${userId}, ${now}) returning ${columns}`.execute(tx)
    const [backup] = rows as [Backup]
    await addJob(tx, 'make-backup', { id: backup.id }, { attempts: 1 })
    return backup
  })
}

/** Progress is told at most so often. */
const toldEveryMs = 500

/** Makes a backup that was asked for. That it fails is written down, and told to those who run the company. */
export async function workBackup(database: Database, id: string, place: BackupPlace): Promise<void> {
  const { db } = database
  const { rows } = await sql<{ file: string; created_by: string | null }>`
    update backups set state = 'running' where id = ${id} and state = 'waiting' returning file, created_by`.execute(
    db,
  )
  const [backup] = rows
  if (!backup) return
  const path = join(place.backupFolder, backup.file)
  let toldAt = 0
  const tell = (progress: number) => {
    if (performance.now() - toldAt < toldEveryMs) return
    toldAt = performance.now()
    // Of the making's connection there is but one; this is another, and may be late.
    sql`update backups set progress = ${progress} where id = ${id} and state = 'running'`
      .execute(db)
      .catch(() => undefined)
  }
  try {
    await mkdir(place.backupFolder, { recursive: true, mode: 0o700 })
    await keepErasures(db, place.dataFolder)
    const { bytes } = await db.connection().execute(async (held) => {
      await sql`select pg_advisory_lock(${making})`.execute(held)
      try {
        return await makeBackup({ ...place, database, path, withKey: place.keyIsKept, tell })
      } finally {
        await sql`select pg_advisory_unlock(${making})`.execute(held)
      }
    })
    await transaction(db, async (tx) => {
      await sql`update backups set state = 'done', bytes = ${bytes}, progress = 1, finished_at = clock_timestamp() where id = ${id}`.execute(
        tx,
      )
      await record(tx, system('system', backup.created_by), new Date().toISOString(), [
        {
          type: 'backup.made',
          subject: { type: 'backup', id, version: null },
          data: { title: backup.file, bytes },
        },
      ])
    })
    database.notify('ledger')
    await thinOut(db, place.backupFolder)
  } catch (error) {
    await fail(database, id, error instanceof Error ? error.message : String(error))
  }
}

async function fail(database: Database, id: string, reason: string): Promise<void> {
  await transaction(database.db, async (tx) => {
    const { rows } =
      await sql`update backups set state = 'failed', error = ${reason}, finished_at = clock_timestamp()
      where id = ${id} and state in ('waiting', 'running') returning id`.execute(tx)
    if (rows.length === 0) return
    await record(tx, system('system'), new Date().toISOString(), [
      { type: 'backup.failed', subject: { type: 'backup', id, version: null }, data: { title: reason } },
    ])
  })
  database.notify('ledger')
}

/** Deletes the files of backups by schedule that need not be kept. Those that somebody asked for stay until deleted. */
async function thinOut(db: Db, backupFolder: string): Promise<void> {
  const organisation = await readOrganisation(db)
  const backups = (await listBackups(db)).filter(({ kept, cause }) => kept && cause === 'schedule')
  for (const backup of superfluous(backups, await readSchedule(db), organisation?.timeZone ?? 'UTC'))
    await removeFile(db, backup, backupFolder)
}

async function removeFile(db: Db, { id, file }: Backup, backupFolder: string): Promise<void> {
  await rm(join(backupFolder, file), { force: true })
  await sql`update backups set removed_at = now() where id = ${id}`.execute(db)
}

export async function removeBackup(context: Context, id: string, backupFolder: string): Promise<void> {
  const { db, notify } = context.database
  const backup = await getBackup(db, id)
  if (!backup.kept) return
  await removeFile(db, backup, backupFolder)
  await record(db, context.caller, context.now, [
    { type: 'backup.deleted', subject: { type: 'backup', id, version: null }, data: { title: backup.file } },
  ])
  notify('ledger')
}

/** The file of a backup, if it lies where this process can reach it. */
export async function fileOf(backup: Backup, backupFolder: string): Promise<{ path: string; bytes: number }> {
  const path = join(backupFolder, backup.file)
  const found = backup.kept ? await stat(path).catch(() => null) : null
  if (!found)
    throw conflict(`The file is not here any more. It was ${backup.file} in the backup folder of the worker.`)
  return { path, bytes: found.size }
}

/** By the clock: notes backups whose process died, and asks for one when it is due. */
export async function followSchedule(database: Database, now: string): Promise<void> {
  const { db } = database
  const organisation = await readOrganisation(db)
  if (!organisation) return
  const { rows: dead } = await sql<{ id: string }>`select id from backups
    where state = 'waiting' and created_at < ${now}::timestamptz - interval '1 hour'
      or state = 'running' and created_at < ${now}::timestamptz - interval '1 minute'
        and not exists (select from pg_locks where locktype = 'advisory' and granted and objid = ${making}::oid
          and database = (select oid from pg_database where datname = current_database()))`.execute(db)
  for (const { id } of dead) await fail(database, id, 'The process that made it ended.')
  const { rows } = await sql<{
    lastAt: string | null
  }>`select max(created_at) as "lastAt" from backups where cause = 'schedule'`.execute(db)
  const { setAt, ...schedule } = await readSchedule(db)
  const lastAt = rows[0]?.lastAt ?? null
  if (isDue(schedule, { now, zone: organisation.timeZone, setAt, lastAt }))
    await askForBackup(db, 'schedule', { now, userId: null }).catch((error: unknown) => {
      // Somebody's own is being made: that one will be followed by this one.
      if ((error as { problem?: unknown }).problem === undefined) throw error
    })
}
