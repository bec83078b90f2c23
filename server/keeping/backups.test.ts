import { chmod, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Backup, BackupSchedule } from '../../contract/keeping/backups.ts'
import type { Notification } from '../../contract/team/notification.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { emptyDatabase } from '../../tests/database.ts'
import { temporaryFolder } from '../../tests/postgres.ts'
import { openDatabase } from '../db/database.ts'
import { prepareJobs } from '../db/jobs.ts'
import { silent } from '../db/log.ts'
import { migrate } from '../db/migrate.ts'
import { consume } from '../ledger/consumer.ts'
import { mailNotification } from '../team/digests/commands.ts'
import { notifyMembers } from '../team/notifications/commands.ts'
import { verifyArchive } from './archive.ts'
import { followSchedule, workBackup } from './backups.ts'
import { erasePerson } from './erase.ts'
import { addErasures, eraseAgain, keepErasures } from './erasures.ts'
import { readManifest, restoreBackup } from './restore.ts'

const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const backupFolder = join(dataFolder, 'backups')
const sealingKey = Buffer.alloc(32, 7)
const place = { dataFolder, backupFolder, sealingKey, keyIsKept: true, version: '0.1.0' }
const app = await testCompany({ dataFolder, backupFolder })
const { owner, ask, call, database, db } = app
await prepareJobs(database.pool)

interface List {
  data: Backup[]
  schedule: BackupSchedule
  folder: string
}
const list = () => ask<List>(owner, 'GET', '/backups')
const make = async () => {
  const backup = await ask<Backup>(owner, 'POST', '/backups')
  await workBackup(database, backup.id, place)
  return (await list()).data.find(({ id }) => id === backup.id) as Backup
}

beforeEach(async () => {
  await sql`delete from backups`.execute(db)
  await rm(backupFolder, { recursive: true, force: true })
})

test('somebody asks, it is made, kept, downloaded by an owner and deleted', async () => {
  const asked = await ask<Backup>(owner, 'POST', '/backups')
  expect(asked).toMatchObject({ state: 'waiting', cause: 'request', kept: false })
  expect((await call(owner, 'POST', '/backups')).status).toBe(409)
  await workBackup(database, asked.id, place)
  const { data, folder } = await list()
  expect(folder).toBe(backupFolder)
  expect(data).toMatchObject([{ state: 'done', progress: 1, kept: true, error: null }])
  expect(data[0]?.bytes).toBeGreaterThan(1_000)
  await verifyArchive(join(backupFolder, data[0]?.file ?? ''))

  const administrator = await app.member('administrator')
  expect((await call(administrator, 'GET', `/backups/${asked.id}/file`)).status).toBe(403)
  expect((await call(await app.key(), 'GET', `/backups/${asked.id}/file`)).status).toBe(403)
  const file = await call(owner, 'GET', `/backups/${asked.id}/file`)
  expect(file.headers['content-length']).toBe(String(data[0]?.bytes))
  const { rows } = await sql`select actor_id from events where type = 'backup.downloaded'`.execute(db)
  expect(rows).toEqual([{ actor_id: owner.id }])

  expect((await call(administrator, 'DELETE', `/backups/${asked.id}`)).status).toBe(204)
  const { rows: told } = await sql<{ type: string; actor_id: string }>`
    select type, actor_id from events where subject_id = ${asked.id} order by id`.execute(db)
  expect(told).toEqual([
    { type: 'backup.made', actor_id: owner.id },
    { type: 'backup.downloaded', actor_id: owner.id },
    { type: 'backup.deleted', actor_id: administrator.id },
  ])
  expect((await list()).data[0]).toMatchObject({ kept: false })
  expect(await readdir(backupFolder)).toEqual([])
  expect((await call(owner, 'GET', `/backups/${asked.id}/file`)).status).toBe(409)
})

test('by the clock one is made a day, and old ones go as the schedule says', async () => {
  const schedule = { active: true, at: '02:00', days: 2, weeks: 0, months: 0 }
  expect(await ask(owner, 'PUT', '/backups/schedule', { body: schedule })).toEqual(schedule)
  await sql`update backup_schedule set changed_at = '2026-06-30 12:00Z'`.execute(db)
  for (const day of ['2026-07-01', '2026-07-02', '2026-07-03'])
    for (const time of ['00:59', '01:00', '01:05']) {
      await followSchedule(database, `${day}T${time}:00Z`)
      for (const { id, state } of (await list()).data)
        if (state === 'waiting') await workBackup(database, id, place)
    }
  const { data } = await list()
  expect(data.map(({ file, cause, kept }) => [file.slice(0, 10), cause, kept])).toEqual([
    ['2026-07-03', 'schedule', true],
    ['2026-07-02', 'schedule', true],
    ['2026-07-01', 'schedule', false],
  ])
  expect(await readdir(backupFolder)).toHaveLength(2)
})

