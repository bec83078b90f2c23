import { readFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { client } from '../../contract/http/client.ts'
import { recordRoutes } from '../../contract/records/routes.ts'
import { person } from '../../contract/customer/person.ts'
import { temporaryFolder } from '../../tests/postgres.ts'
import { anonymous, ownerEmail, password, testApp, testCompany } from '../../tests/builders.ts'
import { openDatabase } from '../db/database.ts'
import { startEmbedded } from '../db/embedded.ts'
import { silent } from '../db/log.ts'
import { migrate } from '../db/migrate.ts'

const lines: string[] = []
const logger = pino(
  { base: null },
  new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) }),
)
const company = await testCompany({ logger })
const { owner, call, server } = company

describe('what cannot be understood', () => {
  test.each<[string, object, number]>([
    ['no JSON', { payload: '{"firstName":', headers: { 'content-type': 'application/json' } }, 400],
    [
      'an empty body that claims to be JSON',
      { payload: '', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['a body of another kind', { payload: '<a/>', headers: { 'content-type': 'application/xml' } }, 415],
    [
      'a poisoned prototype',
      { payload: '{"__proto__":{"isAdmin":true}}', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['a list for a record', { payload: '[]', headers: { 'content-type': 'application/json' } }, 422],
    ['a text', { payload: 'firstName=Ana', headers: { 'content-type': 'text/plain' } }, 422],
    [
      'more than a megabyte',
      {
        payload: JSON.stringify({ description: 'x'.repeat(1_100_000) }),
        headers: { 'content-type': 'application/json' },
      },
      413,
    ],
  ])('%s is refused as a problem', async (_, input, status) => {
    const { headers = {}, ...rest } = input as { headers?: Record<string, string> }
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/people',
      ...rest,
      headers: { ...owner.headers, ...headers },
    })
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, 'application/problem+json'])
    expect(answer.json()).toMatchObject({
      type: 'about:blank',
      status,
      title: expect.any(String),
      detail: expect.any(String),
    })
  })

  test('a batch may carry more, and no more than sixteen', async () => {
    const operations = Array.from({ length: 1_000 }, () => ({
      do: 'create',
      values: { description: 'x'.repeat(2_000) },
    }))
    expect((await call(owner, 'POST', '/people/batch', { body: { operations } })).status).toBe(207)
    const more = operations.map(() => ({ do: 'create', values: { description: 'x'.repeat(17_000) } }))
    expect((await call(owner, 'POST', '/people/batch', { body: { operations: more } })).status).toBe(413)
  })

  test('what is nested too deeply', async () => {
    const body = `{"type":"deal","name":"Deep","definition":{"columns":[],"filter":${'{"not":'.repeat(60_000)}{"field":"name","op":"empty"}${'}'.repeat(60_000)}}}`
    const answer = await server.inject({
      method: 'POST',
      url: '/api/v1/views',
      payload: body,
      headers: { ...owner.headers, 'content-type': 'application/json' },
    })
    expect(answer.statusCode).toBe(422)
  })

  test('a path that is none', async () => {
    const answer = await call(owner, 'GET', '/nonsense')
    expect([answer.status, answer.body.title]).toEqual([404, 'Not found'])
    expect((await call(owner, 'PUT', '/people')).status).toBe(404)
  })

  test('a parameter given twice', async () => {
    const answer = await server.inject({
      url: '/api/v1/people?sort=title&sort=-title',
      headers: owner.headers,
    })
    expect(answer.statusCode).toBe(422)
  })
})

