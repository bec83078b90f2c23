import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  anonymous,
  ownerEmail,
  password,
  setupInput,
  testApp,
  testCompany,
  type TestCaller,
} from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db, signIn } = company

const post = (who: TestCaller, path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
  call<{ message?: string; user?: unknown }>(who, 'POST', `/api/auth${path}`, {
    body,
    headers: { origin: 'http://localhost', ...headers },
  })
const status = async (who: TestCaller) => (await call(who, 'GET', '/me')).status

describe('setting up', () => {
  test('happens once', async () => {
    const again = await call(anonymous, 'POST', '/setup', { body: setupInput })
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('already')])
    expect(await ask(anonymous, 'GET', '/status')).toEqual({ setUp: true, signedIn: false })
    expect(await ask(owner, 'GET', '/status')).toEqual({ setUp: true, signedIn: true })
  })

  test('of two at once, one makes the company, whole', async () => {
    const app = await testApp()
    expect(await app.ask(anonymous, 'GET', '/status')).toEqual({ setUp: false, signedIn: false })
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        app.call(anonymous, 'POST', '/setup', {
          body: {
            ...setupInput,
            organisation: { ...setupInput.organisation, name },
            owner: { ...setupInput.owner, email: `${name}@acme.example` },
          },
        }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([201, 409, 409])
    const winner = ['a', 'b', 'c'][answers.findIndex((answer) => answer.status === 201)]
    for (const table of ['organisation', 'users', 'sign_in_user', 'pipelines'])
      expect(
        (await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(app.db)).rows[0]
          ?.n,
        table,
      ).toBe(1)
    const member = await app.signIn(`${winner}@acme.example`, password)
    expect(await app.ask<object>(member, 'GET', '/me')).toMatchObject({
      role: 'owner',
      organisation: { name: winner },
      user: { timeZone: null },
    })
  })

  test('is refused with what does not fit, field by field', async () => {
    const app = await testApp()
    const { organisation, owner: first } = setupInput
    for (const [body, field] of [
      [{ organisation: { ...organisation, timeZone: 'Moon/Base' }, owner: first }, 'organisation.timeZone'],
      [{ organisation: { ...organisation, currency: 'euro' }, owner: first }, 'organisation.currency'],
      [{ organisation: { ...organisation, name: ' ' }, owner: first }, 'organisation.name'],
      [{ organisation, owner: { ...first, email: 'olga' } }, 'owner.email'],
      [{ organisation, owner: { ...first, password: 'short' } }, 'owner.password'],
      [{ organisation, owner: { ...first, role: 'owner' } }, 'owner.role'],
    ] as const) {
      const answer = await app.call(anonymous, 'POST', '/setup', { body })
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, field])
    }
    expect((await app.call(anonymous, 'GET', '/people')).status).toBe(401)
    expect((await sql`select from users`.execute(app.db)).rows).toEqual([])
  })
})

describe('signing in', () => {
  test('takes the right password of an active member and nothing else', async () => {
    expect(
      (await post(anonymous, '/sign-in/email', { email: ownerEmail, password: 'wrong password' })).status,
    ).toBe(401)
    expect((await post(anonymous, '/sign-in/email', { email: 'nobody@acme.example', password })).status).toBe(
      401,
    )
    expect(
      (await post(anonymous, '/sign-up/email', { email: 'new@evil.example', password, name: 'X' })).status,
    ).toBeGreaterThanOrEqual(400)
    expect((await sql`select from sign_in_user where email like '%evil%'`.execute(db)).rows).toEqual([])
    expect(await status(await signIn(ownerEmail.toUpperCase(), password))).toBe(200)
  })

  test('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await post(anonymous, '/sign-in/email', { email: ownerEmail, password })
    const cookie = [answer.headers['set-cookie']]
      .flat()
      .find((line) => String(line).startsWith('throughline.session_token='))
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
  })

  test('ends with signing out', async () => {
    const session = await signIn(ownerEmail, password)
    expect(await status(session)).toBe(200)
    expect((await post(session, '/sign-out')).status).toBe(200)
    await expect.poll(() => status(session)).toBe(401)
  })

  test('of a lost device is revoked from another', async () => {
    const [lost, kept] = [await signIn(ownerEmail, password), await signIn(ownerEmail, password)]
    expect([await status(lost), await status(kept)]).toEqual([200, 200])
    expect((await post(kept, '/revoke-other-sessions')).status).toBe(200)
    await expect.poll(() => status(lost)).toBe(401)
    expect(await status(kept)).toBe(200)
    owner.headers.cookie = kept.headers.cookie ?? ''
  })

  test('is over for a member who is made inactive or deleted, and for one who gets a new password', async () => {
    const ends: [string, (id: string) => Promise<unknown>][] = [
      ['inactive', (id) => ask(owner, 'PATCH', `/users/${id}`, { body: { active: false } })],
      ['deleted', (id) => ask(owner, 'DELETE', `/users/${id}`)],
      [
        'new password',
        (id) => ask(owner, 'POST', `/users/${id}/sign-in`, { body: { password: 'an entirely new one' } }),
      ],
    ]
    for (const [why, end] of ends) {
      const member = await company.member('seller')
      expect(await status(member), why).toBe(200)
      await end(member.id)
      await expect.poll(() => status(member), { message: why }).toBe(401)
    }
  })

  test('follows a changed role at once', async () => {
    const member = await company.member('viewer')
    expect((await call(member, 'POST', '/people', { body: {} })).status).toBe(403)
    await ask(owner, 'PATCH', `/users/${member.id}`, { body: { role: 'seller' } })
    await expect.poll(async () => (await call(member, 'POST', '/people', { body: {} })).status).toBe(201)
    await ask(owner, 'PATCH', `/users/${member.id}`, { body: { role: 'viewer' } })
    await expect.poll(async () => (await call(member, 'POST', '/people', { body: {} })).status).toBe(403)
  })

  test('follows a changed address', async () => {
    const { id } = await company.member('seller')
    await ask(owner, 'PATCH', `/users/${id}`, { body: { email: 'moved@acme.example' } })
    expect((await signIn('moved@acme.example', password)).id).toBe(id)
  })

  test('needs an address first, and one that is nobody else’s', async () => {
    const { id } = await ask(owner, 'POST', '/users', { body: { name: 'No mail' } })
    const answer = await call(owner, 'POST', `/users/${id}/sign-in`, { body: { password } })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([409, 'email'])
    expect(
      (
        await call(owner, 'POST', '/users/01a2014b-d59b-786b-936d-31538f84bb8c/sign-in', {
          body: { password },
        })
      ).status,
    ).toBe(404)
  })
})

