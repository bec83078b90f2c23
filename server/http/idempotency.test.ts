import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { route } from '../../contract/http/route.ts'
import { anonymous, fresh, testCompany } from '../../tests/builders.ts'
import { binder } from './bind.ts'
import { createServer } from './server.ts'
import { system } from './caller.ts'

const company = await testCompany()
const { owner, call, ask, db, database } = company

const once = (key: string) => ({ 'idempotency-key': key })
const named = async (name: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from people where last_name = ${name}`.execute(db))
    .rows[0]?.n

describe('a request with an Idempotency-Key', () => {
  test('takes effect once and is answered the same again, headers and all', async () => {
    const input = { body: { lastName: 'Once' }, headers: once('a') }
    const first = await call(owner, 'POST', '/people', input)
    const second = await call(owner, 'POST', '/people', input)
    expect(first.status).toBe(201)
    expect([second.status, second.body, second.headers.etag, second.headers.event]).toEqual([
      201,
      first.body,
      '"1"',
      first.headers.event,
    ])
    expect(await named('Once')).toBe(1)
    await ask(owner, 'POST', '/undo', { body: { events: [second.headers.event] } })
  })

  test('is answered with the status that it had: an upsert that created, a deletion without a body', async () => {
    const input = { body: { email: 'once@example.com' }, headers: once('b') }
    const made = await call(owner, 'PUT', '/people/by/email', input)
    const again = await call(owner, 'PUT', '/people/by/email', input)
    expect([made.status, again.status, again.body.version]).toEqual([201, 201, 1])
    const gone = { headers: once('c') }
    expect((await call(owner, 'DELETE', `/people/${made.body.id}`, gone)).status).toBe(204)
    const repeated = await call(owner, 'DELETE', `/people/${made.body.id}`, gone)
    expect([repeated.status, repeated.text]).toEqual([204, ''])
  })

  test('is refused when the key was used for something else', async () => {
    await ask(owner, 'POST', '/people', { body: { lastName: 'First' }, headers: once('d') })
    for (const [path, body] of [
      ['/people', { lastName: 'Second' }],
      ['/companies', { name: 'First' }],
    ] as const) {
      const other = await call(owner, 'POST', path, { body, headers: once('d') })
      expect([other.status, other.body.errors?.[0]?.path]).toEqual([422, 'Idempotency-Key'])
    }
    expect(await named('Second')).toBe(0)
  })

  test('of two at once takes effect once, and both are told the same', async () => {
    for (let round = 0; round < 5; round++) {
      const input = { body: { lastName: `Race${round}` }, headers: once(`race${round}`) }
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => call(owner, 'POST', '/people', input)),
      )
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
      expect(answers.every(({ status }) => status === 201)).toBe(true)
      expect(await named(`Race${round}`)).toBe(1)
    }
  })

  test('that was refused is tried anew', async () => {
    const body = { email: 'later@example.com' }
    const { id } = await ask(owner, 'POST', '/people', { body })
    expect((await call(owner, 'POST', '/people', { body, headers: once('e') })).status).toBe(409)
    await ask(owner, 'PATCH', `/people/${id}`, { body: { email: null } })
    expect((await call(owner, 'POST', '/people', { body, headers: once('e') })).status).toBe(201)
  })

  test('belongs to its caller', async () => {
    const key = await company.key()
    const input = { body: { lastName: 'Two callers' }, headers: once('f') }
    await ask(owner, 'POST', '/people', input)
    await ask(key, 'POST', '/people', input)
    expect(await named('Two callers')).toBe(2)
  })

  test('counts for 24 hours', async () => {
    const input = { body: { lastName: 'Daily' }, headers: once('g') }
    await ask(owner, 'POST', '/people', input)
    await sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'g'`.execute(
      db,
    )
    await ask(owner, 'POST', '/people', { ...input, body: { lastName: 'Daily', jobTitle: 'x' } })
    await ask(owner, 'POST', '/people', { ...input, body: { lastName: 'Daily', jobTitle: 'x' } })
    expect(await named('Daily')).toBe(2)
  })

  test('covers a batch whole, and an organisation’s change is known at once', async () => {
    const operations = [
      { do: 'create', values: { lastName: 'Batched' } },
      { do: 'create', values: { email: 'once@example.com' } },
    ]
    const first = await call(owner, 'POST', '/people/batch', { body: { operations }, headers: once('h') })
    expect(
      (await call(owner, 'POST', '/people/batch', { body: { operations }, headers: once('h') })).body,
    ).toEqual(first.body)
    expect(await named('Batched')).toBe(1)
    await ask(owner, 'PATCH', '/organisation', { body: { name: 'Renamed' }, headers: once('i') })
    await expect
      .poll(
        async () => (await ask<{ organisation: { name: string } }>(owner, 'GET', '/me')).organisation.name,
      )
      .toBe('Renamed')
  })
})

describe('a server that dies on the way', () => {
  /** A server whose one route writes and then does as it is told. */
  async function serverThat(then: () => Promise<void>) {
    const app = await createServer({
      authenticate: () => Promise.resolve({ ...system('api'), userId: owner.id }),
    })
    const bind = binder(app, {
      database,
      organisation: () => Promise.resolve({ name: 'A', timeZone: 'UTC', currency: 'EUR' }),
    })
    const write = route({
      method: 'POST',
      path: '/write',
      who: 'caller',
      summary: '',
      tag: '',
      body: z.object({ name: z.string() }),
      output: z.object({ name: z.string() }),
    })
    bind(write, async ({ body, context }) => {
      await sql`insert into people (last_name) values (${body.name})`.execute(context.database.db)
      await then()
      return body
    })
    return (name: string, key: string) =>
      app.inject({ method: 'POST', url: '/api/v1/write', headers: once(key), payload: { name } })
  }

  test('leaves neither effect nor key, and the same request works afterwards', async () => {
    const name = `Crash ${fresh()}`
    const crashing = await serverThat(() => Promise.reject(new Error('power cut')))
    expect((await crashing(name, 'crash')).statusCode).toBe(500)
    expect(await named(name)).toBe(0)
    const working = await serverThat(() => Promise.resolve())
    expect((await working(name, 'crash')).statusCode).toBe(200)
    expect((await working(name, 'crash')).json()).toEqual({ name })
    expect(await named(name)).toBe(1)
  })

  test('with its connection gone before the commit, too', async () => {
    const name = `Cut ${fresh()}`
    const cut = await serverThat(async () => {
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`.execute(
        db,
      )
    })
    const answer = await cut(name, 'cut')
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '2'])
    expect(await named(name)).toBe(0)
    const working = await serverThat(() => Promise.resolve())
    expect((await working(name, 'cut')).statusCode).toBe(200)
    expect(await named(name)).toBe(1)
  })
})

test('reading needs no key and ignores one', async () => {
  expect((await call(owner, 'GET', '/people', { headers: once('a') })).status).toBe(200)
  expect((await call(anonymous, 'GET', '/status', { headers: once('a') })).status).toBe(200)
})

test('a key that is too long is refused', async () => {
  const answer = await call(owner, 'POST', '/people', { body: {}, headers: once('x'.repeat(256)) })
  expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'Idempotency-Key'])
})
