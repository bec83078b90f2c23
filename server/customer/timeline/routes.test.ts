import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { TimelineEntry } from '../../../contract/customer/timeline.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { contextFor, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import { company as companyType } from '../../../contract/customer/company.ts'
import { timelineQuery } from '../../../contract/customer/timeline.ts'
import { timelineStatement } from './queries.ts'

type Page = { data: TimelineEntry[]; next: string | null; titles: Record<string, string> }

const app = await testCompany()
const { db, database, owner, ask, call } = app

const page = (who: TestCaller, path: string, query: Record<string, unknown> = {}) =>
  ask<Page>(who, 'GET', `${path}/timeline`, { query })
const note = (body: string, about: Record<string, unknown>, who = owner) =>
  ask(who, 'POST', '/notes', { body: { body, ...about } })

test('a person’s timeline holds what happened, newest first, with the activities as they stand now', async () => {
  const company = await app.company({ name: 'Velo Porto' })
  const person = await app.person({ company: company.id })
  const written = await note('<p>Wants twelve bikes</p>', { person: person.id })
  await ask(owner, 'PATCH', `/notes/${written.id}`, { body: { body: '<p>Wants forty bikes</p>' } })
  await ask(owner, 'PATCH', `/people/${person.id}`, { body: { jobTitle: 'Buyer' } })
  const { data, next } = await page(owner, `/people/${person.id}`)
  expect(data.map(({ type }) => type)).toEqual([
    'person.updated',
    'note.updated',
    'note.created',
    'person.created',
  ])
  expect(next).toBeNull()
  expect(data[0]).toMatchObject({
    actor: { id: owner.id, title: 'Olga Owner' },
    person: { id: person.id, title: person.title },
    company: { title: 'Velo Porto' },
    changes: { jobTitle: [null, 'Buyer'] },
    origin: 'web',
    record: null,
  })
  expect(data[2]?.record).toMatchObject({ body: '<p>Wants forty bikes</p>', version: 2, deletedAt: null })
  expect(data[2]?.record?.createdAt).toBe(written.createdAt)
})

test('what an owner changed from and to is named', async () => {
  const person = await app.person()
  const seller = await app.member('seller')
  await ask(owner, 'PATCH', `/people/${person.id}`, { body: { owner: seller.id } })
  const { data, titles } = await page(owner, `/people/${person.id}`, { kind: 'change', limit: 1 })
  expect(data[0]?.changes.owner).toEqual([owner.id, seller.id])
  expect(titles).toMatchObject({ [owner.id]: 'Olga Owner', [seller.id]: expect.stringContaining('seller') })
})

test('a company’s timeline includes what happened with its people, before they were its own too', async () => {
  const person = await app.person()
  await note('Alone yet', { person: person.id })
  const company = await app.company()
  await ask(owner, 'PATCH', `/people/${person.id}`, { body: { company: company.id } })
  const stranger = await app.person()
  await note('Elsewhere', { person: stranger.id })
  const { data } = await page(owner, `/companies/${company.id}`)
  expect(data.map(({ type }) => type)).toEqual([
    'person.updated',
    'company.created',
    'note.created',
    'person.created',
  ])
})

test('a further attendee sees the meeting on their timeline, once', async () => {
  const [host, guest] = [await app.person(), await app.person()]
  await ask(owner, 'POST', '/meetings', {
    body: {
      subject: 'Demo',
      startsAt: '2026-03-01T10:00:00Z',
      person: host.id,
      attendees: [host.id, guest.id],
    },
  })
  for (const { id } of [host, guest]) {
    const { data } = await page(owner, `/people/${id}`, { kind: 'activity' })
    expect(data.map(({ type }) => type)).toEqual(['meeting.created'])
    expect(data[0]?.record).toMatchObject({ subject: 'Demo', startsAt: '2026-03-01T10:00:00.000Z' })
  }
})

test('narrows to wing, kind, member and origin', async () => {
  const person = await app.person()
  const marketer = await app.member('marketer')
  await app.deal({ person: person.id })
  await note('From marketing', { person: person.id }, marketer)
  const types = async (query: Record<string, unknown>) =>
    (await page(owner, `/people/${person.id}`, query)).data.map(({ type }) => type)
  expect(await types({ wing: 'sales' })).toEqual(['deal.created'])
  expect(await types({ kind: 'activity' })).toEqual(['note.created'])
  expect(await types({ kind: 'activity,milestone' })).toEqual(['note.created', 'deal.created'])
  expect(await types({ actor: marketer.id })).toEqual(['note.created'])
  expect(await types({ origin: 'api' })).toEqual([])
  expect(
    (await call(owner, 'GET', `/people/${person.id}/timeline`, { query: { kind: 'gossip' } })).status,
  ).toBe(422)
})

