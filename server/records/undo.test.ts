import { describe, expect, test } from 'vitest'
import type { Problem } from '../../contract/http/problem.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask } = company
const { Proposal, Won } = (await company.stages()) as { Proposal: AnyRecord; Won: AnyRecord }
const colleague = await company.member('administrator')

/** Does something, and gives the event that undoes it. */
async function done(
  method: 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  who: TestCaller = owner,
) {
  const answer = await call(who, method, path, body === undefined ? {} : { body })
  return { event: String(answer.headers.event), record: answer.body }
}
const undo = (events: string[], who: TestCaller = owner) =>
  call<{ events: string[]; records: { type: string; id: string }[] } & Problem>(who, 'POST', '/undo', {
    body: { events },
  })
const read = (path: string) => ask(owner, 'GET', path)

describe('undo', () => {
  test('takes a new record to the bin, and undone itself brings it back', async () => {
    const { event, record } = await done('POST', '/people', { firstName: 'Ana' })
    const undone = await undo([event])
    expect(undone.body.records).toEqual([{ type: 'person', id: record.id }])
    expect((await read(`/people/${record.id}`)).deletedAt).not.toBeNull()
    await undo(undone.body.events)
    expect((await read(`/people/${record.id}`)).deletedAt).toBeNull()
  })

  test('puts every changed field back as it was, and only those', async () => {
    const before = await company.person({
      address: { city: 'Lisbon', street: 'A' },
      tags: ['a'],
      jobTitle: 'CTO',
      description: '<p>x</p>',
    })
    const { event } = await done('PATCH', `/people/${before.id}`, {
      address: { city: 'Porto' },
      tags: ['a', 'b'],
      jobTitle: null,
      description: '<p>y</p>',
      lastName: 'New',
      phone: '+351 912 345 678',
      birthday: '1990-01-01',
    })
    await done('PATCH', `/people/${before.id}`, { segment: 'smb' })
    expect((await undo([event])).status).toBe(200)
    const after = await read(`/people/${before.id}`)
    expect(after).toEqual({ ...before, segment: 'smb', version: 4, updatedAt: after.updatedAt })
  })

  test('takes a record out of the bin', async () => {
    const { id } = await company.company()
    const { event } = await done('DELETE', `/companies/${id}`)
    await undo([event])
    expect((await read(`/companies/${id}`)).deletedAt).toBeNull()
  })

  test('opens a deal again that was won, and wins it back with its old closing', async () => {
    const before = await company.deal({
      stage: Proposal.id,
      openedOn: '2026-01-01',
      amount: { amount: '10', currency: 'EUR' },
    })
    const won = await done('PATCH', `/deals/${before.id}`, {
      stage: Won.id,
      closedAt: '2026-02-01T10:15:00+01:00',
      wonReason: 'fit',
    })
    const reopened = await undo([won.event])
    const open = await read(`/deals/${before.id}`)
    expect(open).toEqual({ ...before, version: 3, updatedAt: open.updatedAt })
    await undo(reopened.body.events)
    expect(await read(`/deals/${before.id}`)).toMatchObject({
      status: 'won',
      closedAt: '2026-02-01T09:15:00.000Z',
      closedOn: '2026-02-01',
      wonReason: 'fit',
    })
  })

  test('unticks a task, and detaches the attendees of a meeting', async () => {
    const task = await ask(owner, 'POST', '/tasks', { body: { subject: 'A' } })
    const ticked = await done('PATCH', `/tasks/${task.id}`, { status: 'done' })
    expect(ticked.record.doneAt).not.toBeNull()
    await undo([ticked.event])
    expect(await read(`/tasks/${task.id}`)).toMatchObject({ status: 'open', doneAt: null })
    const [a, b] = [await company.person(), await company.person()]
    const meeting = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'M', startsAt: '2026-05-01T10:00:00Z', attendees: [a.id] },
    })
    const more = await done('PATCH', `/meetings/${meeting.id}`, { attendees: [b.id, a.id] })
    await undo([more.event])
    expect(await read(`/meetings/${meeting.id}`)).toMatchObject({ attendees: [a.id] })
  })

  test('of several goes newest first, all or none', async () => {
    const made = await done('POST', '/people', { jobTitle: 'A' })
    const { id } = made.record
    const second = await done('PATCH', `/people/${id}`, { jobTitle: 'B' })
    const third = await done('PATCH', `/people/${id}`, { jobTitle: 'C' })
    const older = await undo([second.event, made.event])
    expect(older.status).toBe(409)
    expect(await read(`/people/${id}`)).toMatchObject({ jobTitle: 'C', version: 3, deletedAt: null })
    expect((await undo([second.event, made.event, third.event])).status).toBe(200)
    expect(await read(`/people/${id}`)).toMatchObject({ jobTitle: 'A' })
    expect((await read(`/people/${id}`)).deletedAt).not.toBeNull()
  })

  test('is refused where the same was changed since, and says what', async () => {
    const { id } = await company.person({ jobTitle: 'A', lastName: 'Contested' })
    const { event } = await done('PATCH', `/people/${id}`, { jobTitle: 'B' })
    await done('PATCH', `/people/${id}`, { jobTitle: 'C' }, colleague)
    const refused = await undo([event])
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      expect.stringMatching(/^Job title of “Ana Contested” changed again since/),
    ])
    expect((await read(`/people/${id}`)).jobTitle).toBe('C')
  })

  test('of a new record is refused once somebody else has worked on it', async () => {
    const { event, record } = await done('POST', '/people', { firstName: 'Ana' })
    await done('PATCH', `/people/${record.id}`, { jobTitle: 'C' }, colleague)
    expect((await undo([event])).status).toBe(409)
    expect((await read(`/people/${record.id}`)).deletedAt).toBeNull()
  })

  test('is for one’s own doing only', async () => {
    const { event, record } = await done('POST', '/people', { firstName: 'Ana' })
    expect((await undo([event], colleague)).status).toBe(404)
    expect((await undo([event, '01a2014b-d59b-786b-936d-31538f84bb8c'])).status).toBe(404)
    expect((await read(`/people/${record.id}`)).deletedAt).toBeNull()
    const key = await company.key()
    const byKey = await done('POST', '/people', { firstName: 'Key' }, key)
    expect((await undo([byKey.event])).status).toBe(404)
    expect((await undo([byKey.event], key)).status).toBe(200)
  })

  test('asks the permission that the opposite asks', async () => {
    const marketer = await company.member('marketer')
    const { event, record } = await done('POST', '/people', { firstName: 'Ana' }, marketer)
    await ask(owner, 'PATCH', `/users/${marketer.id}`, { body: { role: 'viewer' } })
    const again = await company.signIn(
      String((await read(`/users/${marketer.id}`)).email),
      'correct horse battery',
    )
    expect((await undo([event], again)).status).toBe(403)
    expect((await read(`/people/${record.id}`)).deletedAt).toBeNull()
  })
})
