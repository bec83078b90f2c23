import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SearchHit } from '../contract/records/search.ts'
import { anonymous, contextFor, ownerEmail, password, setupInput, testApp } from './builders.ts'
import { emptyDatabase } from './database.ts'
import { objectStore } from './object-store.ts'
import { temporaryFolder } from './postgres.ts'
import { openDatabase, type Database, type Db } from '../server/db/database.ts'
import { startEmbedded } from '../server/db/embedded.ts'
import { addJob, prepareJobs } from '../server/db/jobs.ts'
import { silent } from '../server/db/log.ts'
import { migrate } from '../server/db/migrate.ts'
import { loadSample } from '../server/ecosystem/sample/load.ts'
import { settleCluster } from '../server/ledger/cluster.ts'
import { consume, type Consumer } from '../server/ledger/consumer.ts'
import { makeBackup } from '../server/keeping/backup.ts'
import { tablesOf } from '../server/keeping/contents.ts'
import { restoreBackup } from '../server/keeping/restore.ts'
import type { StoreName } from '../server/records/files/store.ts'
import { openStores, type Stores } from '../server/records/files/stores.ts'

const key = Buffer.alloc(32, 7)
const folders: string[] = []
const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing.reverse()) await close()
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function folder(): Promise<string> {
  const made = await temporaryFolder()
  folders.push(made)
  return made
}

/** A cluster of its own, as each installation has. */
async function embedded(): Promise<{ database: Database; dataFolder: string }> {
  const dataFolder = await folder()
  const settings = { fsync: 'off', synchronous_commit: 'off', shared_buffers: '32MB' }
  const started = await startEmbedded({ dataFolder, log: silent, settings })
  closing.push(() => started.stop())
  return { database: await migrated(started.connection), dataFolder }
}

async function migrated(connection: Parameters<typeof migrate>[0]): Promise<Database> {
  await migrate(connection)
  const database = openDatabase({ connection, poolSize: 4 })
  closing.push(() => database.close())
  await settleCluster(database.db)
  return database
}

/** Each table's rows, in an order of their own. */
async function rowsOf(db: Db): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const { schema, name } of await tablesOf(db)) {
    const text = `select t::text as row from ${schema}.${name} t order by 1`
    const { rows } = await db.executeQuery<{ row: string }>(CompiledQuery.raw(text))
    found[`${schema}.${name}`] = rows.map(({ row }) => row)
  }
  return found
}

const counted: string[] = []
const counting: Consumer = {
  name: 'counting',
  batch: 200,
  async handle(_tx, events) {
    counted.push(...events.map(({ id }) => id))
  },
}
const idsIn = async (db: Db) =>
  (await sql<{ id: string }>`select id from events order by id`.execute(db)).rows.map(({ id }) => id)

const home = await folder()
const path = join(home, 'acme.throughline')
let source: Awaited<ReturnType<typeof embedded>>
let before: Awaited<ReturnType<typeof rowsOf>>