test('pages on without a gap or a double, also where moments are equal', async () => {
  const person = await app.person()
  for (let i = 0; i < 7; i++) await note(`Note ${i}`, { person: person.id })
  await sql`update events set at = '2026-01-01T00:00:00Z' where person_id = ${person.id} and type = 'note.created'`.execute(
    db,
  )
  const all = (await page(owner, `/people/${person.id}`)).data.map(({ id }) => id)
  const paged: string[] = []
  let after: string | undefined
  do {
    const { data, next } = await page(owner, `/people/${person.id}`, { limit: 3, after })
    paged.push(...data.map(({ id }) => id))
    after = next ?? undefined
  } while (after)
  expect(paged).toEqual(all)
  expect(new Set(paged).size).toBe(8)
  expect(
    (await call(owner, 'GET', `/people/${person.id}/timeline`, { query: { after: 'nonsense' } })).status,
  ).toBe(422)
})

test('what is in the bin leaves the timeline; that it was put there stays', async () => {
  const person = await app.person()
  const written = await note('A mistake', { person: person.id })
  await ask(owner, 'DELETE', `/notes/${written.id}`)
  const { data } = await page(owner, `/people/${person.id}`)
  expect(data.map(({ type }) => type)).toEqual(['note.deleted', 'person.created'])
})

test('events about deals beyond a seller’s reach are not shown, and the pages are full all the same', async () => {
  const seller = await app.member('seller')
  const person = await app.person()
  for (let i = 0; i < 5; i++) await app.deal({ person: person.id })
  const own = await app.deal({ person: person.id }, seller)
  for (let i = 0; i < 5; i++) await app.deal({ person: person.id })
  const { data, next } = await page(seller, `/people/${person.id}`, { limit: 2 })
  expect(data.map(({ subject }) => subject.id)).toEqual([own.id, person.id])
  expect(next).toBeNull()
  const peopleOnly = await app.key(['person:read'])
  expect((await page(peopleOnly, `/people/${person.id}`)).data.map(({ type }) => type)).toEqual([
    'person.created',
  ])
})

test('a deal’s timeline has its own events and the notes about it', async () => {
  const deal = await app.deal()
  const { Won } = await app.stages()
  await note('On the deal', { deal: deal.id })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, {
    body: { stage: Won?.id, amount: { amount: '12.50', currency: 'EUR' } },
  })
  const { data } = await page(owner, `/deals/${deal.id}`)
  expect(data.map(({ type, amount }) => [type, amount?.amount])).toEqual([
    ['deal.won', '12.50'],
    ['note.created', undefined],
    ['deal.created', '12.50'],
  ])
})

test('a record that is not there, or not for the caller, has no timeline', async () => {
  expect((await call(owner, 'GET', '/people/019a0000-0000-7000-8000-000000000000/timeline')).status).toBe(404)
  const deal = await app.deal()
  const seller = await app.member('seller')
  expect((await call(seller, 'GET', `/deals/${deal.id}/timeline`)).status).toBe(404)
})

