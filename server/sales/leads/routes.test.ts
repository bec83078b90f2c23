import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { returnLeads } from './jobs.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
const key = await app.key()

const arrive = async (values: Record<string, unknown> = {}, who: TestCaller = owner): Promise<AnyRecord> => {
  const person = values.person ?? (await app.person()).id
  return ask(who, 'POST', '/leads', { body: { name: `Asked for a price ${fresh()}`, person, ...values } })
}
const get = (id: string) => ask(owner, 'GET', `/leads/${id}`)
const act = (id: string, verb: string, body?: unknown, who = owner) =>
  call(who, 'POST', `/leads/${id}/${verb}`, body === undefined ? {} : { body })
const events = async (id: string) =>
  (
    await sql<{ type: string }>`select type from events where subject_id = ${id} order by id`.execute(db)
  ).rows.map(({ type }) => type)
const tomorrow = addDays(dayOf(new Date().toISOString(), 'Europe/Lisbon'), 1)

describe('a lead', () => {
  test('takes over its person’s company and source, and is on their timeline', async () => {
    const company = await app.company()
    const person = await app.person({ company: company.id, source: 'fair' })
    const lead = await arrive({ person: person.id })
    expect(lead).toMatchObject({ company: company.id, source: 'fair', channel: 'other', status: 'new' })
    expect(await arrive({ person: person.id, source: 'newsletter' })).toMatchObject({ channel: 'email' })
    const { data } = await ask<{ data: { type: string; subject: { id: string } }[] }>(
      owner,
      'GET',
      `/people/${person.id}/timeline`,
    )
    expect(data).toContainEqual(
      expect.objectContaining({ type: 'lead.created', subject: expect.objectContaining({ id: lead.id }) }),
    )
  })

  test('of nobody is refused', async () => {
    const answer = await call(owner, 'POST', '/leads', { body: { name: 'Somebody' } })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'person'])
  })

  test('can come again from the same person, filter by filter and word by word', async () => {
    const person = await app.person()
    const [first, second] = [
      await arrive({ person: person.id, campaign: 'Spring' }),
      await arrive({ person: person.id, campaign: 'Autumn', interest: 'Cargo bikes for Graça' }),
    ]
    const filter = {
      and: [
        { related: 'person', some: { field: 'id', op: 'is', value: person.id } },
        { field: 'campaign', op: 'is', value: 'Autumn' },
      ],
    }
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/leads', { query: { filter } })
    expect(data.map(({ id }) => id)).toEqual([second.id])
    const found = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/leads', { query: { q: 'Graça' } })
    expect(found.data.map(({ id }) => id)).toEqual([second.id])
    expect(first.id).not.toBe(second.id)
  })

  test('goes with its person for good, and waits in the bin before', async () => {
    const lead = await arrive()
    await ask(owner, 'DELETE', `/leads/${lead.id}`)
    expect((await act(lead.id, 'convert', {})).status).toBe(409)
    await ask(owner, 'POST', `/leads/${lead.id}/restore`)
    expect((await get(lead.id)).deletedAt).toBeNull()
  })

  test('of a merged person is the other’s', async () => {
    const [kept, gone] = [await app.person(), await app.person()]
    const lead = await arrive({ person: gone.id })
    await ask(owner, 'POST', `/people/${kept.id}/merge`, { body: { others: [gone.id] } })
    expect((await get(lead.id)).person).toBe(kept.id)
  })
})