beforeAll(async () => {
  source = await embedded()
  const { database, dataFolder } = source
  const app = await testApp({ dataFolder }, { database, db: database.db, connection: {} })
  await app.ask(anonymous, 'POST', '/setup', { body: setupInput })
  await prepareJobs(database.pool)
  await loadSample(contextFor(database), openStores({ dataFolder }))
  await sql`update people set custom = '{"own_note": "äöü \\" \\\\ \\n 😀"}' where id = (select min(id::text)::uuid from people)`.execute(
    database.db,
  )
  await sql`create index made_by_hand on people ((custom ->> 'own_note'))`.execute(database.db)
  // An event of a month that had no partition of its own, and one of a month long ago that has.
  await sql`create table events_2020_02 partition of events for values from (${'01700000-0000-7000-8000-000000000000'}) to (${'01709000-0000-7000-8000-000000000000'})`
    .execute(database.db)
    .catch(() => undefined)
  await addJob(
    database.db,
    'send-mail',
    { id: '019a0000-0000-7000-8000-000000000001' },
    { key: 'k', queue: 'q' },
  )
  await sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'gone'`.execute(
    database.db,
  )
  await sql`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
      smtp_security, username, password, since)
    select id, 'olga@acme.example', 'Olga', 'imap.acme.example', 993, 'tls', 'smtp.acme.example', 465, 'tls', 'olga',
      'sealed', '2026-01-01' from users where role = 'owner'`.execute(database.db)
  for (const [subject, state, days] of [
    ['Due', 'waiting', -1],
    ['Later', 'waiting', 2],
    ['Sent', 'sent', -1],
    ['Unsure', 'unsure', -1],
  ] as const)
    await sql`insert into mail_outgoing (id, mailbox_id, recipients, subject, body, message_id, state, send_at, error)
      select new_id(), id, '{ana@buyer.example}', ${subject}, 'x', ${`<${subject}@acme.example>`}, ${state},
        now() + make_interval(days => ${days}), ${state === 'unsure' ? 'The connection was lost' : null} from mailboxes`.execute(
      database.db,
    )
  await mkdir(join(dataFolder, 'imports'), { recursive: true })
  await writeFile(join(dataFolder, 'imports/one.csv'), 'one'.repeat(50_000))
  // Of what lies in a store, what no row speaks of stays behind.
  await writeFile(join(dataFolder, 'files/stray'), 'stray')
  // It has read a part of the ledger when the backup is made.
  await consume(database.db, counting)
  await makeBackup({ database, dataFolder, path, sealingKey: key, withKey: true, version: '0.1.0' })
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null`.execute(database.db)
  before = await rowsOf(database.db)
  // What was to leave by now is not sent a second time by itself.
  const messages = before['public.mail_outgoing'] ?? []
  before['public.mail_outgoing'] = messages.map((row) =>
    row.includes('<Due@') ? row.replace(',waiting,', ',restored,') : row,
  )
  expect(before['public.mail_outgoing']).not.toEqual(messages)
}, 120_000)

/** Each file of the rows has the content that they speak of. */
async function contentsIn(db: Db, stores: Stores): Promise<number> {
  const { rows } = await sql<{ id: string; store: StoreName; sha256: string }>`
    select id, store, encode(sha256, 'hex') as sha256 from files`.execute(db)
  for (const { id, store, sha256 } of rows) {
    const content = await stores.of(store).open(id)
    const found =
      content &&
      createHash('sha256')
        .update(await buffer(content))
        .digest('hex')
    expect([store, found]).toEqual([stores.name, sha256])
  }
  return rows.length
}

async function expectServed(database: Database, dataFolder: string): Promise<void> {
  expect(await rowsOf(database.db)).toEqual(before)
  expect(await readFile(join(dataFolder, 'imports/one.csv'), 'utf8')).toBe('one'.repeat(50_000))
  expect(await contentsIn(database.db, openStores({ dataFolder }))).toBeGreaterThan(10)
  expect(await readFile(join(dataFolder, 'sealing.key'), 'utf8')).toBe(`${key.toString('hex')}\n`)
  const { rows } = await sql`select indexname from pg_indexes where indexname = 'made_by_hand'`.execute(
    database.db,
  )
  expect(rows).toHaveLength(1)

  const app = await testApp({ dataFolder }, { database, db: database.db, connection: {} })
  const owner = await app.signIn(ownerEmail, password)
  const [someone] = (
    await app.ask<{ data: { title: string }[] }>(owner, 'GET', '/people', { query: { limit: 1 } })
  ).data
  const { data } = await app.ask<{ data: SearchHit[] }>(owner, 'GET', '/search', {
    query: { q: someone?.title },
  })
  expect(data.map(({ title }) => title)).toContain(someone?.title)
  await app.ask(owner, 'POST', '/people', { body: { firstName: 'After', lastName: 'Restore' } })

  // The follower goes on in the middle: what it had before, what it had not, and what is new, each once.
  const already = counted.length
  expect(already).toBeGreaterThan(0)
  for (;;) if (!(await consume(database.db, counting))) break
  expect(counted.toSorted()).toEqual(await idsIn(database.db))
  counted.splice(already)
}

