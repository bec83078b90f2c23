import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { Client } from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import type { ImportDetail, ImportFile } from '../contract/records/import-routes.ts'
import { testCompany } from './builders.ts'
import { temporaryFolder } from './postgres.ts'

const company = await testCompany()
const { db, connection } = company
const { key } = await company.key()
const dataFolder = await temporaryFolder()
const count = 25_000

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
const port = await freePort()

/** A server's own process over the company's database; ready when the promise ends. */
async function start() {
  const { user, password, host, port: databasePort, database } = connection
  const child = spawn(process.execPath, [join(import.meta.dirname, '../server/main.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      LOG_LEVEL: 'error',
      PORT: String(port),
      THROUGHLINE_DATA: dataFolder,
      DATABASE_URL: `postgres://${String(user)}:${encodeURIComponent(String(password ?? ''))}@localhost:${String(databasePort)}/${String(database)}?host=${encodeURIComponent(String(host))}`,
    },
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  onTestFinished(() => end('SIGKILL'))
  for await (const line of createInterface(child.stdout)) if (line.includes('is ready at')) break
  return { end }
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && {
        'content-type': typeof body === 'string' ? 'text/csv' : 'application/json',
      }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`)
  return (await response.json()) as T
}

/** Sessions of the server's that hold an import, and whether one writes for it that waits in the middle. */
const holding = async () =>
  (
    await sql<{
      waiting: boolean
    }>`select exists (select from pg_locks w where w.locktype = 'advisory' and w.objid = 77 and not w.granted
        and w.database = l.database) as waiting
      from pg_locks l where l.locktype = 'advisory' and l.classid = hashtext('import')::oid and l.granted
        and l.database = (select oid from pg_database where datname = current_database())`.execute(db)
  ).rows

test('a server killed in the middle of an import finishes it by itself when it is started again', async () => {
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const first = await start()
  const rows = Array.from({ length: count }, (_, n) => `p${n},Given${n},person${n}@killed.example`)
  const file = await ask<ImportFile>(
    'POST',
    '/imports/files?name=people.csv',
    ['id,name,mail', ...rows].join('\n'),
  )
  const mapping = {
    name: 'Killed',
    source: 'killed',
    files: [
      {
        match: 'people.csv',
        recordType: 'person',
        sourceId: 'id',
        fields: [
          { field: 'firstName', column: 'name' },
          { field: 'email', column: 'mail' },
        ],
      },
    ],
  }
  const { id } = await ask<ImportDetail>('POST', '/imports', { mapping, files: [file.id] })

  // In the second of three chunks one row waits for a lock.
  const holder = new Client(connection)
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query(`create function wait_for_holder() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(77); return new; end $$`)
  await holder.query(`create trigger wait_for_holder before insert on people for each row
    when (new.first_name = 'Given15000') execute function wait_for_holder()`)
  await holder.query('select pg_advisory_lock(77)')
  await ask('POST', `/imports/${id}/start`)
  await expect.poll(holding, { timeout: 30_000 }).toEqual([{ waiting: true }])
  await expect
    .poll(() => ask<ImportDetail>('GET', `/imports/${id}`), { timeout: 30_000 })
    .toMatchObject({ state: 'running', done: 10_000 })

  await first.end('SIGKILL')
  await holder.query('select pg_advisory_unlock(77)')
  // The database lets go of what the dead process had in hand.
  await expect.poll(holding, { timeout: 30_000 }).toEqual([])
  await start()
  await expect
    .poll(async () => (await ask<ImportDetail>('GET', `/imports/${id}`)).state, { timeout: 60_000 })
    .toBe('done')
  expect(await ask<ImportDetail>('GET', `/imports/${id}`)).toMatchObject({
    done: count,
    passes: [{ counts: { rows: count, created: count, refused: 0 } }],
  })
  const { rows: found } = await sql`select
    (select count(*)::int from people where email like '%@killed.example') as people,
    (select count(*)::int from external_ids where source = 'killed') as ids,
    (select count(*)::int from identities where value like '%@killed.example') as identities,
    (select count(*)::int from search_entries s join people p on p.id = s.record_id where p.email like '%@killed.example') as found,
    (select count(*)::int from events where import_id = ${id} and type = 'person.created') as events,
    (select count(distinct subject_id)::int from events where import_id = ${id}) as told`.execute(db)
  expect(found).toEqual([
    { people: count, ids: count, identities: count, found: count, events: count, told: count },
  ])
}, 150_000)
