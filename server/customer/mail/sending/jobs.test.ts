import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { OutgoingMessage } from '../../../../contract/customer/mail-sending.ts'
import { prepareJobs } from '../../../db/jobs.ts'
import { sealer } from '../../../db/sealed.ts'
import { openStores } from '../../../records/files/stores.ts'
import { purpose } from '../mailboxes/queries.ts'
import { contextFor, fresh, sealingKey, testCompany, type TestCaller } from '../../../../tests/builders.ts'
import { temporaryFolder } from '../../../../tests/postgres.ts'
import { settleSent } from './commands.ts'
import { deliver } from './jobs.ts'

const received: { to: string[]; text: string }[] = []
let behaves: 'takes' | 'refuses' | 'is busy' | 'is lost' = 'takes'
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onAuth: (_auth, _session, done) => done(null, { user: 'x' }),
  onData(stream, session, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    stream.on('end', () => {
      if (behaves === 'refuses') return done(Object.assign(new Error('Not wanted'), { responseCode: 550 }))
      if (behaves === 'is busy') return done(Object.assign(new Error('Later'), { responseCode: 451 }))
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
      // Taken, and the connection is lost before the answer.
      if (behaves === 'is lost') for (const { _socket } of smtp.connections) _socket.destroy()
      else done()
    })
  },
}) as SMTPServer & { connections: Set<{ _socket: { destroy(): void } }> }
smtp.on('error', () => undefined)
smtp.listen(0, '127.0.0.1')
await once(smtp.server, 'listening')
afterAll(() => new Promise<void>((done) => smtp.close(done)))

const dataFolder = await temporaryFolder()
const app = await testCompany({ dataFolder })
const { ask, call, owner, db, database } = app
await prepareJobs(database.pool)
await ask(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
const ground = { database, sealer: sealer(sealingKey), stores: openStores({ dataFolder }) }
const { port } = smtp.server.address() as AddressInfo

let who: TestCaller
let address: string
beforeEach(async () => {
  behaves = 'takes'
  received.length = 0
  who = await app.member('seller')
  address = `rui${fresh()}@acme.example`
  await sql`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
      smtp_security, username, password, since, signature)
    values (${who.id}, ${address}, 'Rui Alves', '127.0.0.1', 1, 'none', '127.0.0.1', ${port}, 'none', 'rui',
      ${ground.sealer.seal(purpose, 'secret')}, '2026-01-01', '<p>Rui, Acme</p>')`.execute(db)
})

const write = (values: Record<string, unknown> = {}) =>
  ask<OutgoingMessage>(who, 'POST', '/mailbox/messages', {
    body: { to: ['Ana <ana@buyer.example>'], subject: 'Offer', body: '<p>Hello <b>Ana</b></p>', ...values },
  })

/** As if the time to leave had come. */
const leave = async (id: string) => {
  await sql`update mail_outgoing set send_at = now() - interval '1 second' where id = ${id}`.execute(db)
  await deliver(ground, id)
}
const stateOf = async (id: string) => {
  const { rows } = await sql<{ state: string; error: string | null }>`
    select state, error from mail_outgoing where id = ${id}`.execute(db)
  return rows[0]
}

test('a message leaves with its signature and stands on the timeline of whom it is for', async () => {
  const ana = await app.person({ email: `ana${fresh()}@buyer.example` })
  const file = await call<{ id: string }>(who, 'POST', '/files', {
    query: { name: 'offer.txt' },
    body: Buffer.from('Bikes'),
    headers: { 'content-type': 'application/octet-stream' },
  })
  const { id } = await write({
    to: [String(ana.email)],
    bcc: ['boss@acme.example'],
    files: [{ id: file.body.id }],
  })
  expect((await call(owner, 'GET', `/emails/${id}`)).status).toBe(404)
  await leave(id)
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual([ana.email, 'boss@acme.example'])
  expect(received[0]?.text).toContain('Rui, Acme')
  expect(received[0]?.text).toContain('offer.txt')
  expect(received[0]?.text).not.toContain('boss@')
  expect(await ask(owner, 'GET', `/emails/${id}`)).toMatchObject({
    subject: 'Offer',
    direction: 'outbound',
    person: ana.id,
    owner: who.id,
    files: [{ name: 'offer.txt' }],
  })
  const { data } = await ask<{ data: { type: string; actor: { id: string } }[] }>(
    owner,
    'GET',
    `/people/${ana.id}/timeline`,
  )
  expect(data.filter(({ type }) => type === 'email.sent').map(({ actor }) => actor.id)).toEqual([who.id])
  // Run again, it does not leave again; and it stays as it was sent.
  await leave(id)
  expect(received).toHaveLength(1)
  expect((await call(owner, 'PATCH', `/emails/${id}`, { body: { subject: 'Another' } })).status).toBe(422)
  expect((await call(owner, 'PATCH', `/emails/${id}`, { body: { person: null } })).status).toBe(200)
})

test('sending is undone exactly, or it is too late and said so', async () => {
  const first = await write()
  await ask(who, 'POST', `/mailbox/messages/${first.id}/undo`)
  await leave(first.id)
  expect(received).toEqual([])
  const second = await write()
  await leave(second.id)
  expect(received).toHaveLength(1)
  expect(await call(who, 'POST', `/mailbox/messages/${second.id}/undo`)).toMatchObject({ status: 409 })
  // Nobody else's.
  const third = await write()
  expect((await call(owner, 'POST', `/mailbox/messages/${third.id}/undo`)).status).toBe(404)
})

test('who wants no emails is written none, but gets an answer; nor one that waited while they said so', async () => {
  const email = `bo${fresh()}@buyer.example`
  const bo = await app.person({ email })
  const { id } = await write({ to: ['ana@buyer.example'], bcc: [email] })
  await ask(owner, 'PATCH', `/people/${bo.id}`, { body: { doNotContact: ['email'] } })
  await leave(id)
  expect(received).toEqual([])
  expect(await stateOf(id)).toEqual({ state: 'failed', error: `${email} wants no emails any more.` })
  const again = { to: [`Bo <${email}>`], subject: 'Offer', body: '<p>Hello</p>' }
  expect(await call(who, 'POST', '/mailbox/messages', { body: again })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'to' }] },
  })
  const spoken = (direction: string) =>
    ask(owner, 'POST', '/emails', { body: { subject: 'A question', person: bo.id, direction } })
  const onAndOn = { ...again, replyTo: (await spoken('outbound')).id }
  expect((await call(who, 'POST', '/mailbox/messages', { body: onAndOn })).status).toBe(422)
  const answer = await write({ ...again, replyTo: (await spoken('inbound')).id })
  await leave(answer.id)
  expect(received.map(({ to }) => to)).toEqual([[email]])
})