test('the drill: another cluster has every row of every table, and serves', async () => {
  const { database, dataFolder } = await embedded()
  const restored = await restoreBackup({
    database,
    dataFolder,
    path,
    sealingKey: Buffer.alloc(32),
    keyIsKept: true,
    log: silent,
  })
  expect(restored).toMatchObject({ otherKey: false, manifest: { organisation: 'Acme' } })
  // One that was sent in to be imported, besides those of records.
  expect(restored.files).toBe((await contentsIn(source.database.db, openStores(source))) + 1)
  await expectServed(database, dataFolder)

  // And from there onto an external database, as the server that moves house does.
  const onward = join(home, 'onward.throughline')
  const now = await rowsOf(database.db)
  await makeBackup({ database, dataFolder, path: onward, sealingKey: key, withKey: false, version: '0.1.0' })
  const external = await migrated(await emptyDatabase())
  const elsewhere = await folder()
  const moved = await restoreBackup({
    database: external,
    dataFolder: elsewhere,
    path: onward,
    sealingKey: Buffer.alloc(32),
    keyIsKept: true,
    log: silent,
  })
  expect(moved.otherKey).toBe(true)
  expect(await rowsOf(external.db)).toEqual(now)
}, 120_000)

test('an external database has them too, and one that is taken is refused', async () => {
  const database = await migrated(await emptyDatabase())
  const dataFolder = await folder()
  const options = { database, dataFolder, path, sealingKey: key, keyIsKept: true, log: silent }
  await restoreBackup(options)
  await expectServed(database, dataFolder)
  await expect(restoreBackup(options)).rejects.toThrow('This database holds Acme')
}, 120_000)

test('files move into an object store, and back onto a disk', async () => {
  const database = await migrated(await emptyDatabase())
  const stores = openStores({ dataFolder: await folder(), s3: await objectStore() })
  const options = { sealingKey: key, keyIsKept: true, log: silent }
  await restoreBackup({ ...options, database, dataFolder: await folder(), path, stores })
  const count = await contentsIn(database.db, stores)
  expect(count).toBeGreaterThan(10)

  const onward = join(home, 'from-objects.throughline')
  const making = { sealingKey: key, withKey: false, version: '0.1.0' }
  await makeBackup({ ...making, database, dataFolder: await folder(), path: onward, stores })
  const back = await migrated(await emptyDatabase())
  const dataFolder = await folder()
  await restoreBackup({ ...options, database: back, dataFolder, path: onward })
  expect(await contentsIn(back.db, openStores({ dataFolder }))).toBe(count)
}, 120_000)

test('killed midway it leaves an empty database, into which it can be restored again', async () => {
  const connection = await emptyDatabase()
  const database = await migrated(connection)
  const dataFolder = await folder()
  const options = { database, dataFolder, path, sealingKey: key, keyIsKept: true, log: silent }
  const tell = async (done: string) => {
    if (done !== 'users') return
    // Its own connection is cut, as when the process is killed.
    const other = openDatabase({ connection, poolSize: 1 })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`.execute(
      other.db,
    )
    await other.close()
  }
  const cuts: Promise<void>[] = []
  await expect(restoreBackup({ ...options, tell: (done) => void cuts.push(tell(done)) })).rejects.toThrow()
  await Promise.all(cuts)
  const { rows } = await sql<{
    n: number
  }>`select (select count(*) from people) + (select count(*) from organisation) as n`.execute(database.db)
  expect(rows[0]?.n).toBe(0)
  await restoreBackup(options)
  expect(await rowsOf(database.db)).toEqual(before)
}, 120_000)

test('while somebody serves the database, nothing is restored into it', async () => {
  const connection = await emptyDatabase()
  const database = await migrated(connection)
  const serving = openDatabase({ connection, poolSize: 1, applicationName: 'throughline web+worker 1' })
  await sql`select 1`.execute(serving.db)
  const options = {
    database,
    dataFolder: await folder(),
    path,
    sealingKey: key,
    keyIsKept: true,
    log: silent,
  }
  await expect(restoreBackup(options)).rejects.toThrow('A server runs on this database')
  await serving.close()
})

test('a backup of a newer release says that it is', async () => {
  const database = await migrated(await emptyDatabase())
  const newer = join(home, 'newer.throughline')
  await sql`insert into migration (name, checksum) values ('9999_future.sql', '')`.execute(source.database.db)
  await makeBackup({ ...source, path: newer, sealingKey: key, withKey: false, version: '9.0.0' })
  await sql`delete from migration where name = '9999_future.sql'`.execute(source.database.db)
  const options = {
    database,
    dataFolder: await folder(),
    path: newer,
    sealingKey: key,
    keyIsKept: true,
    log: silent,
  }
  await expect(restoreBackup(options)).rejects.toThrow('used by a newer version')
})
