import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { fresh, testCompany, type TestCaller } from '../../tests/builders.ts'
import { consume } from '../ledger/consumer.ts'
import { reassignLeads } from '../sales/leads/jobs.ts'
import { touchToLead } from './touch-to-lead.ts'

const app = await testCompany()
const { owner, ask, db, database } = app
const seller = await app.member('seller')
const other = await app.member('seller')
const touch = async () => {
  while (await consume(db, touchToLead));
}
const get = ({ id }: AnyRecord) => ask(owner, 'GET', `/leads/${id}`)
const arrive = async (values: Record<string, unknown> = {}) => {
  const person = values.person ?? (await app.person()).id
  return ask(owner, 'POST', '/leads', {
    body: { name: `Lead ${fresh()}`, owner: seller.id, person, ...values },
  })
}
const events = async ({ id }: AnyRecord) =>
  (
    await sql<{ type: string }>`select type from events where subject_id = ${id} order by id`.execute(db)
  ).rows.map(({ type }) => type)

test('the owner’s first call, note or meeting stops the clock and begins the work; nobody else’s does', async () => {
  const lead = await arrive()
  expect(Date.parse(String(lead.respondBy))).toBeGreaterThanOrEqual(Date.parse(lead.createdAt) + 3_600_000)
  expect(Date.parse(String(lead.warnAt))).toBeLessThan(Date.parse(String(lead.respondBy)))
  await ask(owner, 'POST', '/notes', { body: { body: 'Looks good', person: lead.person } })
  await ask(seller, 'POST', '/tasks', { body: { subject: 'Call them', person: lead.person } })
  await touch()
  expect(await get(lead)).toMatchObject({ firstTouchedAt: null, status: 'new' })
  const call = await ask(seller, 'POST', '/calls', { body: { subject: 'First call', person: lead.person } })
  await ask(seller, 'POST', '/notes', { body: { body: 'Called', person: lead.person } })
  await touch()
  const touched = await get(lead)
  expect(touched).toMatchObject({ status: 'working', firstTouchedAt: call.createdAt, version: 2 })
  expect(await events(lead)).toEqual(['lead.created', 'lead.touched'])
  const { rows } = await sql<{ status: string; actor_id: string }>`
    select status, actor_id from lead_status_entries where lead_id = ${lead.id} order by at`.execute(db)
  expect(rows).toEqual([
    { status: 'new', actor_id: owner.id },
    { status: 'working', actor_id: seller.id },
  ])
})

test('a touch of the past says nothing of a lead that came later', async () => {
  const person = await app.person()
  await ask(seller, 'POST', '/notes', { body: { body: 'Met at the fair', person: person.id } })
  const lead = await arrive({ person: person.id })
  await touch()
  expect((await get(lead)).firstTouchedAt).toBeNull()
})

test('each open lead of the person that is theirs is touched, a decided one is left alone', async () => {
  const person = await app.person()
  const [one, two, decided] = [
    await arrive({ person: person.id }),
    await arrive({ person: person.id }),
    await arrive({ person: person.id }),
  ]
  await ask(owner, 'POST', `/leads/${decided.id}/disqualify`, { body: { reason: 'Twice' } })
  await ask(seller, 'POST', '/meetings', {
    body: { subject: 'Visit', startsAt: '2999-01-01T10:00:00Z', person: person.id },
  })
  await touch()
  expect([await get(one), await get(two)].map(({ status }) => status)).toEqual(['working', 'working'])
  expect(await get(decided)).toMatchObject({ status: 'disqualified', firstTouchedAt: null })
})

test('who has touched a lead in time keeps it', async () => {
  await ask(owner, 'PATCH', '/lead-settings', { body: { reassignAfter: 60 } })
  const rule = { name: 'All', way: 'roundRobin', members: [seller.id, other.id] }
  await ask(owner, 'PUT', '/assignment-rules', { body: { rules: [rule] } })
  const lead = await arrive({ owner: null })
  expect(lead.owner).toBe(seller.id)
  await ask(seller, 'POST', '/calls', { body: { subject: 'First', person: lead.person } })
  await touch()
  await reassignLeads(database, '2999-01-01T00:00:00.000Z')
  expect((await get(lead)).owner).toBe(seller.id)
})

const email = (who: TestCaller, about: Record<string, unknown>) =>
  ask(who, 'POST', '/emails', { body: { subject: 'Your question', ...about } })

test('an email that the owner sends is a touch; one that came, or that a program has sent, is none', async () => {
  const lead = await arrive()
  const { person } = lead
  await email(seller, { person, direction: 'inbound' })
  await email(await app.key(['all']), { person, owner: seller.id })
  await email(seller, { person, sentAt: '2020-01-01T00:00:00Z' })
  await sql`insert into events (type, at, origin, actor_id, subject_type, subject_id, person_id)
    select 'email.sent', now(), 'automation', ${seller.id}, 'email', id, person_id from emails
    where person_id = ${person} and direction = 'inbound'`.execute(db)
  await touch()
  expect(await get(lead)).toMatchObject({ status: 'new', firstTouchedAt: null })
  const sent = await email(seller, { person })
  await touch()
  expect(await get(lead)).toMatchObject({ status: 'working', firstTouchedAt: sent.createdAt })
})

test('a first touch that is taken back was none: the next one is, or the lead waits again as before', async () => {
  await ask(owner, 'PATCH', '/lead-settings', { body: { reassignAfter: 60 } })
  const lead = await arrive({ owner: null })
  const assigned = async () =>
    (await sql<{ reassign_at: string }>`select reassign_at from leads where id = ${lead.id}`.execute(db))
      .rows[0]?.reassign_at
  const before = await assigned()
  expect(before).toBeTruthy()
  const who = lead.owner === other.id ? other : seller
  const call = await ask(who, 'POST', '/calls', { body: { subject: 'First', person: lead.person } })
  const meeting = await ask(who, 'POST', '/meetings', {
    body: { subject: 'Second', startsAt: '2999-01-01T10:00:00Z', person: lead.person },
  })
  await touch()
  const { data } = await ask<{ data: { id: string; type: string }[] }>(
    who,
    'GET',
    `/calls/${call.id}/history`,
  )
  await ask(who, 'POST', '/undo', { body: { events: [data[0]?.id] } })
  await touch()
  expect(await get(lead)).toMatchObject({ status: 'working', firstTouchedAt: meeting.createdAt })
  await ask(who, 'DELETE', `/meetings/${meeting.id}`)
  await touch()
  const waiting = await get(lead)
  expect(waiting).toMatchObject({ status: 'new', firstTouchedAt: null, respondBy: lead.respondBy })
  expect(await assigned()).toEqual(before)
  // Brought back from the bin, it was the first touch after all.
  await ask(who, 'POST', `/meetings/${meeting.id}/restore`)
  await touch()
  expect(await get(lead)).toMatchObject({ status: 'working', firstTouchedAt: meeting.createdAt })
  // What has been decided since stays decided.
  await ask(owner, 'POST', `/leads/${lead.id}/disqualify`, { body: { reason: 'Twice' } })
  await ask(who, 'DELETE', `/meetings/${meeting.id}`)
  await touch()
  expect(await get(lead)).toMatchObject({ status: 'disqualified' })
  expect(await events(lead)).toEqual([
    'lead.created',
    'lead.assigned',
    'lead.touched',
    'lead.touched',
    'lead.updated',
    'lead.touched',
    'lead.disqualified',
  ])
})
