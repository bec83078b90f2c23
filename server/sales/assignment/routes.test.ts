import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { AssignmentRule } from '../../../contract/sales/lead-assignment.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { reassignLeads } from '../leads/jobs.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
const key = await app.key()
const [ana, rui, eva] = [await app.member('seller'), await app.member('seller'), await app.member('seller')]
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const rule = (name: string, members: TestCaller[], more: object = {}) => ({
  name,
  filter: null,
  way: 'roundRobin',
  members: members.map(({ id }) => id),
  team: null,
  ...more,
})
const set = (...rules: object[]) =>
  ask<{ data: AssignmentRule[]; unassigned: number }>(owner, 'PUT', '/assignment-rules', { body: { rules } })
const arrive = async (values: Record<string, unknown> = {}, who: TestCaller = key) =>
  ask(who, 'POST', '/leads', {
    body: { name: `Lead ${fresh()}`, person: values.person ?? (await app.person()).id, ...values },
  })
const away = (who: TestCaller, absence: object | null) =>
  ask(who, 'PATCH', '/me/settings', { body: { absence } })
const events = async (id: string) =>
  (
    await sql<{ type: string }>`select type from events where subject_id = ${id} order by id`.execute(db)
  ).rows.map(({ type }) => type)

beforeEach(async () => {
  await sql`delete from leads`.execute(db)
  for (const who of [ana, rui, eva]) await away(who, null)
  await ask(owner, 'PATCH', '/lead-settings', { body: { reassignAfter: null } })
  await set()
})

describe('rules', () => {
  test('give leads in turn, to whoever is at work, and say so', async () => {
    const { data } = await set(rule('All', [ana, rui, eva]))
    await away(rui, { fromOn: addDays(today, -1), untilOn: today })
    const leads = [await arrive(), await arrive(), await arrive()]
    expect(leads.map((lead) => lead.owner)).toEqual([ana.id, eva.id, ana.id])
    expect(leads[0]?.assignedAt).not.toBeNull()
    expect(await events(leads[0]!.id)).toEqual(['lead.created', 'lead.assigned'])
    const { data: seen } = await ask<{ data: AssignmentRule[] }>(owner, 'GET', '/assignment-rules')
    expect(seen[0]?.members.map(({ awayUntil }) => awayUntil)).toEqual([null, today, null])
    expect(seen[0]?.id).toBe(data[0]?.id)
    await away(rui, { fromOn: addDays(today, 1), untilOn: addDays(today, 9) })
    expect((await arrive()).owner).toBe(rui.id)
  })

  test('ask for fields of the lead, its person and its company; the first that fits decides', async () => {
    await set(
      rule('Large', [eva], {
        filter: { related: 'company', some: { field: 'employees', op: 'atLeast', value: 200 } },
      }),
      rule('Fair', [rui], {
        filter: {
          and: [
            { field: 'source', op: 'is', value: 'fair' },
            { related: 'person', some: { field: 'language', op: 'is', value: 'pt' } },
          ],
        },
      }),
      rule('Names', [ana], { filter: { field: 'title', op: 'startsWith', value: 'Lead' } }),
    )
    const large = await app.company({ employees: 500 })
    const small = await app.company({ employees: 5 })
    const people = await Promise.all([
      app.person({ company: large.id, source: 'fair', language: 'pt' }),
      app.person({ company: small.id, source: 'fair', language: 'pt' }),
      app.person({ company: small.id, language: 'pt' }),
      app.person(),
    ])
    const given = await Promise.all(people.map(async (person) => (await arrive({ person: person.id })).owner))
    expect(given).toEqual([eva.id, rui.id, ana.id, ana.id])
    const none = await arrive({ name: 'Nobody’s' })
    expect(none).toMatchObject({ owner: null, assignedAt: null })
    expect((await ask<{ unassigned: number }>(owner, 'GET', '/assignment-rules')).unassigned).toBe(1)
  })

  test('leave those alone who are named, and are not asked where there are none', async () => {
    expect((await arrive({}, ana)).owner).toBe(ana.id)
    await set(rule('All', [rui]))
    expect((await arrive({ owner: eva.id })).owner).toBe(eva.id)
    expect((await arrive({}, ana)).owner).toBe(rui.id)
  })

  test('by load count what is open, also of other rules', async () => {
    await set(rule('All', [ana, rui], { way: 'byLoad' }))
    for (let i = 0; i < 2; i++) await arrive({ owner: ana.id })
    const done = await arrive({ owner: rui.id })
    await ask(owner, 'POST', `/leads/${done.id}/disqualify`, { body: { reason: 'Spam' } })
    expect([(await arrive()).owner, (await arrive()).owner]).toEqual([rui.id, rui.id])
  })

  test('reach a team as it is on the day', async () => {
    const team = await ask(owner, 'POST', '/teams', { body: { name: `North ${fresh()}` } })
    await ask(owner, 'PATCH', `/users/${eva.id}`, { body: { team: team.id } })
    await set(rule('North', [], { team: team.id }))
    expect((await arrive()).owner).toBe(eva.id)
    await ask(owner, 'PATCH', `/users/${eva.id}`, { body: { team: null } })
    expect((await arrive()).owner).toBeNull()
  })

  test('keep their turns when they are set anew', async () => {
    const { data } = await set(rule('All', [ana, rui]))
    expect((await arrive()).owner).toBe(ana.id)
    await set({ ...rule('Everybody', [ana, rui]), id: data[0]?.id })
    expect((await arrive()).owner).toBe(rui.id)
  })

  test('that make no sense are refused by their place', async () => {
    const path = async (...rules: object[]) => {
      const answer = await call(owner, 'PUT', '/assignment-rules', { body: { rules } })
      return [answer.status, answer.body.errors?.[0]?.path]
    }
    const person = await app.person()
    expect(await path(rule('Nobody', []))).toEqual([422, 'rules.0.members'])
    expect(await path(rule('All', [ana]), rule('Who', [{ ...ana, id: person.id }]))).toEqual([
      422,
      'rules.1.members',
    ])
    expect(await path(rule('No team', [], { team: person.id }))).toEqual([422, 'rules.0.team'])
    expect(await path(rule('What', [ana], { filter: { field: 'moon', op: 'is', value: 1 } }))).toEqual([
      422,
      'filter',
    ])
    expect((await call(ana, 'PUT', '/assignment-rules', { body: { rules: [] } })).status).toBe(403)
  })
})