test('what a server does not take now is tried later, and what it refuses is said', async () => {
  const { id } = await write()
  behaves = 'is busy'
  await leave(id)
  expect(await stateOf(id)).toMatchObject({ state: 'waiting', error: expect.stringContaining('Later') })
  behaves = 'refuses'
  await leave(id)
  expect(await stateOf(id)).toMatchObject({ state: 'failed', error: expect.stringContaining('Not wanted') })
  behaves = 'takes'
  await ask(who, 'POST', `/mailbox/messages/${id}/again`)
  await leave(id)
  expect(received).toHaveLength(1)
})

test('a message whose handing over was cut off is never sent a second time by itself', async () => {
  const lost = await write()
  behaves = 'is lost'
  await leave(lost.id)
  expect(received).toHaveLength(1)
  expect(await stateOf(lost.id)).toMatchObject({ state: 'unsure' })
  // A process that died with a message in hand leaves it so.
  behaves = 'takes'
  const died = await write()
  await sql`update mail_outgoing set state = 'sending' where id = ${died.id}`.execute(db)
  await leave(died.id)
  expect(received).toHaveLength(1)
  expect(await stateOf(died.id)).toMatchObject({ state: 'unsure' })
  // Once it is found among what was sent, it is an email like any other: once, however often it is found.
  const context = contextFor(database)
  await Promise.all([settleSent(context, died.id), settleSent(context, died.id)])
  const { data } = await ask<{ data: unknown[] }>(who, 'GET', '/emails', {
    query: { filter: { field: 'owner', op: 'is', value: who.id } },
  })
  expect(data).toHaveLength(1)
})

test('a template says what is wrong at its character, and is filled in for somebody', async () => {
  const wrong = await call(who, 'POST', '/mail-templates', {
    body: { name: 'T', subject: 'Hi {{person.nick}}', body: '<p>x</p>' },
  })
  expect(wrong.body.errors).toEqual([
    { path: 'subject', message: 'There is no field “person.nick” (at character 6)' },
  ])
  const ana = await app.person({ firstName: 'Ana <3', lastName: null })
  const filled = await ask(who, 'POST', '/mail-templates/fill', {
    body: {
      subject: 'Hello {{person.firstName|there}}',
      body: '<p>{{person.firstName}} {{deal.name|it}}</p>',
      person: ana.id,
    },
  })
  expect(filled).toEqual({ subject: 'Hello Ana <3', body: '<p>Ana &lt;3 it</p>' })
  const mine = await ask(who, 'POST', '/mail-templates', {
    body: { name: 'Mine', subject: 'x', body: '<p>x</p>' },
  })
  const other = await app.member('seller')
  const names = async () =>
    (await ask<{ data: { name: string }[] }>(other, 'GET', '/mail-templates')).data.map(({ name }) => name)
  expect(await names()).toEqual([])
  await ask(who, 'PATCH', `/mail-templates/${mine.id}`, { body: { shared: true } })
  expect(await names()).toEqual(['Mine'])
  expect((await call(other, 'PATCH', `/mail-templates/${mine.id}`, { body: { name: 'x' } })).status).toBe(404)
})

test('only its owner sees a mailbox, and no one its password', async () => {
  const { mailbox } = await ask<{ mailbox: Record<string, unknown> }>(who, 'GET', '/mailbox')
  expect(mailbox).toMatchObject({ address, signature: '<p>Rui, Acme</p>' })
  expect(JSON.stringify(mailbox)).not.toContain('secret')
  expect(await ask(owner, 'GET', '/mailbox')).toEqual({ mailbox: null })
  const { rows } = await sql<{
    password: string
  }>`select password from mailboxes where address = ${address}`.execute(db)
  expect(rows[0]?.password).toMatch(/^v1\./)
})
