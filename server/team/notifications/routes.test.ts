import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { Notification } from '../../../contract/team/notification.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'
import { consume, replayFrom } from '../../ledger/consumer.ts'
import { notifyDue, notifyMembers } from './commands.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const seller = await app.member('seller', { name: 'Sven Seller' })

const follow = () => consume(db, notifyMembers)
const list = async (who: TestCaller, query = {}) =>
  (await ask<{ data: Notification[] }>(who, 'GET', '/notifications', { query })).data
const unread = async (who: TestCaller) =>
  (await ask<{ unread: number }>(who, 'GET', '/notifications/unread')).unread

beforeEach(async () => {
  await follow()
  await sql`delete from notifications`.execute(db)
})

test('a mention tells who, where and about whom', async () => {
  const person = await app.person({ firstName: 'Ana', lastName: 'Duarte' })
  const body = `<p>Ask <span data-type="mention" data-id="${seller.id}" data-label="Sven">@Sven</span></p>`
  const note = await ask(owner, 'POST', '/notes', { body: { body, person: person.id } })
  await follow()
  expect(await list(seller)).toMatchObject([
    {
      kind: 'mention',
      actor: { title: 'Olga Owner' },
      subject: { type: 'note', id: note.id, title: 'Ask @Sven' },
      customer: { type: 'person', id: person.id, title: 'Ana Duarte' },
      readAt: null,
    },
  ])
  expect(await unread(owner)).toBe(0)
})

test('an assignment is told once, however often the ledger is read again', async () => {
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Call back', owner: seller.id } })
  await follow()
  await replayFrom(db, notifyMembers.name)
  await follow()
  const assignments = (await list(seller)).filter(({ kind }) => kind === 'assignment')
  expect(assignments).toMatchObject([{ subject: { title: 'Call back' }, count: 1 }])
})

test('two readers at once tell it once', async () => {
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Twice', owner: seller.id } })
  await Promise.all([follow(), follow()])
  expect(await list(seller)).toHaveLength(1)
})

test('an open task that falls due is told once for each moment it is due', async () => {
  const { id } = await ask(seller, 'POST', '/tasks', {
    body: { subject: 'Due', dueAt: '2099-01-01T09:00:00Z' },
  })
  await notifyDue(db, '2099-01-01T08:59:00Z')
  expect(await list(seller)).toEqual([])
  await Promise.all([notifyDue(db, '2099-01-01T09:00:00Z'), notifyDue(db, '2099-01-01T09:00:00Z')])
  await notifyDue(db, '2099-01-01T09:01:00Z')
  expect(await list(seller)).toMatchObject([{ kind: 'due', actor: null, dueAt: '2099-01-01T09:00:00.000Z' }])
  await ask(seller, 'PATCH', `/tasks/${id}`, { body: { dueAt: '2099-01-02T09:00:00Z' } })
  await notifyDue(db, '2099-01-02T09:00:00Z')
  await ask(seller, 'PATCH', `/tasks/${id}`, { body: { status: 'done', dueAt: '2099-01-03T09:00:00Z' } })
  await notifyDue(db, '2099-01-03T09:00:00Z')
  expect(await list(seller)).toHaveLength(2)
})

test('one is marked as read, or all; only one’s own', async () => {
  for (const subject of ['A', 'B', 'C'])
    await ask(owner, 'POST', '/tasks', { body: { subject, owner: seller.id } })
  await follow()
  const [first] = await list(seller)
  expect((await call(owner, 'POST', `/notifications/${first?.id}/read`)).body).toEqual({ unread: 0 })
  expect(await unread(seller)).toBe(3)
  expect((await call(seller, 'POST', `/notifications/${first?.id}/read`)).body).toEqual({ unread: 2 })
  expect(await list(seller, { unread: true })).toHaveLength(2)
  expect((await call(seller, 'POST', '/notifications/read')).body).toEqual({ unread: 0 })
  expect(await list(seller)).toHaveLength(3)
})

test('what has since gone beyond the reader’s reach keeps its title to itself', async () => {
  const deal = await app.deal({ name: 'Secret', owner: seller.id })
  await follow()
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { owner: owner.id } })
  expect(await list(seller)).toMatchObject([{ subject: { type: 'deal', title: null } }])
})