describe('what can be done with it', () => {
  test('is done by the words for it, each dated and told', async () => {
    const { id } = await arrive({ owner: null })
    await act(id, 'work')
    expect(await get(id)).toMatchObject({ status: 'working', owner: owner.id })
    await act(id, 'recycle', { on: tomorrow, reason: 'Budget comes later' })
    expect(await get(id)).toMatchObject({
      status: 'recycled',
      recycleOn: tomorrow,
      reason: 'Budget comes later',
    })
    await act(id, 'reopen')
    expect(await get(id)).toMatchObject({ status: 'new', recycleOn: null, reason: null })
    await act(id, 'disqualify', { reason: 'Only looking' })
    expect(await get(id)).toMatchObject({ status: 'disqualified', reason: 'Only looking' })
    await act(id, 'reopen')
    await act(id, 'qualify')
    expect(await events(id)).toEqual([
      'lead.created',
      'lead.worked',
      'lead.recycled',
      'lead.reopened',
      'lead.disqualified',
      'lead.reopened',
      'lead.qualified',
    ])
    const { rows } = await sql<{ status: string; reason: string | null; actor_id: string }>`
      select status, reason, actor_id from lead_status_entries where lead_id = ${id} order by at, id`.execute(
      db,
    )
    expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
      ['new', null],
      ['working', null],
      ['recycled', 'Budget comes later'],
      ['new', null],
      ['disqualified', 'Only looking'],
      ['new', null],
      ['qualified', null],
    ])
    expect(new Set(rows.map(({ actor_id }) => actor_id))).toEqual(new Set([owner.id]))
  })

  test('needs what it says', async () => {
    const { id } = await arrive()
    for (const [body, path] of [
      [{ status: 'disqualified' }, 'reason'],
      [{ status: 'recycled' }, 'recycleOn'],
      [{ status: 'recycled', recycleOn: '2020-01-01' }, 'recycleOn'],
      [{ recycleOn: tomorrow }, 'recycleOn'],
      [{ deal: (await app.deal()).id }, 'deal'],
      [{ convertedAt: '2026-01-01T00:00:00Z' }, 'convertedAt'],
    ] as const) {
      const answer = await call(owner, 'PATCH', `/leads/${id}`, { body })
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
    }
    expect((await act(id, 'disqualify', { reason: ' ' })).status).toBe(422)
  })

  test('is refused by the database itself where it makes no sense', async () => {
    const { id } = await arrive()
    for (const set of [
      `status = 'disqualified'`,
      `status = 'recycled'`,
      `recycle_on = '2030-01-01'`,
      `converted_at = now()`,
      `deal_id = (select id from deals limit 1)`,
      `status = 'lost'`,
    ])
      await expect(sql`update leads set ${sql.raw(set)} where id = ${id}`.execute(db)).rejects.toThrow(
        /check constraint/,
      )
  })

  test('comes back when its day has come, with a clock of its own', async () => {
    const { id } = await arrive()
    await ask(owner, 'POST', `/leads/${id}/recycle`, { body: { on: tomorrow } })
    await returnLeads(database, new Date().toISOString())
    expect((await get(id)).status).toBe('recycled')
    await returnLeads(database, `${tomorrow}T08:00:00.000Z`)
    expect(await get(id)).toMatchObject({ status: 'new', recycleOn: null })
    expect(Date.parse(String((await get(id)).respondBy))).toBeGreaterThan(Date.parse(`${tomorrow}T08:00:00Z`))
  })

  test('is taken back like any other change', async () => {
    const { id } = await arrive()
    const answer = await act(id, 'disqualify', { reason: 'Competitor' })
    await ask(owner, 'POST', '/undo', { body: { events: [answer.headers['event']] } })
    expect(await get(id)).toMatchObject({ status: 'new', reason: null })
  })

  test('is for those who may change it', async () => {
    const viewer = await app.member('viewer')
    const { id } = await arrive()
    for (const [verb, body] of [
      ['work'],
      ['qualify'],
      ['reopen'],
      ['disqualify', { reason: 'x' }],
      ['recycle', { on: tomorrow }],
      ['convert', {}],
    ] as const)
      expect((await act(id, verb, body, viewer)).status, verb).toBe(403)
  })
})

