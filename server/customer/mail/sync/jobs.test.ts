import { fork } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Mailbox } from '../../../../contract/customer/mailbox.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import { silent } from '../../../db/log.ts'
import { sealer } from '../../../db/sealed.ts'
import { openStores } from '../../../records/files/stores.ts'
import { fresh, sealingKey, testCompany, type TestCaller } from '../../../../tests/builders.ts'
import { mailPassword, mailServersFor, type MailServers } from '../../../../tests/mail-servers.ts'
import { temporaryFolder } from '../../../../tests/postgres.ts'
import { holdMailboxes } from './jobs.ts'

interface Written {
  from: string
  to: string
  subject?: string
  text?: string
  id?: string
  answers?: string
  date?: string
  raw?: string
}

const letter = ({ from, to, subject = 'Hello', text = 'Words.', id, answers, date }: Written): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${date ?? new Date().toUTCString()}`,
    `Message-ID: ${id ?? `<m${fresh()}@mail.example>`}`,
    ...(answers ? [`In-Reply-To: ${answers}`, `References: ${answers}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\r\n')

describe.each(mailServersFor())('mail from $name', ({ start, skipped }) => {
  if (skipped) return test.skip(skipped, () => undefined)
  let servers: MailServers
  const folder = temporaryFolder()
  const app = folder.then((dataFolder) => testCompany({ dataFolder }))

  beforeAll(async () => {
    servers = await start()
    const { ask, owner } = await app
    await ask(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
  })

  afterAll(() => servers.stop())

  const connection = (address: string) => ({
    address,
    name: 'Rui Alves',
    imap: servers.imap,
    smtp: servers.smtp,
    username: address,
    password: mailPassword,
    since: new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10),
  })

  /** A member with a connected mailbox, and that mailbox as their own program has it. */
  async function connected(): Promise<{ who: TestCaller; address: string; client: ImapFlow }> {
    const { member, ask } = await app
    const who = await member('seller')
    const address = servers.address()
    const client = await servers.open(address)
    await ask<Mailbox>(who, 'PUT', '/mailbox', { body: connection(address) })
    return { who, address, client }
  }

  const mailboxOf = async (who: TestCaller): Promise<Mailbox> =>
    (await (await app).ask<{ mailbox: Mailbox }>(who, 'GET', '/mailbox')).mailbox

  async function holding(options: { leaseSeconds?: number; pollMs?: number } = {}) {
    const { database } = await app
    const dataFolder = await folder
    return holdMailboxes({
      database,
      sealer: sealer(sealingKey),
      stores: openStores({ dataFolder }),
      log: silent,
      pollMs: 300,
      ...options,
    })
  }

  const emailsOf = async (person: AnyRecord): Promise<AnyRecord[]> =>
    (
      await (
        await app
      ).ask<{ data: AnyRecord[] }>((await app).owner, 'GET', '/emails', {
        query: { filter: { field: 'person', op: 'is', value: person.id }, sort: 'sentAt', limit: 200 },
      })
    ).data

  const eventually = <T>(look: () => Promise<T>) => vi.waitFor(look, { timeout: 20_000, interval: 50 })

  test('what comes and goes with a known person is on their timeline once, and nothing else is kept', async () => {
    const { ask, owner, person } = await app
    const { who, address, client } = await connected()
    const ana = await person()
    const asked = `<asked${fresh()}@mail.example>`
    const inbox = [
      letter({ from: `Ana <${String(ana.email)}>`, to: address, subject: 'A question', id: asked }),
      letter({ from: 'stranger@elsewhere.example', to: address }),
      letter({ from: 'olga@acme.example', to: address, subject: 'Among colleagues' }),
    ]
    for (const one of inbox) await client.append('INBOX', one)
    await client.append(
      'Sent',
      letter({ from: address, to: String(ana.email), subject: 'Re: A question', answers: asked }),
    )
    const held = await holding()
    try {
      await eventually(async () => expect(await emailsOf(ana)).toHaveLength(2))
      const [received, sent] = await emailsOf(ana)
      expect(received).toMatchObject({
        subject: 'A question',
        direction: 'inbound',
        owner: who.id,
        conversation: asked,
      })
      expect(sent).toMatchObject({ subject: 'Re: A question', direction: 'outbound', conversation: asked })
      await eventually(async () => expect((await mailboxOf(who)).seenAt).not.toBeNull())
      const mailbox = await mailboxOf(who)
      expect(mailbox.folders.map(({ kind, behind, leftOut }) => [kind, behind, leftOut])).toEqual([
        ['inbox', 0, 2],
        ['sent', 0, 0],
      ])
      expect(mailbox).toMatchObject({ kept: 2, error: null })
      const { data } = await ask<{ data: { type: string }[] }>(owner, 'GET', `/people/${ana.id}/timeline`)
      expect(
        data
          .map(({ type }) => type)
          .filter((type) => type.startsWith('email.'))
          .sort(),
      ).toEqual(['email.received', 'email.sent'])

      // News is heard of while waiting.
      await client.append('INBOX', letter({ from: String(ana.email), to: address, subject: 'One more' }))
      await eventually(async () => expect(await emailsOf(ana)).toHaveLength(3))
    } finally {
      await held.stop()
    }
    expect(await mailboxOf(who)).toMatchObject({ held: false })
  })

  test('numbers that mean other messages are read anew, and what was kept is not kept twice', async () => {
    const { person, db } = await app
    const { who, address, client } = await connected()
    const ana = await person()
    for (let i = 0; i < 5; i++)
      await client.append('INBOX', letter({ from: String(ana.email), to: address, subject: `Letter ${i}` }))
    const first = await holding()
    await eventually(async () => expect(await emailsOf(ana)).toHaveLength(5))
    await first.stop()
    // As if the server had made the folder anew: the position is of another life of it.
    await sql`update mail_folders set uid_validity = 1, last_uid = 4000000 where mailbox_id = ${(await mailboxOf(who)).id}`.execute(
      db,
    )
    await client.append('INBOX', letter({ from: String(ana.email), to: address, subject: 'After' }))
    const second = await holding()
    try {
      await eventually(async () => expect(await emailsOf(ana)).toHaveLength(6))
    } finally {
      await second.stop()
    }
    const { rows } = await sql<{ places: number }>`select count(*)::int as places from mail_places p
      join mail_folders f on f.id = p.folder_id where f.mailbox_id = ${(await mailboxOf(who)).id}`.execute(db)
    expect(rows[0]?.places).toBe(6)
  })

  test('two processes at once and lost connections leave neither a gap nor a second copy', async () => {
    const { person, db } = await app
    const { who, address, client } = await connected()
    const ana = await person()
    const count = 450
    for (let i = 0; i < count; i++)
      await client.append('INBOX', letter({ from: String(ana.email), to: address, subject: `Number ${i}` }))
    // A lease that is over at once: both read the same folder at the same time, and are thrown out all the while.
    const both = await Promise.all([holding({ leaseSeconds: 0.2 }), holding({ leaseSeconds: 0.2 })])
    const { id } = await mailboxOf(who)
    const kept = async () =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from mail_messages where mailbox_id = ${id}`.execute(db)
      ).rows[0]?.n
    for (const at of [1, 200]) {
      await eventually(async () => expect(await kept()).toBeGreaterThanOrEqual(at))
      await sql`update mailboxes set held_until = null where id = ${id}`.execute(db)
    }
    try {
      await eventually(async () => expect(await kept()).toBe(count))
    } finally {
      await Promise.all(both.map((one) => one.stop()))
    }
    const { rows } = await sql<{ subjects: number; emails: number }>`
      select count(distinct subject)::int as subjects, count(*)::int as emails from emails where person_id = ${ana.id}`.execute(
      db,
    )
    expect(rows[0]).toEqual({ subjects: count, emails: count })
  })

  test('a process that is killed midway is followed by one that goes on exactly there', async () => {
    const { person, db, connection: database } = await app
    const { who, address, client } = await connected()
    const ana = await person()
    const count = 900
    for (let i = 0; i < count; i++)
      await client.append('INBOX', letter({ from: String(ana.email), to: address, subject: `Killed ${i}` }))
    const { id } = await mailboxOf(who)
    const kept = async () =>
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from mail_messages where mailbox_id = ${id}`.execute(db)
      ).rows[0]?.n ?? 0
    // Held between two pieces: the third waits for this lock, and there the process ends.
    const child = fork(join(import.meta.dirname, '../../../../tests/programs/mail-holder.ts'), {
      env: {
        ...process.env,
        CONNECTION: JSON.stringify(database),
        DATA: await folder,
        KEY: sealingKey.toString('hex'),
      },
      stdio: 'ignore',
    })
    await eventually(async () => expect(await kept()).toBeGreaterThan(0))
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('mail_messages'))`.execute(tx)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.on('exit', resolve))
    })
    expect(await kept()).toBeLessThan(count)
    await sql`update mailboxes set held_until = now() where id = ${id}`.execute(db)
    const held = await holding()
    try {
      await eventually(async () => expect(await kept()).toBe(count))
    } finally {
      await held.stop()
    }
    const { rows } = await sql<{ subjects: number; emails: number }>`
      select count(distinct subject)::int as subjects, count(*)::int as emails from emails where person_id = ${ana.id}`.execute(
      db,
    )
    expect(rows[0]).toEqual({ subjects: count, emails: count })
  })

  test('a mailbox is read further back to a day, goes on after a kill, and can be stopped', async () => {
    const { person, ask, call, db, connection: database } = await app
    const { who, address, client } = await connected()
    const ana = await person()
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000)
    const put = (subject: string, days: number) => {
      const date = ago(days).toUTCString()
      const message = letter({ from: String(ana.email), to: address, subject, date })
      return client.append('INBOX', message, [], ago(days))
    }
    const count = 900
    await put('Too long ago', 100)
    for (let i = 0; i < count; i++) await put(`Earlier ${i}`, 60)
    await put('Of late', 1)
    const { id, since } = await mailboxOf(who)
    const kept = async () => (await mailboxOf(who)).kept
    const back = ago(90).toISOString().slice(0, 10)
    const child = fork(join(import.meta.dirname, '../../../../tests/programs/mail-holder.ts'), {
      env: {
        ...process.env,
        CONNECTION: JSON.stringify(database),
        DATA: await folder,
        KEY: sealingKey.toString('hex'),
      },
      stdio: 'ignore',
    })
    await eventually(async () => expect(await kept()).toBe(1))
    expect((await call(who, 'POST', '/mailbox/history', { body: { since } })).status).toBe(422)
    await ask(who, 'POST', '/mailbox/history', { body: { since: back } })
    await eventually(async () => expect(await kept()).toBeGreaterThan(1))
    // Held between two pieces, as above.
    await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('mail_messages'))`.execute(tx)
      child.kill('SIGKILL')
      await new Promise((resolve) => child.on('exit', resolve))
    })
    const halfway = await mailboxOf(who)
    expect(halfway).toMatchObject({ since, earlier: { since: back, found: count } })
    expect(halfway.earlier?.behind).toBe(count - (halfway.kept - 1))
    expect(halfway.kept).toBeLessThan(count)
    await sql`update mailboxes set held_until = now() where id = ${id}`.execute(db)
    const held = await holding()
    try {
      await eventually(async () => expect(await mailboxOf(who)).toMatchObject({ since: back, earlier: null }))
      expect(await kept()).toBe(count + 1)
      const { rows } = await sql<{ subjects: number; emails: number }>`
        select count(distinct subject)::int as subjects, count(*)::int as emails from emails where person_id = ${ana.id}`.execute(
        db,
      )
      expect(rows[0]).toEqual({ subjects: count + 1, emails: count + 1 })
      // What is long ago is nobody's news.
      await put('One more', 0)
      await eventually(async () => expect(await kept()).toBe(count + 2))
    } finally {
      await held.stop()
    }
    await ask(who, 'POST', '/mailbox/history', { body: { since: ago(200).toISOString().slice(0, 10) } })
    const stopped = await ask<Mailbox>(who, 'DELETE', '/mailbox/history')
    expect(stopped).toMatchObject({ since: back, earlier: null })
  })

  test('mail of a person who became known later is brought on demand', async () => {
    const { person, ask } = await app
    const { who, address, client } = await connected()
    const email = `late${fresh()}@elsewhere.example`
    await client.append('INBOX', letter({ from: email, to: address, subject: 'Before we knew' }))
    const held = await holding()
    try {
      await eventually(async () => expect((await mailboxOf(who)).folders[0]?.leftOut).toBe(1))
      const late = await person({ email })
      expect(await emailsOf(late)).toEqual([])
      await ask(who, 'POST', '/mailbox/earlier', { body: { person: late.id } })
      await eventually(async () => expect(await emailsOf(late)).toHaveLength(1))
    } finally {
      await held.stop()
    }
  })

  test('what a mailbox cannot do is said, and it is tested before it is kept', async () => {
    const { call, member } = await app
    const who = await member('seller')
    const address = servers.address()
    const refused = await call(who, 'PUT', '/mailbox', {
      body: {
        ...connection(address),
        imap: { ...servers.imap, port: 1 },
        smtp: { ...servers.smtp, port: 1 },
      },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.errors?.map(({ path }) => path)).toEqual(['imap', 'smtp'])
    expect(refused.body.errors?.[0]?.message).toContain('takes no connection at this port')
    const denied = await call(who, 'PUT', '/mailbox', { body: { ...connection(address), password: 'wrong' } })
    expect(denied.body.errors?.[0]?.message).toContain('does not accept the user name or the password')
    expect((await call<{ mailbox: unknown }>(who, 'GET', '/mailbox')).body.mailbox).toBeNull()
    const inside = await call(who, 'PUT', '/mailbox', {
      body: { ...connection(address), imap: { ...servers.imap, host: '10.0.0.1' } },
    })
    expect(inside.body.errors?.[0]?.message).toContain('not on the public internet')
  })
})
