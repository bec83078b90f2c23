import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../../contract/team/audit.ts'
import { contextFor, testCompany } from '../../../tests/builders.ts'
import { testDatabase } from '../../../tests/database.ts'
import { auditStatement } from './queries.ts'

const company = await testCompany()
const { owner, ask, call } = company

type Log = { data: AuditEntry[]; next: string | null; titles: Record<string, string> }
const log = (query: object = {}) => ask<Log>(owner, 'GET', '/audit-log', { query: { limit: 200, ...query } })

describe('the audit log', () => {
  test('tells who did what to what, how and when, newest first and page by page', async () => {
    const seller = await company.member('seller', { name: 'Sara' })
    const key = await company.key()
    const deal = await company.deal({ name: 'Large' }, seller)
    await ask(key, 'PATCH', `/deals/${deal.id}`, { body: { source: 'fair' } })
    const made = await ask<{ id: string }>(owner, 'POST', '/roles', {
      body: { name: 'Intern', copyOf: 'viewer' },
    })
    const { data } = await log()
    expect(data.slice(0, 3)).toMatchObject([
      {
        type: 'role.created',
        actor: { id: owner.id },
        subject: { type: 'role', id: made.id, title: 'Intern' },
      },
      {
        type: 'deal.updated',
        actor: null,
        key: { id: key.id, title: 'Test' },
        origin: 'api',
        changes: { source: [null, 'fair'] },
      },
      { type: 'deal.created', actor: { title: 'Sara' }, subject: { title: 'Large' }, origin: 'web' },
    ])
    const one = await log({ limit: 2 })
    const two = await log({ limit: 2, after: one.next })
    expect([...one.data, ...two.data].map(({ id }) => id)).toEqual(data.slice(0, 4).map(({ id }) => id))
  })

  test('is narrowed by each of these', async () => {
    const all = (await log()).data
    const kept = async (query: object) => (await log(query)).data.map(({ id }) => id)
    const where = (is: (entry: AuditEntry) => boolean) => all.filter(is).map(({ id }) => id)
    const [sara] = all.flatMap(({ actor }) => (actor?.title === 'Sara' ? [actor.id] : []))
    const key = all.find(({ key: of }) => of)?.key?.id
    const middle = all[3]?.recordedAt ?? ''
    for (const [query, is] of [
      [{ actor: sara }, ({ actor }) => actor?.id === sara],
      [{ key }, (entry) => entry.key?.id === key],
      [{ subject: 'deal' }, ({ subject }) => subject.type === 'deal'],
      [{ subject: 'role' }, ({ subject }) => subject.type === 'role'],
      [{ type: 'deal.created' }, ({ type }) => type === 'deal.created'],
      [{ kind: 'milestone' }, ({ type }) => type === 'deal.created'],
      [{ origin: 'api' }, ({ origin }) => origin === 'api'],
      [{ from: middle }, ({ recordedAt }) => recordedAt >= middle],
      [{ to: middle }, ({ recordedAt }) => recordedAt < middle],
    ] as [object, (entry: AuditEntry) => boolean][]) {
      const expected = where(is)
      expect(expected.length, JSON.stringify(query)).toBeGreaterThan(0)
      expect(await kept(query), JSON.stringify(query)).toEqual(expected)
    }
    expect((await call(owner, 'GET', '/audit-log', { query: { actor: 'Sara' } })).status).toBe(422)
  })

  test('leaves as CSV, defused for spreadsheets', async () => {
    await company.deal({ name: '=1+1' })
    const answer = await call(owner, 'GET', '/audit-log/export', { query: { subject: 'deal' } })
    expect(answer.headers['content-type']).toContain('text/csv')
    const lines = answer.text.split('\r\n')
    expect(lines[0]).toBe('\uFEFFRecorded,Happened,Member,Key,Event,Type,Of,Name,Id,Origin,Changes,Details')
    expect(lines).toHaveLength(5)
    expect(lines[1]).toContain(`Olga Owner,,Deal created,deal.created,Deal,'=1+1,`)
  })

  test('tells of what the company is run by, and no secret of it', async () => {
    const of = async (subject: string) =>
      (await log({ subject })).data.map(({ type, subject: { title } }) => [type, title])
    const made = await ask<{ id: string; key: string }>(owner, 'POST', '/keys', {
      body: { name: 'Shop', scopes: ['person:read'] },
    })
    const renewed = await ask<{ key: string }>(owner, 'POST', `/keys/${made.id}/renew`)
    await call(owner, 'DELETE', `/keys/${made.id}`)
    expect((await of('key')).slice(0, 3)).toEqual([
      ['key.revoked', 'Shop'],
      ['key.renewed', 'Shop'],
      ['key.created', 'Shop'],
    ])

    await ask(owner, 'PATCH', '/organisation', { body: { name: 'Acme Ltd', currency: 'EUR' } })
    await ask(owner, 'PATCH', '/organisation', { body: { name: 'Acme Ltd' } })
    const { data: settings } = await log({ subject: 'organisation' })
    expect(settings.map(({ changes }) => changes)).toEqual([{ name: ['Acme', 'Acme Ltd'] }])

    const webhook = await ask<{ id: string; secret: string }>(owner, 'POST', '/webhooks', {
      body: { name: 'Told', url: 'https://example.com/hook', events: ['*'] },
    })
    await ask(owner, 'PATCH', `/webhooks/${webhook.id}`, { body: { enabled: false } })
    const secret = await ask<{ secret: string }>(owner, 'POST', `/webhooks/${webhook.id}/secret`)
    await call(owner, 'DELETE', `/webhooks/${webhook.id}`)
    expect(await of('webhook')).toEqual(
      ['deleted', 'secret-renewed', 'updated', 'created'].map((verb) => [`webhook.${verb}`, 'Told']),
    )

    const address = await ask(owner, 'POST', '/outgoing-addresses', { body: { address: '10.1.0.0/16' } })
    await call(owner, 'DELETE', `/outgoing-addresses/${address.id}`)
    expect(await of('outgoing-address')).toEqual([
      ['outgoing-address.forbidden', '10.1.0.0/16'],
      ['outgoing-address.allowed', '10.1.0.0/16'],
    ])

    const whole = JSON.stringify(await log())
    for (const hidden of [made.key, renewed.key, webhook.secret, secret.secret])
      expect(whole).not.toContain(hidden)
  })

  test('tells who took along what, and how much of it', async () => {
    const seller = await company.member('manager', { name: 'Mira' })
    for (const name of ['One', 'Two']) await company.deal({ name, source: 'told' })
    const filter = { field: 'source', op: 'is', value: 'told' }
    await call(seller, 'GET', '/deals/export', { query: { filter, fields: 'name' } })
    await call(owner, 'GET', '/audit-log/export', { query: { subject: 'role' } })
    const { data } = await log({ subject: 'export' })
    expect(data.slice(0, 2)).toMatchObject([
      {
        actor: { id: owner.id },
        subject: { title: 'Audit log' },
        data: { filter: { subject: 'role' }, rows: 1 },
      },
      {
        actor: { title: 'Mira' },
        subject: { title: 'Deals' },
        data: { recordType: 'deal', format: 'csv', fields: ['name'], filter, rows: 2, complete: true },
      },
    ])
  })

  test('is for administrators', async () => {
    for (const path of ['/audit-log', '/audit-log/export'])
      expect((await call(await company.member('manager'), 'GET', path)).status).toBe(403)
  })
})

