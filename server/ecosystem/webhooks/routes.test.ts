import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { sql } from 'kysely'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { retrySeconds, type Delivery, type Webhook } from '../../../contract/ecosystem/webhooks.ts'
import { sealingKey, testCompany } from '../../../tests/builders.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { sealer } from '../../db/sealed.ts'
import { consume } from '../../ledger/consumer.ts'
import { notifyMembers } from '../../team/notifications/commands.ts'
import { mailNotification } from '../../team/digests/commands.ts'
import { tellWebhooks } from './commands.ts'
import { deliver } from './jobs.ts'
import { nextTry, reasonToDisable, signatureOf, wants, newSecret } from './rules.ts'

const company = await testCompany()
const { owner, call, ask, db, database } = company
await prepareJobs(database.pool)
const seals = sealer(sealingKey)

interface Received {
  headers: IncomingHttpHeaders
  body: string
  message: { type: string; data: { record: { firstName?: string } } }
}
let received: Received[] = []
let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 }
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ headers: request.headers, body, message: JSON.parse(body) as Received['message'] })
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')
afterAll(() => void receiver.close())
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

/** What the ledger's consumer and the job do by themselves in a running server. */
async function work(id: string): Promise<void> {
  while (await consume(db, tellWebhooks));
  while (await consume(db, notifyMembers));
  await deliver(database, seals, id)
}

const make = (body: Record<string, unknown> = {}) =>
  ask<Webhook & { secret: string }>(owner, 'POST', '/webhooks', {
    body: { name: 'Shop', url, events: ['*'], ...body },
  })
const log = async (id: string, query = {}) =>
  (await ask<{ data: Delivery[] }>(owner, 'GET', `/webhooks/${id}/deliveries`, { query })).data
/** The clock of a message, or of a webhook's failing, moved back. */
const dueNow = (id: string) =>
  sql`update webhook_deliveries set next_at = now() - interval '1 second' where webhook_id = ${id} and state = 'waiting'`.execute(
    db,
  )

