import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { CallList, NextCall } from '../../../contract/sales/call-lists.ts'
import { fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { ask, call, owner, database } = company
const { db } = database

/** Wherever it is day now, so that the hour of the run makes no difference. */
const awake = `Etc/GMT${(() => {
  const off = new Date().getUTCHours() - 12
  return `${off < 0 ? '-' : '+'}${Math.abs(off)}`
})()}`

let number = 0
const person = (firstName: string, values: object = {}) =>
  company.person({
    firstName,
    lastName: 'Call',
    phone: `+35191${String(++number).padStart(7, '0')}`,
    timeZone: awake,
    ...values,
  })
const list = (ids: string[], who: TestCaller, values: object = {}) =>
  ask<CallList>(who, 'POST', '/call-lists', {
    body: {
      name: 'Fair',
      recordType: 'person',
      selection: { ids },
      reason: 'Left a card',
      script: 'Ask.',
      shared: true,
      ...values,
    },
  })
const next = (of: CallList, who: TestCaller, body: object = {}) =>
  ask<NextCall>(who, 'POST', `/call-lists/${of.id}/next`, { body })
const finish = (of: CallList, entry: string, who: TestCaller, body: object) =>
  ask<{ call: string; events: string[] }>(who, 'POST', `/call-lists/${of.id}/entries/${entry}/outcome`, {
    body,
  })

let seller: TestCaller
beforeEach(async () => {
  seller = await company.member('seller')
})

test('a list is called through: each call is logged with its next step, and the next person is there at once', async () => {
  const [ana, bo] = [await person('Ana', { jobTitle: 'Buyer' }), await person('Bo')]
  await ask(seller, 'POST', '/notes', { body: { person: ana.id, body: 'Likes tea' } })
  const fair = await list([bo.id, ana.id], seller)
  expect(fair).toMatchObject({ total: 2, called: 0, mayChange: true, reason: 'Left a card' })

  const first = await next(fair, seller)
  expect(first.entry).toMatchObject({
    person: { id: ana.id },
    phone: ana.phone,
    jobTitle: 'Buyer',
    zone: awake,
    zoneKnown: true,
  })
  expect(first.entry?.history).toMatchObject([{ type: 'note', title: 'Likes tea' }])
  expect((await next(fair, seller)).entry?.id).toBe(first.entry?.id)

  const done = await finish(fair, first.entry?.id ?? '', seller, {
    outcome: 'reached',
    note: 'Wants an offer',
    next: { kind: 'task', subject: 'Send the offer', at: '2999-01-01T09:00:00Z' },
  })
  expect(await ask(seller, 'GET', `/calls/${done.call}`)).toMatchObject({
    person: ana.id,
    outcome: 'reached',
    body: 'Wants an offer',
    owner: seller.id,
  })
  const tasks = await ask<{ data: object[] }>(seller, 'GET', '/tasks', {
    query: { filter: { field: 'person', op: 'is', value: ana.id } },
  })
  expect(tasks.data).toMatchObject([{ subject: 'Send the offer', dueAt: '2999-01-01T09:00:00.000Z' }])
  const timeline = await ask<{ data: { type: string }[] }>(seller, 'GET', `/people/${ana.id}/timeline`)
  expect(timeline.data.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['call.created', 'task.created']),
  )

  const second = await next(fair, seller)
  expect(second).toMatchObject({ entry: { person: { id: bo.id } }, list: { called: 1 } })
  // Taken back: the call and its task are in the bin, and she is theirs again.
  await ask(seller, 'POST', `/call-lists/${fair.id}/entries/${second.entry?.id}/release`)
  await ask(seller, 'POST', `/call-lists/${fair.id}/entries/${first.entry?.id}/undo`, {
    body: { events: done.events },
  })
  expect((await ask(seller, 'GET', `/calls/${done.call}`)).deletedAt).not.toBeNull()
  expect(await next(fair, seller)).toMatchObject({
    entry: { person: { id: ana.id }, tries: 0 },
    list: { called: 0 },
  })
})

test('two sellers at once never get the same person, whichever lists they call', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, (_, i) => person(`P${i}`)))
  const ids = people.map(({ id }) => id)
  const lists = [await list(ids, seller), await list(ids, seller)]
  const sellers = await Promise.all(Array.from({ length: 6 }, () => company.member('seller')))
  const taken = await Promise.all(sellers.map((who, i) => next(lists[i % 2] as CallList, who)))
  const got = taken.map(({ entry }) => entry?.person.id)
  expect(new Set(got).size).toBe(6)
  expect(got).not.toContain(undefined)
})

test('who was taken and not called is free again after half an hour, and only whom one has can be finished', async () => {
  const other = await company.member('seller')
  const ana = await person('Ana')
  const fair = await list([ana.id], seller)
  const mine = await next(fair, seller)
  expect((await next(fair, other)).entry).toBeNull()
  await sql`update call_claims set at = at - interval '31 minutes'`.execute(db)
  expect((await next(fair, other)).entry?.person.id).toBe(ana.id)
  const late = await call(seller, 'POST', `/call-lists/${fair.id}/entries/${mine.entry?.id}/outcome`, {
    body: { outcome: 'reached' },
  })
  expect(late.status).toBe(409)
  await finish(fair, mine.entry?.id ?? '', other, { outcome: 'no_answer' })
  expect(await next(fair, seller)).toMatchObject({ entry: null, list: { later: 1, called: 0 } })
})

