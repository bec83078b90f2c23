import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { fresh, testCompany } from '../../tests/builders.ts'
import { consume } from '../ledger/consumer.ts'
import { reassignLeads } from '../sales/leads/jobs.ts'
import { touchToLead } from './touch-to-lead.ts'

const app = await testCompany()
const { owner, ask, db, database } = app
const seller = await app.member('seller')
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
  const other = await app.member('seller')
  const rule = { name: 'All', way: 'roundRobin', members: [seller.id, other.id] }
  await ask(owner, 'PUT', '/assignment-rules', { body: { rules: [rule] } })
  const lead = await arrive({ owner: null })
  expect(lead.owner).toBe(seller.id)
  await ask(seller, 'POST', '/calls', { body: { subject: 'First', person: lead.person } })
  await touch()
  await reassignLeads(database, '2999-01-01T00:00:00.000Z')
  expect((await get(lead)).owner).toBe(seller.id)
})
