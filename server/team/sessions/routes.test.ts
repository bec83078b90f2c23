import { describe, expect, test } from 'vitest'
import type { SessionAnswer } from '../../../contract/team/sessions.ts'
import { anonymous, ownerEmail, password, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { codeFor } from '../../../tests/totp.ts'

const company = await testCompany()
const { owner, ask, call, signIn } = company

const auth = (who: TestCaller, path: string, body: unknown = {}) =>
  call<{ totpURI: string; backupCodes: string[]; code?: string; twoFactorRedirect?: boolean }>(
    who,
    'POST',
    `/api/auth${path}`,
    { body, headers: { origin: 'http://localhost' } },
  )
/** Who a caller is after an answer that set cookies. */
const withCookies = (
  who: TestCaller,
  headers: { 'set-cookie'?: string[] | string | undefined },
): TestCaller => {
  const jar = new Map(
    (who.headers.cookie ?? '')
      .split('; ')
      .filter(Boolean)
      .map((pair) => [pair.split('=')[0] ?? '', pair]),
  )
  for (const line of [headers['set-cookie']].flat()) {
    const pair = String(line).split(';')[0] ?? ''
    jar.set(pair.split('=')[0] ?? '', pair)
  }
  return { ...who, headers: { cookie: [...jar.values()].join('; '), 'sec-fetch-site': 'same-origin' } }
}
const sessions = async (who: TestCaller, path = '/sessions') =>
  (await ask<{ data: SessionAnswer[] }>(who, 'GET', path)).data
const status = async (who: TestCaller) => (await call(who, 'GET', '/me')).status

describe('sessions', () => {
  test('are listed with where from and when last, and ended one by one or all others', async () => {
    const here = await company.member('seller', { email: 'sara@acme.example' })
    const [there, elsewhere] = [
      await signIn('sara@acme.example', password),
      await signIn('sara@acme.example', password),
    ]
    await status(there)
    const mine = await sessions(here)
    expect(mine).toHaveLength(3)
    expect(mine.filter(({ current }) => current)).toHaveLength(1)
    expect(mine[0]).toMatchObject({ current: true, ipAddress: '127.0.0.1' })
    expect(Date.parse(mine[0]?.lastSeenAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
    // Nothing that would let one sign in.
    expect(JSON.stringify(mine)).not.toContain(
      decodeURIComponent(here.headers.cookie ?? '')
        .split('=')[1]
        ?.slice(0, 20),
    )

    const other = (await sessions(there)).find(({ current }) => current)?.id ?? ''
    expect((await call(here, 'DELETE', `/sessions/${other}`)).status).toBe(204)
    await expect.poll(() => status(there)).toBe(401)
    expect((await call(owner, 'DELETE', `/sessions/${mine[0]?.id}`)).status).toBe(404)
    expect((await call(here, 'DELETE', '/sessions')).status).toBe(204)
    await expect.poll(() => status(elsewhere)).toBe(401)
    expect(await status(here)).toBe(200)
  })

  test('of others are an administrator’s to end, an owner’s only an owner’s', async () => {
    const seller = await company.member('seller')
    const administrator = await company.member('administrator')
    expect((await call(seller, 'GET', `/users/${administrator.id}/sessions`)).status).toBe(403)
    expect((await call(administrator, 'GET', `/users/${owner.id}/sessions`)).status).toBe(403)
    expect((await call(administrator, 'DELETE', `/users/${owner.id}/sessions`)).status).toBe(403)
    expect(await sessions(administrator, `/users/${seller.id}/sessions`)).toHaveLength(1)
    expect((await call(administrator, 'DELETE', `/users/${seller.id}/sessions`)).status).toBe(204)
    await expect.poll(() => status(seller)).toBe(401)
  })
})

describe('a second factor', () => {
  const enrol = async (who: TestCaller) => {
    const { body } = await auth(who, '/two-factor/enable', { password })
    const verified = await auth(who, '/two-factor/verify-totp', { code: codeFor(body.totpURI) })
    expect(verified.status).toBe(200)
    return { ...body, who: withCookies(who, verified.headers) }
  }
  const begin = async (email: string) => {
    const answer = await auth(anonymous, '/sign-in/email', { email, password })
    expect([answer.status, answer.body.twoFactorRedirect]).toEqual([200, true])
    return withCookies(anonymous, answer.headers)
  }

  test('is set up with a code, and asked for from then on; a password alone opens nothing', async () => {
    const email = 'tom@acme.example'
    const tom = await company.member('seller', { email })
    expect((await auth(tom, '/two-factor/enable', { password: 'not my password' })).status).toBe(400)
    const { totpURI, who } = await enrol(tom)
    expect(new URL(totpURI).searchParams.get('issuer')).toBe('Throughline')
    expect((await ask<{ secondFactor: boolean }>(who, 'GET', '/me')).secondFactor).toBe(true)

    const half = await begin(email)
    expect(await status(half)).toBe(401)
    expect((await auth(half, '/two-factor/verify-totp', { code: '000000' })).status).toBe(401)
    const done = await auth(half, '/two-factor/verify-totp', { code: codeFor(totpURI) })
    expect(done.status).toBe(200)
    expect(await status(withCookies(half, done.headers))).toBe(200)

    const { rows } = await company.database.pool.query<{ type: string }>(
      `select type from events where subject_id = $1 and type like 'user.%' order by id`,
      [tom.id],
    )
    expect(rows.map(({ type }) => type).filter((type) => !/created|updated/.test(type))).toEqual([
      'user.signed-in',
      'user.second-factor-added',
      'user.signed-in',
    ])
  })

  test('can be stood in for by a recovery code, each once', async () => {
    const email = 'rita@acme.example'
    const { backupCodes } = await enrol(await company.member('seller', { email }))
    expect(backupCodes.length).toBeGreaterThanOrEqual(8)
    const code = backupCodes[0]
    const half = await begin(email)
    const done = await auth(half, '/two-factor/verify-backup-code', { code })
    expect(await status(withCookies(half, done.headers))).toBe(200)
    expect((await auth(await begin(email), '/two-factor/verify-backup-code', { code })).status).toBe(401)
  })

  test('is demanded of a role: nothing else answers before, and it cannot be switched off', async () => {
    await ask(owner, 'PATCH', '/roles/agent', { body: { secondFactor: true } })
    const agent = await company.member('agent')
    expect(await ask<object>(agent, 'GET', '/me')).toMatchObject({ secondFactorDue: true })
    const refused = await call(agent, 'GET', '/people')
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('second factor')])
    const { who } = await enrol(agent)
    expect((await call(who, 'GET', '/people')).status).toBe(200)
    const off = await auth(who, '/two-factor/disable', { password })
    expect([off.status, off.body.code]).toEqual([403, 'SECOND_FACTOR_DEMANDED'])
    await ask(owner, 'PATCH', '/roles/agent', { body: { secondFactor: false } })
    expect((await auth(who, '/two-factor/disable', { password })).status).toBe(200)
  })

  test('that was lost is taken away by an administrator, and that is written down', async () => {
    const email = 'lost@acme.example'
    const { who } = await enrol(await company.member('seller', { email }))
    const administrator = await company.member('administrator')
    expect((await call(administrator, 'DELETE', `/users/${who.id}/second-factor`)).status).toBe(204)
    await expect.poll(() => status(who)).toBe(401)
    expect(await status(await signIn(email, password))).toBe(200)
    expect((await call(administrator, 'DELETE', `/users/${who.id}/second-factor`)).status).toBe(409)
    const { rows } = await company.database.pool.query(
      `select actor_id, data from events where type = 'user.second-factor-removed' and subject_id = $1`,
      [who.id],
    )
    expect(rows).toEqual([{ actor_id: administrator.id, data: { reset: true } }])
    const { who: boss } = await enrol(await signIn(ownerEmail, password))
    expect((await call(administrator, 'DELETE', `/users/${boss.id}/second-factor`)).status).toBe(403)
  })
})