describe('at the same time', () => {
  test('twenty leads are given out evenly, each once', async () => {
    await set(rule('All', [ana, rui, eva, owner]))
    const people = await Promise.all(Array.from({ length: 20 }, () => app.person()))
    const leads = await Promise.all(people.map(({ id }) => arrive({ person: id })))
    const counts = Map.groupBy(leads, (lead) => lead.owner)
    expect([...counts.values()].map((of) => of.length)).toEqual([5, 5, 5, 5])
    const { rows } = await sql<{ turns: number; last: number }>`
      select count(distinct assigned_turn)::int as turns, max(assigned_turn)::int as last from leads`.execute(
      db,
    )
    expect(rows[0]).toEqual({ turns: 20, last: 20 })
  })

  test('those of a batch as well, in their order', async () => {
    await set(rule('All', [ana, rui]))
    const people = await Promise.all(Array.from({ length: 3 }, () => app.person()))
    const operations = people.map(({ id }, i) => ({ do: 'create', values: { name: `B${i}`, person: id } }))
    const { results } = await ask<{ results: { record: AnyRecord }[] }>(key, 'POST', '/leads/batch', {
      body: { operations },
    })
    expect(results.map(({ record }) => record.owner)).toEqual([ana.id, rui.id, ana.id])
  })
})

describe('without a touch', () => {
  const late = (lead: AnyRecord) =>
    sql`update leads set reassign_at = now() - interval '1 minute' where id = ${lead.id} and reassign_at is not null`.execute(
      db,
    )
  const pass = () => reassignLeads(database, new Date().toISOString())
  const ownerOf = async ({ id }: AnyRecord) => (await ask(owner, 'GET', `/leads/${id}`)).owner
  beforeEach(() => ask(owner, 'PATCH', '/lead-settings', { body: { reassignAfter: 120 } }))

  test('a lead goes to the next, never to the same, and back if need be', async () => {
    await set(rule('All', [ana, rui]))
    const lead = await arrive()
    await pass()
    expect(await ownerOf(lead)).toBe(ana.id)
    await late(lead)
    await pass()
    expect(await ownerOf(lead)).toBe(rui.id)
    await late(lead)
    await pass()
    expect(await ownerOf(lead)).toBe(ana.id)
    expect(await events(lead.id)).toEqual(['lead.created', 'lead.assigned', 'lead.assigned', 'lead.assigned'])
  })

  test('with nobody else to have it, it stays, and is not asked for again', async () => {
    await set(rule('All', [ana]))
    const lead = await arrive()
    await late(lead)
    await pass()
    expect(await ownerOf(lead)).toBe(ana.id)
    expect(await events(lead.id)).toEqual(['lead.created', 'lead.assigned'])
  })

  test('one that was taken or given by hand stays with whom it is', async () => {
    await set(rule('All', [ana, rui]))
    const [taken, given] = [await arrive(), await arrive()]
    await ask(ana, 'POST', `/leads/${taken.id}/work`)
    await ask(owner, 'PATCH', `/leads/${given.id}`, { body: { owner: eva.id } })
    for (const lead of [taken, given]) await late(lead)
    await pass()
    expect([await ownerOf(taken), await ownerOf(given)]).toEqual([ana.id, eva.id])
  })
})