describe('guessing passwords', () => {
  test('is stopped after a few tries at one account, with when to come back', async () => {
    const guess = (email: string) => post(anonymous, '/sign-in/email', { email, password: 'wrong password' })
    for (let i = 0; i < 8; i++) expect((await guess('victim@acme.example')).status).toBe(401)
    const stopped = await guess('Victim@acme.example')
    expect(stopped.status).toBe(429)
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0)
    expect(stopped.headers['content-type']).toBe('application/problem+json')
    expect((await guess('other@acme.example')).status).toBe(401)
    expect(await status(owner)).toBe(200)
  })

  test('is stopped for one address at many accounts, too', async () => {
    const app = await testApp()
    const seen = new Set<number>()
    for (let i = 0; i < 61; i++)
      seen.add(
        (
          await app.call(anonymous, 'POST', '/api/auth/sign-in/email', {
            body: { email: `victim${i}@acme.example` },
            headers: { origin: 'http://localhost' },
          })
        ).status,
      )
    expect([...seen].at(-1)).toBe(429)
  })
})

describe('a request from another site', () => {
  const write = (headers: Record<string, string>) => {
    const { cookie = '' } = owner.headers
    return call({ id: '', headers: { cookie } }, 'POST', '/people', {
      body: { firstName: 'Forged' },
      headers,
    })
  }

  test.each<[Record<string, string>, number]>([
    [{ 'sec-fetch-site': 'same-origin' }, 201],
    [{ 'sec-fetch-site': 'none' }, 201],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://localhost' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'http://localhost', host: 'localhost' }, 201],
    [{ origin: 'http://evil.example', host: 'localhost' }, 403],
    [{ origin: 'http://localhost.evil.example', host: 'localhost' }, 403],
    [{ origin: 'null', host: 'localhost' }, 403],
    [{}, 403],
  ])('%o is answered with %i', async (headers, expected) => {
    expect((await write(headers)).status).toBe(expected)
  })

  test('may read nothing into itself, and a key needs no origin', async () => {
    const { cookie = '' } = owner.headers
    const read = await call({ id: '', headers: { cookie } }, 'GET', '/people', {
      headers: { origin: 'http://evil.example' },
    })
    expect(read.headers['access-control-allow-origin']).toBeUndefined()
    const key = await company.key()
    expect(
      (await call(key, 'POST', '/people', { body: {}, headers: { origin: 'http://evil.example' } })).status,
    ).toBe(201)
  })

  test('cannot sign anybody out', async () => {
    const { cookie = '' } = owner.headers
    const out = await call({ id: '', headers: { cookie } }, 'POST', '/api/auth/sign-out', {
      body: {},
      headers: { origin: 'http://evil.example' },
    })
    expect(out.status).toBe(403)
    expect(await status(owner)).toBe(200)
  })
})

test('no password is ever answered, logged on the ledger or kept as it is', async () => {
  const secret = 'a very secret pass phrase'
  const { id } = await ask(owner, 'POST', '/users', {
    body: { name: 'P', email: 'p@acme.example', role: 'seller' },
  })
  const answer = await call(owner, 'POST', `/users/${id}/sign-in`, {
    body: { password: secret },
    headers: { 'idempotency-key': 'password' },
  })
  expect([answer.status, answer.text]).toEqual([204, ''])
  await signIn('p@acme.example', secret)
  for (const table of [
    'events',
    'sign_in_account',
    'sign_in_user',
    'sign_in_session',
    'users',
    'idempotency_keys',
    'search_entries',
  ])
    expect(
      (await sql`select from ${sql.table(table)} t where t::text like ${`%${secret}%`}`.execute(db)).rows,
      table,
    ).toEqual([])
  expect(JSON.stringify(await ask(owner, 'GET', `/users/${id}`))).not.toMatch(/scrypt|password|sign_?in/i)
})