describe('with 100,000 events', async () => {
  const { database, db } = await testDatabase()
  beforeAll(async () => {
    await sql`insert into users (name) select 'Member ' || i from generate_series(1, 50) i`.execute(db)
    await sql`insert into events (type, origin, actor_id, subject_type, subject_id)
      select case when i % 500 = 0 then 'role.updated' else 'deal.updated' end, case when i % 300 = 0 then 'api' else 'web' end, u.id,
        case when i % 500 = 0 then 'role' else 'deal' end, new_id()
      from generate_series(1, 100000) i join (select id, row_number() over () as n from users) u on u.n = i % 50 + 1`.execute(
      db,
    )
    await database.pool.query('vacuum analyze')
  }, 60_000)

  test.each([
    ['everything', {}, /_pkey/],
    ['by who', { actor: true }, /actor_id_id_idx/],
    ['by what', { type: 'role.updated' }, /type_id_idx/],
    ['by what it was done to', { subject: 'role' }, /type_id_idx/],
    ['by kind', { kind: 'change' }, /_pkey|type_id_idx/],
    ['from a day', { from: '2020-01-01T00:00:00Z' }, /_pkey/],
  ])('a page is read by an index: %s', async (_, query, index) => {
    const { rows } = await database.pool.query<{ id: string }>('select id from users limit 1')
    const filter = { ...query, limit: 60, ...('actor' in query ? { actor: rows[0]?.id } : {}) } as never
    const { sql: text, parameters } = auditStatement(contextFor(database), filter)
    const plan = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...parameters])
    const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(lines).toMatch(index)
    // Months that hold nothing yet cost nothing to look through.
    expect(lines).not.toMatch(/Seq Scan on events_\S+ e\w*\s+\(cost=0\.00\.\.[1-9]/)
  })
})
