import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, expect, test, vi } from 'vitest'
import { ownerEmail, password, setupInput, testApp } from '../../../tests/builders.ts'
import { prepareJobs, runJobs } from '../../db/jobs.ts'
import { silent } from '../../db/log.ts'
import { queueMail } from './commands.ts'
import { mailJobs } from './jobs.ts'

const received: { to: string[]; text: string }[] = []
let refuse = false
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    let text = ''
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
    stream.on('end', () => {
      if (refuse) return done(new Error('Mailbox full'))
      received.push({ to: session.envelope.rcptTo.map(({ address }) => address), text })
      done()
    })
  },
})
await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve))
const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)))

const { call, database, signIn, server } = await testApp()
await prepareJobs(database.pool)
await call({ id: '', headers: {} }, 'POST', '/setup', { body: setupInput })
const owner = await signIn(ownerEmail, password)

const auth = (path: string, payload: object) =>
  server.inject({
    method: 'POST',
    url: `/api/auth${path}`,
    payload,
    headers: { origin: 'http://localhost', host: 'localhost' },
  })

interface Outbox {
  data: { body: string; sentAt: string | null; error: string | null }[]
}

/** Runs the mail job until the outbox looks as it should. */
async function outboxWhen(
  settled: (mail: Outbox['data'][number]) => boolean,
): Promise<Outbox['data'][number]> {
  const jobs = await runJobs(database, mailJobs({ smtpUrl, mailFrom: 'Acme <hello@acme.example>' }), silent)
  try {
    return await vi.waitFor(
      async () => {
        const mail = (await call<Outbox>(owner, 'GET', '/outbox')).body.data[0]
        if (!mail || !settled(mail)) throw new Error(`The outbox holds ${JSON.stringify(mail)}`)
        return mail
      },
      { timeout: 10_000, interval: 20 },
    )
  } finally {
    await jobs.stop()
  }
}

test('a forgotten password is renewed by the link in the mail, once, and ends the sessions', async () => {
  expect((await auth('/request-password-reset', { email: ownerEmail })).statusCode).toBe(200)
  const mail = await outboxWhen(({ sentAt }) => sentAt !== null)
  expect(received).toHaveLength(1)
  expect(received[0]?.to).toEqual([ownerEmail])
  const token = /reset\?token=(\S+)/.exec(mail.body)?.[1]

  expect((await auth('/reset-password', { token, newPassword: 'another long password' })).statusCode).toBe(
    200,
  )
  expect((await call(owner, 'GET', '/me')).status).toBe(401)
  expect((await auth('/reset-password', { token, newPassword: 'a third long password' })).statusCode).toBe(
    400,
  )
  expect((await auth('/sign-in/email', { email: ownerEmail, password })).statusCode).toBe(401)
  Object.assign(owner, await signIn(ownerEmail, 'another long password'))
})

test('nobody learns who signs in here', async () => {
  const known = await auth('/request-password-reset', { email: ownerEmail })
  const unknown = await auth('/request-password-reset', { email: 'nobody@acme.example' })
  expect(unknown.statusCode).toBe(known.statusCode)
  expect(unknown.body).toBe(known.body)
})

test('a mail that the server refuses says so and stays to be tried again', async () => {
  refuse = true
  await auth('/request-password-reset', { email: ownerEmail })
  expect((await outboxWhen(({ error }) => error !== null)).error).toContain('Mailbox full')
  refuse = false
})

test('a mail that nobody has to get says how mail programs end such mails', async () => {
  const unsubscribe = 'https://crm.acme.example/api/v1/unsubscribe/x.digest.y'
  await queueMail(database.db, { recipient: 'sven@acme.example', subject: 'News', body: 'One', unsubscribe })
  await outboxWhen(({ sentAt }) => sentAt !== null)
  const headers = (received.at(-1)?.text ?? '').replaceAll(/\r\n\s+/g, ' ')
  expect(headers).toContain(`List-Unsubscribe: <${unsubscribe}>`)
  expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  expect(received.at(-2)?.text).not.toContain('List-Unsubscribe')
})

test('an administrator does not read an owner’s mail', async () => {
  const created = await call<{ key: string }>(owner, 'POST', '/keys', {
    body: { name: 'k', scopes: ['all'] },
  })
  const key = { id: '', headers: { authorization: `Bearer ${created.body.key}` } }
  for (const mail of (await call<Outbox>(key, 'GET', '/outbox')).body.data)
    expect(mail.body).not.toContain('token=')
})