await ask(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
beforeEach(async () => {
  await sql`delete from webhooks`.execute(db)
  received = []
  answer = { status: 204 }
})

describe('a webhook', () => {
  test('is told what happens, signed so that a verifier of the specification agrees', async () => {
    const { id, secret } = await make({ events: ['person.*'] })
    const person = await company.person({ firstName: 'Ana', email: 'ana@hooks.example' })
    await company.deal()
    await work(id)
    const [first] = received
    expect(received.map(({ message }) => message.type)).toEqual(['person.created'])
    const headers = first?.headers as Record<string, string>
    expect(new Verifier(secret).verify(first?.body ?? '', headers)).toMatchObject({
      type: 'person.created',
      data: {
        subject: { type: 'person', id: person.id },
        record: { id: person.id, firstName: 'Ana', email: 'ana@hooks.example' },
        changes: { email: [null, 'ana@hooks.example'] },
      },
    })
    expect(() => new Verifier(secret).verify(`${first?.body} `, headers)).toThrow()
    expect(await log(id)).toMatchObject([{ state: 'delivered', status: 204, id: headers['webhook-id'] }])
  })

  test('is told of what was deleted for good, and of it no more than its ids', async () => {
    const { id } = await make({ events: ['person.purged'] })
    const person = await company.person({ firstName: 'Vanishing', email: 'vanishing@hooks.example' })
    await ask(owner, 'DELETE', `/people/${person.id}`)
    await ask(owner, 'POST', '/bin/purge', { body: { records: [{ type: 'person', id: person.id }] } })
    await work(id)
    expect(received.map(({ message }) => message)).toEqual([
      {
        type: 'person.purged',
        timestamp: expect.any(String),
        data: {
          eventId: expect.any(String),
          recordedAt: expect.any(String),
          origin: 'web',
          actorId: owner.id,
          subject: { type: 'person', id: person.id, version: null },
          personId: person.id,
          companyId: null,
          changes: {},
          details: {},
          record: null,
        },
      },
    ])
  })

  test('hears only of the records that its filter finds', async () => {
    const { id } = await make({
      recordType: 'person',
      filter: { field: 'firstName', op: 'is', value: 'Bea' },
    })
    await company.person({ firstName: 'Bea' })
    await company.person({ firstName: 'Cleo' })
    await company.company()
    await work(id)
    expect(received.map(({ message }) => message.data.record.firstName)).toEqual(['Bea'])
  })

  test('hears nothing of what an import brings, nor of what was before it', async () => {
    const before = await company.person()
    const { id } = await make({ events: ['person.created'] })
    const after = await company.person()
    await sql`update events set origin = 'import' where subject_id = ${after.id}`.execute(db)
    await work(id)
    expect(received, before.id).toEqual([])
  })

  test('is refused with an event, an address or a filter that is none', async () => {
    for (const wrong of [
      { events: [] },
      { events: ['deal.exploded'] },
      { url: 'ftp://example.com' },
      { url: 'https://user:secret@example.com' },
      { recordType: 'person', filter: { field: 'nonsense', op: 'is', value: 1 } },
      { filter: { field: 'firstName', op: 'is', value: 'x' } },
    ])
      expect(
        (
          await call(owner, 'POST', '/webhooks', {
            body: { name: 'X', url, events: ['*'], ...wrong },
          })
        ).status,
        JSON.stringify(wrong),
      ).toBe(422)
  })

  test('keeps its secret sealed, shows it once, and signs with both for a day after a new one', async () => {
    const { id, secret } = await make({ events: ['person.created'] })
    expect(JSON.stringify(await ask(owner, 'GET', '/webhooks'))).not.toContain(secret)
    const { rows } = await sql`select from webhooks w where w::text like ${`%${secret.slice(6)}%`}`.execute(
      db,
    )
    expect(rows).toEqual([])
    const renewed = await ask<{ secret: string }>(owner, 'POST', `/webhooks/${id}/secret`)
    await company.person()
    await work(id)
    const [{ body, headers }] = received as [Received]
    for (const either of [secret, renewed.secret])
      expect(new Verifier(either).verify(body, headers as Record<string, string>)).toBeTruthy()
    await sql`update webhooks set previous_until = now() where id = ${id}`.execute(db)
    await company.person()
    await work(id)
    const last = received.at(-1) as Received
    expect(() => new Verifier(secret).verify(last.body, last.headers as Record<string, string>)).toThrow()
    expect(
      new Verifier(renewed.secret).verify(last.body, last.headers as Record<string, string>),
    ).toBeTruthy()
  })
})

describe('a receiver that fails', () => {
  test('gets the same message again under the same id until it takes it', async () => {
    const { id } = await make({ events: ['person.created'] })
    await company.person()
    answer = { status: 500, body: 'no\0pe' }
    await work(id)
    const [waiting] = await log(id)
    expect(waiting).toMatchObject({ state: 'waiting', tries: 1, status: 500 })
    answer = { status: 200 }
    await deliver(database, seals, id)
    expect(received).toHaveLength(1)
    await dueNow(id)
    await deliver(database, seals, id)
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([waiting?.id, waiting?.id])
    expect(received[1]?.body).toBe(received[0]?.body)
    expect(await ask(owner, 'GET', `/webhooks/${id}/deliveries/${waiting?.id}`)).toMatchObject({
      state: 'delivered',
      body: received[0]?.body,
      attempts: [{ status: 500, answer: 'nope' }, { status: 200 }],
    })
  })

  test('is left in peace after its last attempt, and can be sent to again by hand', async () => {
    const { id } = await make({ events: ['person.created'] })
    await company.person()
    answer = { status: 503 }
    await work(id)
    for (let i = 1; i < retrySeconds.length; i++) {
      await dueNow(id)
      await deliver(database, seals, id)
    }
    const [failed] = await log(id, { state: 'failed' })
    expect([received.length, failed?.nextAt]).toEqual([retrySeconds.length, null])
    answer = { status: 200 }
    const since = new Date(Date.now() - 60_000).toISOString()
    expect(await ask(owner, 'POST', `/webhooks/${id}/replay`, { body: { failedSince: since } })).toEqual({
      count: 1,
    })
    await deliver(database, seals, id)
    expect(await log(id)).toMatchObject([{ id: failed?.id, state: 'delivered' }])
    await ask(owner, 'POST', `/webhooks/${id}/replay`, { body: { deliveries: [failed?.id] } })
    await deliver(database, seals, id)
    expect(received).toHaveLength(retrySeconds.length + 2)
  })

  test('is switched off after days without a message delivered, and administrators are told', async () => {
    const { id } = await make({ events: ['person.created'] })
    answer = { status: 500 }
    await company.person()
    await work(id)
    await sql`update webhooks set failing_since = now() - interval '6 days' where id = ${id}`.execute(db)
    await dueNow(id)
    await deliver(database, seals, id)
    const { data } = await ask<{ data: Webhook[] }>(owner, 'GET', '/webhooks')
    expect(data).toMatchObject([{ enabled: false, disabledReason: 'failing' }])
    await work(id)
    expect(
      (await ask<{ data: unknown[] }>(owner, 'GET', '/notifications', { query: { unread: true } })).data,
    ).toMatchObject([
      { kind: 'notice', eventType: 'webhook.disabled', subject: { type: 'webhook', id, title: 'Shop' } },
    ])
    const ground = { publicUrl: 'http://localhost', sealingKey }
    const { rows: told } = await sql<{
      id: string
    }>`select id from notifications where subject_id = ${id}`.execute(db)
    for (const one of told) await mailNotification(database, ground, one.id, new Date().toISOString())
    expect((await ask<{ data: unknown[] }>(owner, 'GET', '/outbox')).data).toMatchObject([
      { subject: 'Webhook switched off: Shop' },
    ])
    // Switched on again, what waited goes out.
    answer = { status: 200 }
    await dueNow(id)
    await ask(owner, 'PATCH', `/webhooks/${id}`, { body: { enabled: true } })
    await deliver(database, seals, id)
    expect(await log(id)).toMatchObject([{ state: 'delivered' }])
  })

  test('that says it is gone is switched off at once', async () => {
    const { id } = await make({ events: ['person.created'] })
    answer = { status: 410 }
    await company.person()
    await work(id)
    const { data } = await ask<{ data: Webhook[] }>(owner, 'GET', '/webhooks')
    expect(data).toMatchObject([{ enabled: false, disabledReason: 'gone' }])
  })

  test('that redirects has not received, and nobody else does', async () => {
    const { id } = await make({ events: ['person.created'] })
    answer = { status: 302, headers: { location: url } }
    await company.person()
    await work(id)
    expect(received).toHaveLength(1)
    expect(await log(id)).toMatchObject([{ state: 'waiting', status: 302 }])
  })

  test('inside the company’s network is reached only when the owner has allowed it', async () => {
    const { data } = await ask<{ data: { id: string }[] }>(owner, 'GET', '/outgoing-addresses')
    await ask(owner, 'DELETE', `/outgoing-addresses/${data[0]?.id}`)
    const { id } = await make()
    expect(await ask(owner, 'POST', `/webhooks/${id}/test`)).toMatchObject({
      status: null,
      error: expect.stringContaining('not on the public internet') as string,
    })
    const administrator = await company.member('administrator')
    const body = { address: '127.0.0.1' }
    expect((await call(administrator, 'POST', '/outgoing-addresses', { body })).status).toBe(403)
    await ask(owner, 'POST', '/outgoing-addresses', { body })
    expect(await ask(owner, 'POST', `/webhooks/${id}/test`)).toMatchObject({ status: 204, error: null })
    expect(received).toHaveLength(1)
  })
})

describe('the rules', () => {
  test('which event types are wanted', () => {
    expect(wants(['*'], 'deal.won')).toBe(true)
    expect(wants(['deal.*'], 'deal.won')).toBe(true)
    expect(wants(['deal.*'], 'dealer.won')).toBe(false)
    expect(wants(['deal.won'], 'deal.won')).toBe(true)
    expect(wants(['deal.won'], 'deal.wonderful')).toBe(false)
    expect(wants([], 'deal.won')).toBe(false)
  })

  test('any body is verified as signed', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), (body, id) => {
        const secret = newSecret()
        const timestamp = Math.floor(Date.now() / 1000)
        const signature = signatureOf([newSecret(), secret], id, timestamp, JSON.stringify(body))
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signature,
        }
        expect(new Verifier(secret).verify(JSON.stringify(body), headers)).toBe(body)
      }),
    )
  })

  test('attempts reach over a day, ever further apart, and no sooner than the receiver asks', () => {
    const now = '2026-01-01T00:00:00.000Z'
    const wait = (tries: number, chance = 0, after: number | null = null) => {
      const next = nextTry(tries, now, chance, after)
      return next === null ? null : (Date.parse(next) - Date.parse(now)) / 1000
    }
    let whole = 0
    for (let tries = 1; tries < retrySeconds.length; tries++) {
      expect(wait(tries)).toBeGreaterThan(tries > 1 ? (wait(tries - 1, 0.999) ?? 0) : 0)
      whole += wait(tries) ?? 0
    }
    expect(whole / 3600).toBeGreaterThan(20)
    expect(whole / 3600).toBeLessThan(30)
    expect(wait(retrySeconds.length)).toBeNull()
    expect(wait(1, 0, 600)).toBe(600)
    expect(wait(1, 0, 1e9)).toBe(86_400)
  })

  test('what arrives keeps a webhook on, however long it failed', () => {
    const outcome = { status: 200, error: null, answer: null, milliseconds: 1, retryAfter: null }
    const [since, now] = ['2026-01-01T00:00:00.000Z', '2026-01-06T00:00:00.000Z']
    expect(reasonToDisable(outcome, since, now)).toBeNull()
    expect(reasonToDisable({ ...outcome, status: 500 }, since, now)).toBe('failing')
    expect(reasonToDisable({ ...outcome, status: 500 }, since, '2026-01-05T23:59:59.000Z')).toBeNull()
  })
})
