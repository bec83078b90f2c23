import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company

const bearer = (key: string): TestCaller => ({ id: '', headers: { authorization: `Bearer ${key}` } })
const status = async (who: TestCaller) => (await call(who, 'GET', '/people')).status

describe('an API key', () => {
  test('is shown once and kept as a hash', async () => {
    const made = await ask<{ id: string; key: string; scopes: string[] }>(owner, 'POST', '/keys', {
      body: { name: 'Shop', scopes: ['person:read'] },
    })
    expect(made.key).toMatch(/^tl_[\w-]{40}$/)
    const { data } = await ask<{ data: Record<string, unknown>[] }>(owner, 'GET', '/keys')
    expect(data.find(({ id }) => id === made.id)).toMatchObject({
      name: 'Shop',
      scopes: ['person:read'],
      lastUsedAt: null,
      expiresAt: null,
    })
    expect(JSON.stringify(data)).not.toContain(made.key)
    expect(
      (await sql`select from api_keys k where k::text like ${`%${made.key.slice(3)}%`}`.execute(db)).rows,
    ).toEqual([])
  })

  test('is not kept by an Idempotency-Key either, and each request makes its own', async () => {
    const input = { body: { name: 'Twice', scopes: ['all'] }, headers: { 'idempotency-key': 'key' } }
    const first = await ask<{ key: string }>(owner, 'POST', '/keys', input)
    expect(
      (await sql`select from idempotency_keys k where k::text like ${`%${first.key}%`}`.execute(db)).rows,
    ).toEqual([])
  })

  test('works until it is revoked, also on other processes', async () => {
    const key = await company.key()
    expect(await status(key)).toBe(200)
    expect((await call(owner, 'DELETE', `/keys/${key.id}`)).status).toBe(204)
    await expect.poll(() => status(key)).toBe(401)
    expect((await call(owner, 'DELETE', `/keys/${key.id}`)).status).toBe(404)
    const { data } = await ask<{ data: { id: string }[] }>(owner, 'GET', '/keys')
    expect(data.map(({ id }) => id)).not.toContain(key.id)
  })

  test('guessed too often from one address is not even looked up, and keys in use there go on', async () => {
    const app = await testCompany()
    const [used, unused] = [await app.key(), await app.key()]
    const ask = (who: TestCaller) => app.call(who, 'GET', '/people')
    expect((await ask(used)).status).toBe(200)
    for (let i = 0; i < 30; i++) expect((await ask(bearer(`tl_guessed_${i}`))).status).toBe(401)
    const refused = await ask(bearer('tl_guessed_once_more'))
    expect(refused.status).toBe(429)
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await ask(unused)).status).toBe(429)
    const { data } = await app.ask<{ data: { id: string; lastUsedAt: string | null }[] }>(
      app.owner,
      'GET',
      '/keys',
    )
    expect(data.find(({ id }) => id === unused.id)?.lastUsedAt).toBeNull()
    // Also after it has been forgotten who this is.
    app.database.notify('callers')
    await expect.poll(async () => (await ask(used)).status).toBe(200)
    expect((await app.call(app.owner, 'GET', '/people')).status).toBe(200)
  })

  test('is renewed: the old one works for another day, and no longer', async () => {
    const key = await company.key()
    const renewed = bearer((await ask<{ key: string }>(owner, 'POST', `/keys/${key.id}/renew`)).key)
    expect([await status(key), await status(renewed)]).toEqual([200, 200])
    const again = bearer((await ask<{ key: string }>(owner, 'POST', `/keys/${key.id}/renew`)).key)
    await expect.poll(() => status(key)).toBe(401)
    expect([await status(renewed), await status(again)]).toEqual([200, 200])
    await sql`update api_keys set previous_until = now() where id = ${key.id}`.execute(db)
    company.database.notify('callers')
    await expect.poll(() => status(renewed)).toBe(401)
    expect((await call(owner, 'DELETE', `/keys/${key.id}`)).status).toBe(204)
    await expect.poll(() => status(again)).toBe(401)
    expect((await call(owner, 'POST', `/keys/${key.id}/renew`)).status).toBe(404)
  })

  test('ends when it expires', async () => {
    const make = async (expiresAt: string) =>
      bearer(
        (
          await ask<{ key: string }>(owner, 'POST', '/keys', {
            body: { name: 'Old', scopes: ['all'], expiresAt },
          })
        ).key,
      )
    expect(await status(await make(new Date(Date.now() + 3_600_000).toISOString()))).toBe(200)
    expect(await status(await make(new Date(Date.now() - 1_000).toISOString()))).toBe(401)
  })

  test('notes when it was last used', async () => {
    const key = await company.key()
    await ask(key, 'GET', '/people')
    const { data } = await ask<{ data: { id: string; lastUsedAt: string | null }[] }>(owner, 'GET', '/keys')
    expect(Date.now() - Date.parse(data.find(({ id }) => id === key.id)?.lastUsedAt ?? '')).toBeLessThan(
      60_000,
    )
  })

  test.each([
    'Bearer nonsense-nonsense',
    'Bearer ',
    'Basic dXNlcjpwYXNz',
    'Bearer tl_x y',
    `Bearer ${'x'.repeat(300)}`,
    '',
  ])('of %j is none', async (authorization) => {
    const answer = await call({ id: '', headers: { authorization } }, 'GET', '/people')
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })

  test('is refused with scopes that do not exist', async () => {
    for (const scopes of [[], ['everything'], ['person:delete'], ['person'], ['nonsense:read']])
      expect(
        (await call(owner, 'POST', '/keys', { body: { name: 'X', scopes } })).status,
        JSON.stringify(scopes),
      ).toBe(422)
  })

  test('signs what it does with its own name and no member’s', async () => {
    const key = await company.key()
    const person = await company.person({}, key)
    expect(person).toMatchObject({ owner: null, createdBy: null })
    const { rows } = await sql<{
      origin: string
    }>`select origin, actor_id, key_id from events where subject_id = ${person.id}`.execute(db)
    expect(rows).toEqual([{ origin: 'api', actor_id: null, key_id: key.id }])
  })
})