describe('converting', () => {
  test('opens one deal of the same people in one step', async () => {
    const company = await app.company()
    const person = await app.person({ company: company.id, lifecycleStage: 'lead' })
    const lead = await arrive({ person: person.id, source: 'fair' })
    const answer = await call<{ lead: AnyRecord; deal: AnyRecord }>(
      owner,
      'POST',
      `/leads/${lead.id}/convert`,
      {
        body: { name: '12 e-bikes', amount: { amount: '38400.00', currency: 'EUR' } },
      },
    )
    expect(answer.body.deal).toMatchObject({
      name: '12 e-bikes',
      person: person.id,
      company: company.id,
      owner: owner.id,
      source: 'fair',
      status: 'open',
      amount: { amount: '38400.00', currency: 'EUR' },
    })
    expect(answer.body.lead).toMatchObject({ status: 'qualified', deal: answer.body.deal.id })
    expect(answer.body.lead.convertedAt).not.toBeNull()
    expect((await events(lead.id)).at(-1)).toBe('lead.converted')
  })

  test('twenty times at once, by two members, makes one deal', async () => {
    const lead = await arrive()
    const manager = await app.member('manager')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        call<{ deal: AnyRecord }>(i % 2 ? owner : manager, 'POST', `/leads/${lead.id}/convert`, { body: {} }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
    expect(new Set(answers.map(({ body }) => body.deal.id)).size).toBe(1)
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from deals where person_id = ${lead.person}`.execute(db)
    expect(rows[0]?.count).toBe(1)
    expect((await events(lead.id)).filter((type) => type === 'lead.converted')).toHaveLength(1)
  })

  test('makes nothing at all where the deal is refused', async () => {
    const lead = await arrive()
    const answer = await act(lead.id, 'convert', { pipeline: lead.id })
    expect(answer.status).toBe(422)
    expect(await get(lead.id)).toMatchObject({ status: 'new', deal: null, convertedAt: null })
    const marketer = await app.member('marketer')
    expect((await act(lead.id, 'convert', {}, marketer)).status).toBe(403)
  })

  test('settles its status, whatever becomes of the deal', async () => {
    const lead = await arrive()
    const { body } = await call<{ deal: AnyRecord }>(owner, 'POST', `/leads/${lead.id}/convert`, { body: {} })
    expect((await act(lead.id, 'reopen')).status).toBe(422)
    await ask(owner, 'DELETE', `/deals/${body.deal.id}`)
    await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'deal', id: body.deal.id }] } })
    expect(await get(lead.id)).toMatchObject({ status: 'qualified', deal: null })
    expect((await act(lead.id, 'convert', {})).status).toBe(409)
  })
})

describe('the clock', () => {
  test('keeps its end when the hours change, and new leads have the new ones', async () => {
    const before = await arrive()
    await ask(owner, 'PATCH', '/lead-settings', { body: { respondWithin: 30 } })
    const after = await arrive()
    expect((await get(before.id)).respondBy).toBe(before.respondBy)
    const always = Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' }))
    await ask(owner, 'PATCH', '/lead-settings', { body: { week: always } })
    const exact = await arrive()
    expect(Date.parse(String(exact.respondBy)) - Date.parse(exact.createdAt)).toBe(1_800_000)
    expect(after.respondBy).not.toBeNull()
    await ask(owner, 'PATCH', '/lead-settings', { body: { week: Array(7).fill(null) } })
    expect(await arrive()).toMatchObject({ respondBy: null, warnAt: null })
    expect(
      (await call(owner, 'PATCH', '/lead-settings', { body: { week: [{ from: '10:00', to: '09:00' }] } }))
        .status,
    ).toBe(422)
    await ask(owner, 'PATCH', '/lead-settings', { body: { week: always, respondWithin: 60 } })
  })
})

describe('by a program', () => {
  test('a lead arrives once however often it is sent, and is taken for nobody', async () => {
    const person = await app.person()
    const body = { name: 'Contact form', person: person.id, source: 'website' }
    const headers = { 'idempotency-key': `form-${fresh()}` }
    const [first, again] = [
      await call(key, 'POST', '/leads', { body, headers }),
      await call(key, 'POST', '/leads', { body, headers }),
    ]
    expect([first.status, again.body.id]).toEqual([201, first.body.id])
    await ask(key, 'POST', `/leads/${first.body.id}/work`)
    expect(await get(first.body.id)).toMatchObject({ status: 'working', owner: first.body.owner })
  })
})
