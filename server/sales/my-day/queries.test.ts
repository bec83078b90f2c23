import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inDayOrder, type DayItem } from '../../../contract/sales/my-day.ts'
import { contextFor, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { system } from '../../http/caller.ts'
import { recountTouches } from '../deals/touches/commands.ts'
import { myDay } from './queries.ts'

const company = await testCompany()
const { ask, call, owner, database } = company
const { db } = database

/** A Wednesday, eleven in the morning in Lisbon. */
const now = '2026-03-04T11:00:00.000Z'
const dayOf = async (who: TestCaller, more: { limit?: number; after?: string } = {}) =>
  myDay(
    contextFor(database, {
      now,
      caller: { ...system('web', who.id), role: 'seller', ownTeam: [who.id], teammates: [who.id] },
    }),
    { limit: 60, ...more },
  )
const reasonsOf = async (who: TestCaller) => {
  // As whoever follows the ledger does it.
  await recountTouches(db, 'all')
  return (await dayOf(who)).data.map(({ reason, title }) => [reason, title])
}

const write = (type: string, body: object, who = owner) => ask(who, 'POST', `/${type}`, { body })
const task = (who: TestCaller, values: object) => write('tasks', { subject: 'Task', ...values }, who)

/** A deal as if it had been made a month before. */
async function oldDeal(who: TestCaller, values: Record<string, unknown> = {}) {
  const made = await company.deal({ name: 'Fleet', owner: who.id, ...values })
  await sql`update deals set created_at = '2026-02-01', stage_since = '2026-02-01' where id = ${made.id}`.execute(
    db,
  )
  await recountTouches(db, 'all')
  return made
}

async function clockedLead(who: TestCaller, name: string, respondBy: string, warnAt: string) {
  const person = await company.person()
  const lead = await write('leads', { name, person: person.id, owner: who.id })
  await sql`update leads set respond_by = ${respondBy}, warn_at = ${warnAt} where id = ${lead.id}`.execute(db)
  return { lead, person }
}

async function sentQuote(who: TestCaller, name: string, values: { viewedAt?: string; validUntil: string }) {
  const deal = await oldDeal(who, { name: `${name} deal`, amount: { amount: '100.00', currency: 'EUR' } })
  const quote = await write('quotes', { name, deal: deal.id, owner: who.id })
  await sql`update quotes set status = ${values.viewedAt ? 'viewed' : 'sent'}, number = ${name}, sent_at = '2026-03-01',
    viewed_at = ${values.viewedAt ?? null}, valid_until = ${values.validUntil} where id = ${quote.id}`.execute(
    db,
  )
  await recountTouches(db, 'all')
  return { quote, deal }
}

test('a day holds what needs its member, in one order, each thing once, on pages that meet', async () => {
  const seller = await company.member('seller')
  const other = await company.member('seller')
  await task(seller, { subject: 'Late', dueAt: '2026-03-03T09:00:00Z' })
  await task(seller, { subject: 'At four', dueAt: '2026-03-04T16:00:00Z' })
  await task(seller, { subject: 'Tomorrow', dueAt: '2026-03-05T09:00:00Z' })
  await task(seller, { subject: 'Done', dueAt: '2026-03-03T09:00:00Z', status: 'done' })
  await task(other, { subject: 'Not mine', dueAt: '2026-03-03T09:00:00Z' })
  const meet = (subject: string, startsAt: string, values = {}) =>
    write('meetings', { subject, startsAt, ...values }, seller)
  await meet('In ten minutes', '2026-03-04T11:10:00Z', {
    endsAt: '2026-03-04T12:00:00Z',
    link: 'https://meet.example/x',
  })
  await meet('At three', '2026-03-04T15:00:00Z')
  await meet('Over and told', '2026-03-04T08:00:00Z', { outcome: 'held' })
  await meet('Yesterday', '2026-03-03T08:00:00Z')
  await write(
    'meetings',
    { subject: 'As a colleague', startsAt: '2026-03-04T15:30:00Z', colleagues: [seller.id] },
    other,
  )
  await clockedLead(seller, 'In time', '2026-03-04T17:00:00Z', '2026-03-04T16:45:00Z')
  await clockedLead(seller, 'Urgent', '2026-03-04T11:05:00Z', '2026-03-04T10:50:00Z')
  await sentQuote(seller, 'Q-VIEWED', { viewedAt: '2026-03-03T10:00:00Z', validUntil: '2026-03-05' })
  await sentQuote(seller, 'Q-LAPSING', { validUntil: '2026-03-06' })
  await sentQuote(seller, 'Q-LATER', { validUntil: '2026-04-01' })
  await oldDeal(seller, { name: 'Closes on Sunday', expectedCloseOn: '2026-03-08' })
  await oldDeal(seller, { name: 'Closes next week', expectedCloseOn: '2026-03-09' })
  await oldDeal(seller, { name: 'Quiet' })

  const expected = [
    ['meetingNow', 'In ten minutes'],
    ['leadUrgent', 'Urgent'],
    ['taskLate', 'Late'],
    ['meetingToday', 'At three'],
    ['meetingToday', 'As a colleague'],
    ['taskToday', 'At four'],
    ['leadWaiting', 'In time'],
    ['quoteViewed', 'Q-VIEWED · Q-VIEWED'],
    ['quoteLapsing', 'Q-LAPSING · Q-LAPSING'],
    ['dealClosing', 'Closes on Sunday'],
  ]
  const { data } = await dayOf(seller)
  expect(data.map(({ reason, title }) => [reason, title]).slice(0, expected.length)).toEqual(expected)
  expect(
    data
      .slice(expected.length)
      .map(({ title }) => title)
      .toSorted(),
  ).toEqual(['Closes next week', 'Quiet'])
  expect(data.toSorted(inDayOrder)).toEqual(data)
  expect(new Set(data.map(({ id }) => id)).size).toBe(data.length)
  expect(data[0]).toMatchObject({ link: 'https://meet.example/x', until: '2026-03-04T12:00:00.000Z' })
  expect(data.find(({ reason }) => reason === 'quoteViewed')?.deal?.title).toBe('Q-VIEWED deal')

  const paged: DayItem[] = []
  for (let after: string | undefined, more = true; more;) {
    const page = await dayOf(seller, { limit: 1, ...(after && { after }) })
    paged.push(...page.data)
    after = page.next ?? undefined
    more = page.next !== null
  }
  expect(paged).toEqual(data)
})

test('what is done, logged or followed up leaves the day, and taking that back brings it there again', async () => {
  const seller = await company.member('seller')
  const deal = await oldDeal(seller, { name: 'Quiet' })
  expect(await reasonsOf(seller)).toEqual([['dealQuiet', 'Quiet']])

  const logged = await call(seller, 'POST', '/calls', {
    body: { deal: deal.id, startedAt: '2026-03-04T10:00:00Z' },
  })
  expect(await reasonsOf(seller)).toEqual([])
  await ask(seller, 'POST', '/undo', { body: { events: [logged.headers.event] } })
  expect(await reasonsOf(seller)).toEqual([['dealQuiet', 'Quiet']])

  const later = await task(seller, { deal: deal.id, dueAt: '2026-03-06T09:00:00Z' })
  expect(await reasonsOf(seller)).toEqual([])
  await ask(seller, 'PATCH', `/tasks/${later.id}`, { body: { deal: null } })
  expect(await reasonsOf(seller)).toEqual([['dealQuiet', 'Quiet']])
  await ask(seller, 'PATCH', `/tasks/${later.id}`, { body: { deal: deal.id, dueAt: '2026-03-04T17:00:00Z' } })
  expect((await reasonsOf(seller)).map(([reason]) => reason)).toEqual(['taskToday', 'dealQuiet'])
})

test('a call that is off or yet to come makes no difference between deals; a meeting to come does', async () => {
  const seller = await company.member('seller')
  const deal = await oldDeal(seller, { name: 'Quiet' })
  const meeting = await write(
    'meetings',
    { subject: 'Visit', startsAt: '2026-03-10T09:00:00Z', deal: deal.id },
    seller,
  )
  expect(await reasonsOf(seller)).toEqual([])
  await ask(seller, 'PATCH', `/meetings/${meeting.id}`, { body: { outcome: 'cancelled' } })
  expect(await reasonsOf(seller)).toEqual([['dealQuiet', 'Quiet']])
  await ask(seller, 'DELETE', `/meetings/${meeting.id}`)
  expect(await reasonsOf(seller)).toEqual([['dealQuiet', 'Quiet']])
})

test('a role sees of its day what it may see, and a key has none', async () => {
  const seller = await company.member('seller')
  await task(seller, { subject: 'Late', dueAt: '2020-03-03T09:00:00Z' })
  const all = await ask<{ data: DayItem[] }>(seller, 'GET', '/my-day')
  expect(all.data.map(({ title }) => title)).toEqual(['Late'])
  expect((await ask<{ data: DayItem[] }>(await company.key(), 'GET', '/my-day')).data).toEqual([])
  expect((await call(seller, 'GET', '/my-day', { query: { after: 'nonsense' } })).status).toBe(422)
})