describe('every answer', () => {
  test('forbids being guessed at, framed and followed', async () => {
    for (const path of ['/people', '/nonsense', '/healthz']) {
      const { headers } = await call(owner, 'GET', path)
      expect(headers, path).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
      })
    }
  })

  test('says how much may still be asked, however it ends', async () => {
    const wrongKey = { id: '', headers: { authorization: 'Bearer tl_nonsense-nonsense' } }
    for (const [who, method, path, input, status] of [
      [owner, 'GET', '/people', {}, 200],
      [owner, 'GET', '/people', { query: { limit: 0 } }, 422],
      [owner, 'GET', '/nothing', {}, 404],
      [owner, 'GET', `/people/${'x'.repeat(400)}`, {}, 414],
      [owner, 'GET', '/people/%', {}, 400],
      [owner, 'POST', '/people', { body: '{', headers: { 'content-type': 'application/json' } }, 400],
      [owner, 'POST', '/people', { body: 'x', headers: { 'content-type': 'application/xml' } }, 415],
      [anonymous, 'GET', '/people', {}, 401],
      [wrongKey, 'GET', '/people', {}, 401],
    ] as const) {
      const answer = await call(who, method, path, input)
      expect(answer.status, path).toBe(status)
      const { headers } = answer
      expect(Number(headers['ratelimit-limit']), path).toBeGreaterThan(0)
      expect(Number(headers['ratelimit-remaining']), path).toBeGreaterThan(0)
      expect(Number(headers['ratelimit-reset']), path).toBeGreaterThan(0)
      if (status >= 400) expect(headers['content-type'], path).toContain('application/problem+json')
    }
  })
})

test('whoever asks too much is told when to come back, and others are not', async () => {
  const busy = await testCompany({ requestsPerMinute: 20 })
  const key = await busy.key()
  for (let i = 0; i < 20; i++) expect((await busy.call(key, 'GET', '/people')).status).toBe(200)
  const refused = await busy.call(key, 'GET', '/people')
  expect([refused.status, refused.headers['content-type'], refused.body.title]).toEqual([
    429,
    'application/problem+json',
    'Too many requests',
  ])
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
  expect((await busy.call(await busy.key(), 'GET', '/people')).status).toBe(200)
})

test('an unforeseen error is logged and gives nothing away', async () => {
  await sql`alter table teams rename to squads`.execute(company.db)
  const answer = await call(owner, 'GET', '/teams')
  await sql`alter table squads rename to teams`.execute(company.db)
  expect(answer.status).toBe(500)
  expect(answer.text).not.toMatch(/teams|relation|select/)
  expect(lines.join('')).toContain('relation \\"teams\\" does not exist')
})

test('the log has one short line for a request, and nothing personal', async () => {
  lines.length = 0
  await call(owner, 'GET', '/people', {
    query: { q: 'ana@private.example', filter: { field: 'email', op: 'is', value: 'ana@private.example' } },
  })
  await call(owner, 'POST', '/people', { body: { email: 'ana@private.example' } })
  await call(owner, 'POST', '/people', { body: { email: 'ana@private.example' } })
  await company.signIn(ownerEmail, password)
  const { key } = await company.key()
  await call(anonymous, 'GET', '/people', { headers: { authorization: `Bearer ${key}` } })
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg.replace(/\d+ ms/, 'ms'))).toEqual(
    expect.arrayContaining([
      'GET /api/v1/people 200 ms',
      'POST /api/v1/people 201 ms',
      'POST /api/v1/people 409 ms',
      'POST /api/auth/sign-in/email 200 ms',
    ]),
  )
  for (const word of ['private', password, key, 'cookie', 'session_token'])
    expect(lines.join(''), word).not.toContain(word)
})

test('the client that the web uses gets records and refusals over a real connection', async () => {
  const app = await testApp({}, company)
  const address = await app.server.listen({ host: '127.0.0.1', port: 0 })
  const { authorization } = (await company.key()).headers as { authorization: string }
  const ask = client(address, fetch, { authorization })
  const routes = recordRoutes(person)
  const made = await ask(routes.create, { body: { firstName: 'Wire' } })
  const page = await ask(routes.list, {
    query: { filter: { field: 'firstName', op: 'is', value: 'Wire' }, fields: ['firstName'] },
  })
  expect(page.data).toEqual([{ id: made.id, version: 1, firstName: 'Wire' }])
  expect(await ask(routes.remove, { params: { id: made.id } })).toBeUndefined()
  await expect(ask(routes.create, { body: { email: 'no' } })).rejects.toMatchObject({
    problem: { status: 422, errors: [{ path: 'email' }] },
  })
  const nowhere = client('http://127.0.0.1:1', fetch)
  await expect(nowhere(routes.create, { body: {} })).rejects.toMatchObject({ problem: { status: 0 } })
  const csv = await fetch(`${address}/api/v1/people/export`, {
    headers: { authorization, 'accept-encoding': 'gzip' },
  })
  expect([csv.status, csv.headers.get('content-type'), (await csv.text()).startsWith('Person,')]).toEqual([
    200,
    'text/csv; charset=utf-8',
    true,
  ])
})

