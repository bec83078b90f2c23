import { get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import type { LiveEvent } from '../../contract/ledger/event-type.ts'
import { prepareJobs } from '../db/jobs.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'
import { consume } from './consumer.ts'
import { notifyMembers } from '../team/notifications/commands.ts'

const app = await testCompany()
const { owner, ask, db, database } = app
await app.server.listen({ port: 0, host: '127.0.0.1' })
const { port } = app.server.server.address() as AddressInfo

interface Message {
  id: string
  event: string
  data: string
}

const open = new Set<() => void>()
afterEach(() => open.forEach((close) => close()))

/** A page that listens, as a browser's EventSource does, and can lose its connection. */
async function listen(who: TestCaller, lastId = '', at = port) {
  const messages: Message[] = []
  let last = lastId
  let ended = false
  let wake = (): void => undefined
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = get(
      {
        port: at,
        path: '/api/v1/live',
        headers: { ...who.headers, ...(lastId ? { 'last-event-id': lastId } : {}) },
      },
      resolve,
    )
    request.on('error', reject)
  })
  let rest = ''
  response.setEncoding('utf8').on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/:\s?(.*)/s).slice(0, 2)))
      if (fields.id) last = fields.id
      if (fields.data) messages.push({ id: last, event: fields.event ?? 'message', data: fields.data })
    }
    wake()
  })
  response
    .on('error', () => undefined)
    .on('close', () => {
      ended = true
      wake()
    })
  const lose = () => response.destroy()
  open.add(lose)
  const until = async (done: () => boolean) => {
    while (!done()) await new Promise<void>((resolve) => (wake = resolve))
  }
  const events = () =>
    messages.filter(({ event }) => event === 'message').map(({ data }) => JSON.parse(data) as LiveEvent)
  await until(() => last !== '' || response.statusCode !== 200)
  return {
    status: response.statusCode,
    headers: response.headers,
    messages,
    events,
    last: () => last,
    lose,
    until,
    ended: () => ended,
  }
}

test('a change comes to the pages that listen, without its contents', async () => {
  const page = await listen(owner)
  expect(page.headers['content-type']).toContain('text/event-stream')
  const person = await app.person()
  await page.until(() => page.events().length === 1)
  expect(page.events()[0]).toEqual({
    id: expect.any(String),
    type: 'person.created',
    subjectType: 'person',
    subjectId: person.id,
    version: 1,
    personId: person.id,
    companyId: null,
    actorId: owner.id,
  })
})

test('a page that loses its connection again and again misses nothing and sees nothing twice', async () => {
  const total = 60
  const seen: string[] = []
  let page = await listen(owner)
  const writing = (async () => {
    const ids: unknown[] = []
    for (let i = 0; i < total; i++) ids.push((await app.person()).id)
    return ids
  })()
  for (;;) {
    await page.until(() => page.events().length >= Math.min(5, total - seen.length))
    page.lose()
    seen.push(...page.events().map(({ subjectId }) => subjectId))
    if (seen.length >= total) break
    page = await listen(owner, page.last())
  }
  expect(seen).toEqual(await writing)
})

test('what happened while nobody listened, before the first event, is not lost either', async () => {
  const page = await listen(owner)
  page.lose()
  const person = await app.person()
  const back = await listen(owner, page.last())
  await back.until(() => back.events().length > 0)
  expect(back.events().map(({ subjectId }) => subjectId)).toEqual([person.id])
})

test('an import is told in few words', async () => {
  const page = await listen(owner)
  await sql`insert into events (type, origin, subject_type, subject_id)
    select 'person.created', 'import', 'person', new_id() from generate_series(1, 450)`.execute(db)
  const person = await app.person()
  await page.until(() => page.messages.some(({ data }) => data.includes(person.id) || data.includes('types')))
  const many = page.messages.filter(({ event }) => event === 'many')
  expect(many.map(({ data }) => JSON.parse(data) as unknown)).toEqual([{ types: ['person'] }])
  expect(page.events().length).toBeLessThan(2)
})

test('records that go without a trace, as the sample company does, are told by their types', async () => {
  const sample = await testCompany()
  await prepareJobs(sample.database.pool)
  await sample.ask(sample.owner, 'POST', '/sample')
  await sample.server.listen({ port: 0, host: '127.0.0.1' })
  const page = await listen(sample.owner, '', (sample.server.server.address() as AddressInfo).port)
  await sample.ask(sample.owner, 'DELETE', '/sample')
  const goneTypes = () =>
    page.messages.flatMap(({ event, data }) =>
      event === 'many' ? (JSON.parse(data) as { types: string[] }).types : [],
    )
  await page.until(() => goneTypes().length > 0)
  expect(goneTypes()).toEqual(expect.arrayContaining(['person', 'company', 'deal', 'task']))
})

test('a seller hears of the deals in their reach, and of one that leaves it', async () => {
  const seller = await app.member('seller')
  const page = await listen(seller)
  await app.deal()
  const own = await app.deal({ owner: seller.id })
  await page.until(() => page.events().length === 1)
  await ask(owner, 'PATCH', `/deals/${own.id}`, { body: { owner: owner.id } })
  await ask(owner, 'PATCH', `/deals/${own.id}`, { body: { name: 'No longer theirs' } })
  const person = await app.person()
  await page.until(() => page.events().some(({ subjectId }) => subjectId === person.id))
  expect(page.events().map(({ type, subjectId }) => [type, subjectId])).toEqual([
    ['deal.created', own.id],
    ['deal.updated', own.id],
    ['person.created', person.id],
  ])
})

test('a key hears only of what its scopes name', async () => {
  const page = await listen(await app.key(['company:read']))
  await app.person()
  const company = await app.company()
  await page.until(() => page.events().length > 0)
  expect(page.events().map(({ subjectId }) => subjectId)).toEqual([company.id])
})

test('the number of unread notifications comes along', async () => {
  const seller = await app.member('seller')
  const page = await listen(seller)
  const told = () => page.messages.filter(({ event }) => event === 'notification').map(({ data }) => data)
  await page.until(() => told().length === 1)
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Call', owner: seller.id } })
  await consume(db, notifyMembers)
  await page.until(() => told().length === 2)
  expect(told()).toEqual(['{"value":0}', '{"value":1}'])
})

test('a page that says where the ledger stood when it began to read misses nothing since', async () => {
  const { position } = await ask<{ position: string }>(owner, 'GET', '/me')
  const before = await ask(owner, 'POST', '/products', { body: { name: 'Before the stream' } })
  const page = await listen(owner, position)
  await page.until(() => page.events().some(({ subjectId }) => subjectId === before.id))
})

test('the stream ends with the session', async () => {
  const marketer = await app.member('marketer')
  const page = await listen(marketer)
  await app.call(marketer, 'POST', '/api/auth/sign-out', { headers: { origin: 'http://localhost' } })
  database.notify('callers')
  await page.until(page.ended)
})

test('a caller has so many streams and no more', async () => {
  const viewer = await app.member('viewer')
  const pages = await Promise.all(Array.from({ length: 30 }, () => listen(viewer)))
  expect(pages.every(({ status }) => status === 200)).toBe(true)
  expect((await listen(viewer)).status).toBe(429)
  pages[0]?.lose()
  await pages[0]?.until(pages[0].ended)
})

test('an id that is none is refused', async () => {
  expect((await app.call(owner, 'GET', '/live', { headers: { 'last-event-id': 'x' } })).status).toBe(422)
})