test('who does not want to be called is skipped and said so, and whom it is night for waits', async () => {
  const asleepZone = ['Asia/Tokyo', 'Europe/Lisbon', 'America/Los_Angeles'].find((zone) => {
    const there = Number(
      new Intl.DateTimeFormat('en', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' }).format(),
    )
    return there < 8 || there >= 20
  })
  const [no, none, asleep] = [
    await person('A', { doNotContact: ['phone'] }),
    await person('B', { phone: null }),
    await person('C', { timeZone: asleepZone }),
  ]
  const fair = await list([no.id, none.id, asleep.id], seller)
  const answer = await next(fair, seller)
  expect(answer).toMatchObject({
    entry: null,
    asleep: 1,
    skipped: [
      { title: no.title, reason: 'do_not_contact' },
      { title: none.title, reason: 'no_phone' },
    ],
    list: { skipped: 2 },
  })
  expect(Date.parse(answer.asleepUntil ?? '')).toBeGreaterThan(Date.now())
  expect((await next(fair, seller, { anyHour: true })).entry?.person.id).toBe(asleep.id)
})

test('a promised call back comes first when its time has come; without a moment it is refused', async () => {
  const [ana, bo] = [await person('Ana'), await person('Bo')]
  const fair = await list([ana.id, bo.id], seller)
  const { entry } = await next(fair, seller)
  const path = `/call-lists/${fair.id}/entries/${entry?.id}/outcome`
  const refused = await call(seller, 'POST', path, { body: { outcome: 'call_back' } })
  expect(refused.body.errors?.[0]?.path).toBe('callBackAt')
  await finish(fair, entry?.id ?? '', seller, {
    outcome: 'call_back',
    callBackAt: new Date(Date.now() + 60_000).toISOString(),
  })
  const second = await next(fair, seller)
  expect(second.entry?.person.id).toBe(bo.id)
  await ask(seller, 'POST', `/call-lists/${fair.id}/entries/${second.entry?.id}/release`)
  await sql`update call_list_entries set call_at = now() - interval '1 minute' where id = ${entry?.id}`.execute(
    db,
  )
  expect((await next(fair, seller)).entry?.person.id).toBe(ana.id)
})

test('leads are called for their persons, each once, by a filter that is asked once', async () => {
  const ana = await person('Ana')
  const campaign = `c${fresh()}`
  const lead = (name: string) =>
    ask(owner, 'POST', '/leads', { body: { name, person: ana.id, campaign, interest: 'Red ones' } })
  await lead('First')
  await lead('Second')
  const filter = { field: 'campaign', op: 'is', value: campaign }
  const made = await list([], seller, { recordType: 'lead', selection: { filter } })
  expect(made.total).toBe(1)
  expect((await next(made, seller)).entry?.lead).toMatchObject({ title: 'First', interest: 'Red ones' })
  const none = await call(seller, 'POST', '/call-lists', {
    body: {
      name: 'X',
      recordType: 'lead',
      selection: { filter: { field: 'campaign', op: 'is', value: 'nobody' } },
    },
  })
  expect(none.body.errors?.[0]?.path).toBe('selection')
})

test('a list of one’s own is nobody else’s, and only its owner pauses or deletes it', async () => {
  const other = await company.member('seller')
  const ana = await person('Ana')
  const mine = await list([ana.id], seller, { shared: false })
  expect((await call(other, 'GET', `/call-lists/${mine.id}`)).status).toBe(404)
  await ask(seller, 'PATCH', `/call-lists/${mine.id}`, { body: { shared: true, paused: true } })
  expect((await ask<CallList>(other, 'GET', `/call-lists/${mine.id}`)).mayChange).toBe(false)
  expect((await call(other, 'PATCH', `/call-lists/${mine.id}`, { body: { paused: false } })).status).toBe(403)
  expect((await call(other, 'POST', `/call-lists/${mine.id}/next`, { body: {} })).status).toBe(409)
  await ask(seller, 'DELETE', `/call-lists/${mine.id}`)
  expect((await call(seller, 'GET', `/call-lists/${mine.id}`)).status).toBe(404)
})

test('a list is handed over to an active member, and is theirs from then on', async () => {
  const other = await company.member('seller')
  const ana = await person('Ana')
  const mine = await list([ana.id], seller, { shared: false })
  const hand = (to: string) => call(seller, 'PATCH', `/call-lists/${mine.id}`, { body: { owner: to } })
  expect((await hand(ana.id)).body.errors?.[0]?.path).toBe('owner')
  expect((await hand(other.id)).body).toMatchObject({ owner: { id: other.id }, mayChange: false })
  expect((await call(seller, 'GET', `/call-lists/${mine.id}`)).status).toBe(404)
  expect((await next(mine, other)).entry?.person.id).toBe(ana.id)
  // Of somebody who has left, whoever runs the company gives it on.
  await ask(owner, 'PATCH', `/users/${other.id}`, { body: { active: false } })
  await ask(owner, 'PATCH', `/call-lists/${mine.id}`, { body: { owner: seller.id, name: 'Of Ana' } })
  expect(await ask<CallList>(seller, 'GET', `/call-lists/${mine.id}`)).toMatchObject({
    name: 'Of Ana',
    owner: { id: seller.id },
    mayChange: true,
  })
})

test('who asks not to be called after they were taken is not called', async () => {
  const [ana, bo] = [await person('Ana'), await person('Bo')]
  const fair = await list([ana.id, bo.id], seller)
  expect((await next(fair, seller)).entry?.person.id).toBe(ana.id)
  await ask(owner, 'PATCH', `/people/${ana.id}`, { body: { doNotContact: ['phone'] } })
  const after = await next(fair, seller)
  expect(after.skipped).toEqual([{ title: ana.title, reason: 'do_not_contact' }])
  expect(after.entry?.person.id).toBe(bo.id)
})