describe('when the database goes', () => {
  test('connections cut in the middle answer 503 or work; afterwards all work', async () => {
    const cut = () =>
      sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(
        company.db,
      )
    for (let round = 0; round < 3; round++) {
      const asking = Array.from({ length: 12 }, (_, i) =>
        i % 2
          ? call(owner, 'GET', '/people', { query: { limit: 200 } })
          : call(owner, 'POST', '/people', { body: {} }),
      )
      await cut().catch(() => undefined)
      for (const answer of await Promise.all(asking)) {
        expect([200, 201, 503]).toContain(answer.status)
        if (answer.status === 503) expect(answer.headers['retry-after']).toBe('2')
      }
    }
    // Each pool learns by itself, and a little later, which of its connections are gone.
    await expect.poll(async () => (await call(owner, 'GET', '/people')).status).toBe(200)
    await expect.poll(async () => (await call(owner, 'POST', '/people', { body: {} })).status).toBe(201)
  })

  test('stopped, everything answers 503 with Retry-After; started again, it works by itself', async () => {
    const dataFolder = await temporaryFolder()
    const start = () => startEmbedded({ dataFolder, log: silent, settings: { fsync: 'off' } })
    let embedded = await start()
    await migrate(embedded.connection)
    const database = openDatabase({
      connection: { ...embedded.connection, connectionTimeoutMillis: 1_000 },
      poolSize: 3,
    })
    const app = await testApp({}, { database, db: database.db, connection: embedded.connection })
    await app.ask(anonymous, 'POST', '/setup', {
      body: {
        organisation: { name: 'A', timeZone: 'UTC', currency: 'EUR' },
        owner: { name: 'O', email: ownerEmail, password },
      },
    })
    const session = await app.signIn(ownerEmail, password)
    const { key } = await app.ask<{ key: string }>(session, 'POST', '/keys', {
      body: { name: 'K', scopes: ['all'] },
    })
    const program = { id: '', headers: { authorization: `Bearer ${key}` } }
    const { id } = await app.ask(program, 'POST', '/people', { body: { firstName: 'Kept' } })

    await embedded.stop()
    for (const [who, method, path, body] of [
      [program, 'GET', '/people'],
      [program, 'POST', '/people', {}],
      [session, 'GET', `/people/${id}`],
      [session, 'GET', '/me'],
      [{ id: '', headers: { authorization: 'Bearer tl_not-seen-before' } }, 'GET', '/people'],
      [{ id: '', headers: { cookie: `${session.headers.cookie}; other=1` } }, 'GET', '/people'],
      [anonymous, 'GET', '/status'],
      [anonymous, 'GET', '/healthz'],
      [
        { id: '', headers: { origin: 'http://localhost' } },
        'POST',
        '/api/auth/sign-in/email',
        { email: ownerEmail, password },
      ],
    ] as const) {
      const answer = await app.call(who, method, path, body ? { body } : {})
      expect(
        [answer.status, answer.headers['retry-after']],
        `${method} ${path} ${JSON.stringify(who.headers)}`,
      ).toEqual([503, '2'])
    }

    embedded = await start()
    await expect
      .poll(async () => (await app.call(program, 'GET', `/people/${id}`)).status, { timeout: 10_000 })
      .toBe(200)
    expect((await app.call(session, 'GET', `/people/${id}`)).body.firstName).toBe('Kept')
    expect((await app.call(session, 'POST', '/people', { body: {} })).status).toBe(201)
    await app.close()
    await database.close()
    await embedded.stop()
  })
})

test('starting says nothing of deprecated options', async () => {
  const warnings: string[] = []
  const heard = (warning: Error) => void warnings.push(`${warning.name}: ${warning.message}`)
  process.on('warning', heard)
  await testApp({}, company)
  await new Promise(setImmediate)
  process.off('warning', heard)
  expect(warnings).toEqual([])
  expect(await readFile(new URL('./server.ts', import.meta.url), 'utf8')).not.toMatch(
    /^\s+disableRequestLogging: true,$/m,
  )
})