test('what cannot be is refused, with the field that says so', async () => {
  const { status, body } = await call(owner, 'PUT', '/backups/schedule', {
    body: { active: true, at: '25:00', days: 0, weeks: 0, months: 0 },
  })
  expect(status).toBe(422)
  expect(body.errors?.map(({ path }) => path)).toEqual(['at', 'days'])
})

test('one that fails says why, leaves no file, and those who run the company hear of it', async () => {
  await writeFile(backupFolder, 'A file stands where the folder should be')
  const failed = await make()
  expect(failed).toMatchObject({ state: 'failed', kept: false })
  expect(failed.error).toContain('EEXIST')
  await rm(backupFolder)
  while (await consume(db, notifyMembers));
  const told = await ask<{ data: Notification[] }>(owner, 'GET', '/notifications')
  expect(told.data).toMatchObject([{ kind: 'notice', eventType: 'backup.failed' }])
  const ground = { publicUrl: 'http://localhost', sealingKey }
  for (const { id } of told.data) await mailNotification(database, ground, id, new Date().toISOString())
  const { rows } = await sql`select subject from outgoing_mail where subject like 'Backup failed%'`.execute(
    db,
  )
  expect(rows.length).toBeGreaterThan(0)
  expect((await make()).state).toBe('done')
})

test('one whose process was killed is found and told as failed', async () => {
  const { id } = await ask<Backup>(owner, 'POST', '/backups')
  await sql`update backups set state = 'running', created_at = now() - interval '1 hour' where id = ${id}`.execute(
    db,
  )
  await sql`update backup_schedule set active = false`.execute(db)
  await followSchedule(database, new Date().toISOString())
  expect((await list()).data).toMatchObject([
    { id, state: 'failed', error: 'The process that made it ended.' },
  ])
})

test('a full disk or a folder that nobody may write is a failure that is told', async () => {
  await make()
  await chmod(backupFolder, 0o500)
  // Whoever is root may write everywhere; for them the folder is a file.
  if (process.getuid?.() === 0) {
    await rm(backupFolder, { recursive: true })
    await writeFile(backupFolder, '')
  }
  expect((await make()).state).toBe('failed')
  await chmod(backupFolder, 0o700)
})

test('whoever was erased since is erased again when an older backup is restored, before anybody is served', async () => {
  const { id, title } = await app.person({ firstName: 'Gone', lastName: 'Forgotten' })
  const other = await app.person({ firstName: 'Still', lastName: 'Here' })
  const older = join(backupFolder, (await make()).file)
  await erasePerson(contextFor(database), id, dataFolder)
  await keepErasures(db, dataFolder)
  const newer = join(dataFolder, 'newer.throughline')
  await rm(newer, { force: true })

  const connection = await emptyDatabase()
  await migrate(connection)
  const restored = openDatabase({ connection, poolSize: 4 })
  await restoreBackup({
    database: restored,
    dataFolder,
    path: older,
    sealingKey,
    keyIsKept: false,
    log: silent,
  })
  const nameOf = async (one: string) =>
    (await sql<{ title: string }>`select title from people where id = ${one}`.execute(restored.db)).rows[0]
      ?.title
  expect(await nameOf(id)).toBe(title)
  expect(await eraseAgain(restored, dataFolder)).toBe(1)
  expect(await nameOf(id)).toMatch(/^Person /)
  expect(await nameOf(other.id)).toBe('Still Here')
  expect(await eraseAgain(restored, dataFolder)).toBe(0)
  await restored.close()
})

test('a backup knows who was erased until then, and its list can be taken elsewhere', async () => {
  const { id } = await app.person()
  await erasePerson(contextFor(database), id, dataFolder)
  const path = join(backupFolder, (await make()).file)
  const { erasures } = await readManifest(path)
  expect(erasures.length).toBeGreaterThan(0)
  const elsewhere = await temporaryFolder()
  await addErasures(elsewhere, erasures)
  // Ids are hashed: the list says nothing of who it was.
  expect(JSON.stringify(erasures)).not.toContain(id)
  expect(await eraseAgain(database, elsewhere)).toBe(0)
  await rm(elsewhere, { recursive: true })
})