test('a conversation by mail is one entry, the latest message, wherever its messages stand', async () => {
  const company = await app.company()
  const [ana, bo] = [await app.person({ company: company.id }), await app.person()]
  const seller = await app.member('seller')
  let day = 0
  const email = async (subject: string, about: Record<string, unknown>, conversation: string | null) => {
    const sentAt = `2026-03-${String(++day).padStart(2, '0')}T10:00:00Z`
    const sender = `${subject} <${subject.toLowerCase()}@mail.example>`
    const made = await ask(owner, 'POST', '/emails', { body: { subject, sentAt, sender, ...about } })
    await sql`update emails set conversation = ${conversation} where id = ${made.id}`.execute(db)
    return made
  }
  const about = { person: ana.id, company: company.id }
  const first = await email('First', about, 'bikes')
  await email('Alone', about, null)
  await email('Elsewhere', { person: bo.id }, 'bikes')
  const copied = await email('Copied', { person: bo.id, others: [ana.id] }, 'bikes')
  const hers = await email('Hers', { ...about, owner: seller.id }, 'bikes')
  await email('Other', about, 'wheels')
  const folded = async (who: TestCaller, path: string, query: Record<string, unknown> = {}) =>
    (await page(who, path, { kind: 'activity,message', fold: true, ...query })).data.map(
      ({ subject, thread }) => [subject.title, thread?.count],
    )
  expect(await folded(owner, `/people/${ana.id}`)).toEqual([
    ['Other', 1],
    ['Hers', 3],
    ['Alone', 1],
  ])
  expect(await folded(owner, `/companies/${company.id}`)).toEqual([
    ['Other', 1],
    ['Hers', 2],
    ['Alone', 1],
  ])
  expect(await folded(owner, `/people/${bo.id}`)).toEqual([['Copied', 2]])
  // Pages go from one conversation to the next, and unfold in their order.
  const one = await page(owner, `/people/${ana.id}`, { kind: 'message', fold: true, limit: 2 })
  expect(one.data[1]?.thread?.senders).toEqual([
    'Copied <copied@mail.example>',
    'First <first@mail.example>',
    'Hers <hers@mail.example>',
  ])
  expect(await folded(owner, `/people/${ana.id}`, { limit: 2, after: one.next })).toEqual([['Alone', 1]])
  const { data: unfolded } = await page(owner, `/people/${ana.id}`, { conversation: first.id })
  expect(unfolded.map(({ subject }) => subject.id)).toEqual([hers.id, copied.id, first.id])
  // Nobody is shown a message, or the number of them, that is not theirs to see; nor one that is gone.
  const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
    body: { name: 'Own mail', copyOf: 'seller' },
  })
  const own = { see: 'own', create: true, edit: 'own', delete: 'own', export: true }
  await ask(owner, 'PATCH', `/roles/${key}`, { body: { permissions: { email: own } } })
  const limited = await app.member(key)
  await sql`update emails set owner_id = ${limited.id} where id = ${first.id}`.execute(db)
  expect(await folded(limited, `/people/${ana.id}`)).toEqual([['First', 1]])
  await ask(owner, 'DELETE', `/emails/${hers.id}`)
  expect(await folded(owner, `/people/${ana.id}`)).toEqual([
    ['Other', 1],
    ['Copied', 2],
    ['Alone', 1],
  ])
  // Nor one that has been taken off the page.
  await ask(owner, 'PATCH', `/emails/${copied.id}`, { body: { others: [] } })
  expect(await folded(owner, `/people/${ana.id}`)).toEqual([
    ['Other', 1],
    ['Alone', 1],
    ['First', 1],
  ])
})

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

let busy: AnyRecord
let large: AnyRecord
beforeAll(async () => {
  large = await app.company()
  busy = await app.person({ company: large.id })
  await sql`insert into people (last_name, company_id) select 'Employee ' || n, ${large.id} from generate_series(1, 200) n`.execute(
    db,
  )
  await sql`insert into people (last_name) select 'Somebody ' || n from generate_series(1, 2000) n`.execute(
    db,
  )
  await sql`insert into events (type, at, origin, subject_type, subject_id, person_id, company_id)
    select 'person.updated', now() - n * interval '1 minute', 'web', 'person', p.id, p.id, p.company_id
    from generate_series(1, 45) n cross join people p where p.id <> ${busy.id}`.execute(db)
  await sql`insert into events (type, at, origin, subject_type, subject_id, person_id, company_id)
    select 'person.updated', now() - n * interval '1 minute', 'web', 'person', ${busy.id}, ${busy.id}, ${large.id}
    from generate_series(1, 5000) n`.execute(db)
  await sql`analyze`.execute(db)
}, 60_000)

test.each([
  ['person', personType, () => busy],
  ['company', companyType, () => large],
] as const)('at 100,000 events a %s’s page reads its own indexes only', async (_, type, record) => {
  expect(
    (await sql<{ n: number }>`select count(*)::int as n from events`.execute(db)).rows[0]?.n,
  ).toBeGreaterThan(100_000)
  const context = contextFor(database, {
    caller: {
      userId: owner.id,
      keyId: null,
      role: 'seller',
      ownTeam: [owner.id],
      teammates: [owner.id],
      scopes: ['all'],
      origin: 'web',
    },
  })
  const statement = timelineStatement(context, type, record().id, timelineQuery.parse({ limit: 60 }))
  const explained = await database.lists.executeQuery({
    ...statement,
    sql: `explain (analyze, format json) ${statement.sql}`,
  })
  const plan = (explained.rows[0] as { 'QUERY PLAN': { Plan: Plan }[] })['QUERY PLAN'][0]?.Plan as Plan
  const events = nodes(plan).filter((node) => node['Relation Name']?.startsWith('events'))
  const rowsOf = (node: Plan) =>
    node['Actual Rows'] * node['Actual Loops'] + (node['Rows Removed by Filter'] ?? 0)
  // Partitions of months to come are empty, and read whole for nothing.
  expect(events.filter((node) => node['Node Type'] === 'Seq Scan' && rowsOf(node) > 0)).toEqual([])
  const read = events.reduce((sum, node) => sum + rowsOf(node), 0)
  expect(read).toBeLessThan(600)
  expect(plan['Actual Rows']).toBe(61)
})
