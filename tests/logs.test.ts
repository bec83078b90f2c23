import { Writable } from 'node:stream'
import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, expect, test, vi } from 'vitest'
import type { Route } from '../contract/http/route.ts'
import { addJob, prepareJobs, runJobs } from '../server/db/jobs.ts'
import { runConsumers } from '../server/ledger/consumer.ts'
import { testCompany } from './builders.ts'
import { temporaryFolder } from './postgres.ts'

/** What somebody typed; it stands in every input and must stand in no line of the log. */
const mark = 'qzmarker'
const lines: string[] = []
const stream = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString())
    done()
  },
})
const logger = pino({ level: 'trace' }, stream)
const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const { server, owner, call, database, db } = await testCompany({ logger, dataFolder })
await prepareJobs(database.pool)

const told = (what: RegExp) => lines.filter((line) => what.test(line))
const typed = {
  [mark]: mark,
  name: mark,
  title: mark,
  email: `${mark}@x.example`,
  body: mark,
  filter: { field: mark },
}

/** Never ends, or ends what follows. */
const left = new Set(['GET /live', 'POST /sample', 'DELETE /sample', 'DELETE /sessions'])

test('no line of the log has what was typed: in paths, queries, bodies, headers, known routes and unknown', async () => {
  const routes = server.bound.filter(({ method, path }) => !left.has(`${method} ${path}`))
  expect(routes.length).toBeGreaterThan(80)
  const pathOf = ({ path }: Route) => path.replace(/\{\w+\}/g, `${mark}@x.example`)
  for (const route of routes) {
    const headers = { 'user-agent': mark, 'x-request-id': mark, 'idempotency-key': `${mark} ${route.path}` }
    await call(owner, route.method, pathOf(route), {
      query: { q: mark, filter: { field: mark } },
      headers,
      ...(route.method === 'GET' ? {} : { body: typed }),
    })
  }
  await call(owner, 'GET', `/${mark}/${mark}`)
  await server.inject({
    method: 'POST',
    url: '/api/v1/people',
    payload: `{"${mark}`,
    headers: { ...owner.headers, 'content-type': 'application/json' },
  })
  await server.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: `${mark}@x.example`, password: mark },
    headers: { origin: 'http://localhost' },
  })
  expect(told(/POST \/api\/v1\/people(?!\/)/).length).toBeGreaterThan(1)
  expect(told(new RegExp(mark, 'i'))).toEqual([])
})

test('nor when something fails, in a request, a job or a follower of the ledger; it says what and where', async () => {
  await sql`create function fail_notes() returns trigger language plpgsql as $$ begin
    raise exception 'cannot take %', new.body using detail = new.body, errcode = 'XX000'; end $$`.execute(db)
  await sql`create trigger fail_notes before insert on notes for each row execute function fail_notes()`.execute(
    db,
  )
  const { status } = await call(owner, 'POST', '/notes', { body: { body: mark } })
  expect(status).toBe(500)
  expect(told(/"error":"\w*error".*"code":"XX000".*\.ts:\d+/)).toHaveLength(1)

  await addJob(db, 'fail', { to: mark }, { attempts: 1 })
  const fail = async () => {
    throw new Error(`Mailbox of ${mark} is full`)
  }
  const jobs = await runJobs(database, [{ name: 'fail', run: fail }], logger)
  await call(owner, 'POST', '/people', { body: { firstName: mark } })
  const following = await runConsumers(database, [{ name: 'failing', handle: fail }], logger)
  await vi.waitFor(() => expect(told(/Failed task \d+ \(fail/)).toHaveLength(1), { timeout: 10_000 })
  await vi.waitFor(() => expect(told(/consumer failing failed.*logs\.test\.ts/).length).toBeGreaterThan(0), {
    timeout: 10_000,
  })
  await following.stop()
  await jobs.stop()
  expect(told(new RegExp(mark, 'i'))).toEqual([])
})
