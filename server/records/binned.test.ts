import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Binned } from '../../contract/records/bin.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company

type Page = { data: Binned[]; next: string | null }
const bin = (query = {}, who: TestCaller = owner) => ask<Page>(who, 'GET', '/bin', { query })
const titles = async (query = {}, who = owner) => (await bin(query, who)).data.map(({ title }) => title)
const drop = (plural: string, { id }: AnyRecord, who = owner) => ask(who, 'DELETE', `/${plural}/${id}`)
const chosen = (...records: [type: string, record: AnyRecord][]) => ({
  body: { records: records.map(([type, { id }]) => ({ type, id })) },
})

describe('the bin of all types', () => {
  test('shows what was deleted last first, by whom and how, page by page', async () => {
    const seller = await company.member('seller', { name: 'Sven Seller' })
    const person = await company.person({ firstName: 'Bina', lastName: 'Binned' }, seller)
    const deal = await company.deal({ name: 'Binned deal' })
    await drop('people', person, seller)
    await drop('deals', deal)
    const { data } = await bin({ q: 'binned' })
    expect(data).toEqual([
      {
        type: 'deal',
        id: deal.id,
        title: 'Binned deal',
        deletedAt: expect.any(String),
        deletedBy: { id: owner.id, title: 'Olga Owner' },
        origin: 'web',
        mayRestore: true,
        mayDelete: true,
      },
      expect.objectContaining({
        type: 'person',
        title: 'Bina Binned',
        deletedBy: { id: seller.id, title: 'Sven Seller' },
      }),
    ])
    const first = await bin({ q: 'binned', limit: 1 })
    const second = await bin({ q: 'binned', limit: 1, after: first.next })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([deal.id, person.id])
    expect(second.next).toBeNull()
    expect(await titles({ type: 'person' })).toEqual(['Bina Binned'])
    // A seller sees the deals in their reach only, and restores what is their own.
    expect((await bin({ q: 'binned' }, seller)).data).toMatchObject([
      { title: 'Bina Binned', mayRestore: true, mayDelete: false },
    ])
    expect((await call(owner, 'GET', '/bin', { query: { after: 'nonsense' } })).status).toBe(422)
  })

  test('is searched by title and by whole addresses, further ones included', async () => {
    const person = await company.person({ lastName: '100% Sought', email: 'sought@bin.example' })
    await ask(owner, 'POST', `/people/${person.id}/identities`, {
      body: { kind: 'email', value: 'other@bin.example' },
    })
    const kept = await company.person({ email: 'kept@bin.example' })
    await drop('people', person)
    for (const q of ['100% s', 'SOUGHT@bin.example', 'other@bin.example'])
      expect(
        (await bin({ q })).data.map(({ id }) => id),
        q,
      ).toEqual([person.id])
    expect(await titles({ q: 'kept@bin.example' })).toEqual([])
    expect(kept.deletedAt).toBeNull()
  })
})

describe('restoring', () => {
  test('takes records of several types out at once, and can be undone', async () => {
    const [person, note] = [
      await company.person(),
      await ask(owner, 'POST', '/notes', { body: { body: 'Come back' } }),
    ]
    await drop('people', person)
    await drop('notes', note)
    const { events } = await ask<{ events: string[] }>(
      owner,
      'POST',
      '/bin/restore',
      chosen(['person', person], ['note', note]),
    )
    expect(events).toHaveLength(2)
    expect((await ask(owner, 'GET', `/notes/${note.id}`)).deletedAt).toBeNull()
    await ask(owner, 'POST', '/undo', { body: { events } })
    expect((await ask(owner, 'GET', `/people/${person.id}`)).deletedAt).not.toBeNull()
  })

  test('restores all or none', async () => {
    const seller = await company.member('seller')
    const [own, other] = [await company.person({}, seller), await company.person()]
    await drop('people', own, seller)
    await drop('people', other)
    const refused = await call(seller, 'POST', '/bin/restore', chosen(['person', own], ['person', other]))
    expect(refused.status).toBe(403)
    expect((await ask(owner, 'GET', `/people/${own.id}`)).deletedAt).not.toBeNull()
  })
})

describe('deleting for good', () => {
  test('takes what was written about a record along; what stays lets go, and the ledger keeps bare facts', async () => {
    const person = await company.person({ firstName: 'Gone', lastName: 'Forgood', email: 'gone@bin.example' })
    const note = await ask(owner, 'POST', '/notes', { body: { body: 'About them', person: person.id } })
    const deal = await company.deal({ name: 'Stays', person: person.id })
    await drop('people', person)
    const { records } = await ask<{ records: Record<string, number> }>(
      owner,
      'POST',
      '/bin/purge',
      chosen(['person', person]),
    )
    expect(records).toEqual({ people: 1, notes: 1 })
    for (const path of [`/people/${person.id}`, `/notes/${note.id}`])
      expect((await call(owner, 'GET', path)).status).toBe(404)
    expect((await ask(owner, 'GET', `/deals/${deal.id}`)).person).toBeNull()
    for (const q of ['Forgood', 'About them', 'gone@bin.example'])
      expect((await ask<Page>(owner, 'GET', '/search', { query: { q } })).data, q).toEqual([])
    const { rows } = await sql<{ type: string; personal: unknown }>`
      select type, personal from events where subject_id = ${person.id} order by id`.execute(db)
    expect(rows.map(({ type }) => type)).toEqual(['person.created', 'person.deleted', 'person.purged'])
    expect(rows.map(({ personal }) => personal)).toEqual([null, null, null])
    // Their address is free.
    expect((await call(owner, 'POST', '/people', { body: { email: 'gone@bin.example' } })).status).toBe(201)
  })

  test('is for administrators, for what is in the bin, and not for settings', async () => {
    const manager = await company.member('manager')
    const [binned, used] = [await company.person(), await company.person()]
    await drop('people', binned)
    expect((await call(manager, 'POST', '/bin/purge', chosen(['person', binned]))).status).toBe(403)
    const both = await call(owner, 'POST', '/bin/purge', chosen(['person', binned], ['person', used]))
    expect([both.status, both.body.detail]).toEqual([409, expect.stringContaining('not in the bin')])
    expect((await ask(owner, 'GET', `/people/${binned.id}`)).id).toBe(binned.id)

    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/pipelines')
    const stage = await ask(owner, 'POST', '/stages', {
      body: { name: 'Once', pipeline: data[0]?.id, kind: 'open', position: 90 },
    })
    await drop('stages', stage)
    expect((await bin({ q: 'Once' })).data).toMatchObject([{ mayRestore: true, mayDelete: false }])
    expect((await call(owner, 'POST', '/bin/purge', chosen(['stage', stage]))).status).toBe(409)
  })
})
