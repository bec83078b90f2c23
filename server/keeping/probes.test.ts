import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import type { Status } from '../../contract/keeping/status.ts'
import { anonymous, testApp, testCompany } from '../../tests/builders.ts'
import { emptyDatabase, testDatabase } from '../../tests/database.ts'
import { temporaryFolder } from '../../tests/postgres.ts'
import { openDatabase } from '../db/database.ts'
import { addJob, prepareJobs } from '../db/jobs.ts'
import { consume } from '../ledger/consumer.ts'

const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
let working = true
const app = await testCompany({ dataFolder, jobsWork: () => working })
const { owner, ask, db, database } = app
await prepareJobs(database.pool)
await addJob(db, 'nobody-works-this', {})
await consume(db, { name: 'behind', batch: 1, handle: async () => undefined })

type Server = typeof app.server
const get = async (
  server: Server,
  url: string,
  given: { headers?: Record<string, string>; remoteAddress?: string } = {},
) => {
  const { statusCode, body } = await server.inject({ method: 'GET', url, ...given })
  return {
    status: statusCode,
    text: body,
    body: body.startsWith('{') ? (JSON.parse(body) as Record<string, string>) : {},
  }
}

test('it is healthy as long as its database answers, and ready while it can do its work', async () => {
  expect((await get(app.server, '/healthz')).body).toEqual({ status: 'ok' })
  expect(await get(app.server, '/readyz')).toMatchObject({
    status: 200,
    body: { status: 'ready', database: 'reachable', migrations: 'current', jobs: 'working' },
  })
  working = false
  expect(await get(app.server, '/readyz')).toMatchObject({ status: 503, body: { jobs: 'stopped' } })
  working = true
})

test('with migrations still to be applied it is not ready', async () => {
  await sql`update migration set name = name || '.away' where name = (select max(name) from migration)`.execute(
    db,
  )
  expect(await get(app.server, '/readyz')).toMatchObject({ status: 503, body: { migrations: 'pending' } })
  await sql`update migration set name = replace(name, '.away', '')`.execute(db)
})

test('without its database it is neither healthy nor ready', async () => {
  const test = await testDatabase()
  const gone = await testApp({ dataFolder }, test)
  const nowhere = openDatabase({ connection: { ...(await emptyDatabase()), port: 1 } })
  Object.assign(test.database, { db: nowhere.db })
  expect(await get(gone.server, '/healthz')).toMatchObject({ status: 503 })
  expect(await get(gone.server, '/readyz')).toMatchObject({
    status: 503,
    body: { database: 'unreachable', jobs: 'elsewhere' },
  })
  await nowhere.close()
})

test('measures are for this machine, or for who has the token', async () => {
  const from = (remoteAddress: string, headers = {}) =>
    get(app.server, '/metrics-internal', { remoteAddress, headers })
  expect((await from('127.0.0.1')).status).toBe(200)
  expect((await from('10.0.0.7')).status).toBe(403)
  // A proxy on this machine speaks for somebody elsewhere.
  expect((await from('127.0.0.1', { 'x-forwarded-for': '10.0.0.7' })).status).toBe(403)

  const guarded = await testApp({ dataFolder, metricsToken: 'a token of some length' })
  await prepareJobs(guarded.database.pool)
  const asking = (authorization?: string) =>
    get(guarded.server, '/metrics-internal', {
      remoteAddress: '127.0.0.1',
      ...(authorization ? { headers: { authorization } } : {}),
    })
  expect((await asking()).status).toBe(403)
  expect((await asking('Bearer another token of some length')).status).toBe(403)
  expect((await asking('Bearer a token of some length')).status).toBe(200)
})

test('measures tell of requests, pool, jobs, ledger, event loop and size, and name routes instead of paths', async () => {
  const { id } = await app.person()
  await ask(owner, 'GET', `/people/${id}`)
  const { text } = await get(app.server, '/metrics-internal')
  for (const line of [
    /throughline_request_seconds_count\{method="GET",route="\/api\/v1\/people\/:id",status="200"\} \d/,
    /throughline_pool_connections\{state="idle"\} \d/,
    /throughline_jobs\{state="waiting"\} 1/,
    /throughline_oldest_job_seconds \d/,
    /throughline_ledger_lag_events\{consumer="behind"\} [1-9]/,
    /nodejs_eventloop_lag_p99_seconds \d/,
    /throughline_database_bytes \d{6}/,
  ])
    expect(text).toMatch(line)
  expect(text).not.toContain(id)
})

test('the status page has what an administrator asks when something is slow', async () => {
  await sql`insert into outgoing_mail (recipient, subject, body, error) values ('a@x.example', 'S', 'B', 'Mailbox full')`.execute(
    db,
  )
  const other = await db.startTransaction().execute()
  await sql`insert into teams (name) values ('Holding')`.execute(other)
  await sql`select pg_sleep(1.1)`.execute(other)
  await sql`with box as (insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host,
        smtp_port, smtp_security, username, password, since, seen_at, error, failing_since)
      values (${owner.id}, 'olga@acme.example', 'Olga', 'imap.acme.example', 993, 'tls', 'smtp.acme.example', 465, 'tls',
        'olga', 'sealed', '2026-01-01', now(), 'The incoming server does not answer.', now()) returning id)
    insert into mail_folders (mailbox_id, path, kind, chosen, behind)
    select id, path, kind, kind <> 'other', 7 from box, (values ('INBOX', 'inbox'), ('Private', 'other')) f (path, kind)`.execute(
    db,
  )
  const status = await ask<Status>(owner, 'GET', '/operations/status')
  await other.rollback().execute()
  expect(status).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    migrations: { pending: [] },
    jobs: { waiting: 1 },
    mail: { failing: 1, hasServer: false },
    backup: { last: null, active: true },
  })
  expect(status.mailboxes).toEqual([
    {
      owner: { id: owner.id, title: 'Olga Owner' },
      state: 'failing',
      seenAt: expect.any(String) as string,
      behind: 7,
      error: 'The incoming server does not answer.',
      failingSince: expect.any(String) as string,
    },
  ])
  expect(status.ledger.consumers.find(({ name }) => name === 'behind')?.behind).toBeGreaterThan(0)
  expect(status.ledger.holder).toMatchObject({ statement: expect.stringContaining('pg_sleep') as string })
  const sizes = new Map(status.database.tables.map(({ name, bytes }) => [name, bytes]))
  for (const table of ['events', 'people', 'search_entries']) expect(sizes.get(table)).toBeGreaterThan(8_000)
  expect(status.slowest.source).toBe('process')
  expect(status.slowest.statements.length).toBeGreaterThan(3)
  expect(status.disk.free).toBeGreaterThan(0)
  expect((await app.call(anonymous, 'GET', '/operations/status')).status).toBe(401)
})
