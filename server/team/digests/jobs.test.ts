import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Settings, SettingsInput } from '../../../contract/team/settings.ts'
import { anonymous, sealingKey, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { consume } from '../../ledger/consumer.ts'
import { notifyDue, notifyMembers } from '../notifications/commands.ts'
import { beginDigests, mailDigest, mailNotification } from './commands.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
await prepareJobs(database.pool)
const ground = { publicUrl: 'https://crm.acme.example', sealingKey }
const seller = await app.member('seller', { name: 'Sven Seller', email: 'sven@acme.example' })

const set = (who: TestCaller, body: SettingsInput) => ask<Settings>(who, 'PATCH', '/me/settings', { body })
const telling = (mail: 'now' | 'digest' | 'never', app = true) => ({ app, mail })
const give = async (subject: string) => {
  const task = await ask(owner, 'POST', '/tasks', { body: { subject, owner: seller.id } })
  await consume(db, notifyMembers)
  return task
}
interface Waiting {
  name: string
  payload: { id: string; userId: string; since: string }
}
/** Jobs of a name that wait, taken out of the queue. */
const waiting = async (name: string) => {
  const { rows } =
    await sql<Waiting>`select t.identifier as name, j.payload from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${name} order by j.id`.execute(
      db,
    )
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  return rows.map(({ payload }) => payload)
}
const mails = async () =>
  (
    await sql<{ recipient: string; subject: string; body: string; unsubscribe: string | null }>`
      select recipient, subject, body, unsubscribe from outgoing_mail order by id`.execute(db)
  ).rows
const told = async (who: TestCaller) =>
  (await ask<{ data: unknown[] }>(who, 'GET', '/notifications')).data.length

beforeEach(async () => {
  await consume(db, notifyMembers)
  await sql`delete from notifications`.execute(db)
  await sql`delete from outgoing_mail`.execute(db)
  await sql`delete from user_settings`.execute(db)
  await waiting('')
})

/** Begins and mails the digests that are due at a moment. */
async function digestsAt(now: string): Promise<number> {
  await beginDigests(db, now)
  const begun = await waiting('mail-digest')
  for (const payload of begun) await mailDigest(database, ground, payload, now)
  return begun.length
}
/** A weekday's morning after everything that a test has written, in Lisbon without summer time. */
const monday = '2099-01-05T08:00:00Z'
const tuesday = '2099-01-06T08:00:00Z'
/** As if what was written had come the night before a digest. */
const before = (moment: string) =>
  sql`update notifications set created_at = ${moment}::timestamptz - interval '5 hours'`.execute(db)

describe('settings', () => {
  test('are what nobody has to choose, until somebody does; each device sets its own part', async () => {
    expect(await ask<Settings>(seller, 'GET', '/me/settings')).toMatchObject({
      language: null,
      currencyDisplay: 'symbol',
      notifications: { mention: { app: true, mail: 'never' }, notice: { app: true, mail: 'now' } },
    })
    await Promise.all([
      set(seller, { language: 'de', keys: { j: 'n' } }),
      set(seller, { notifications: { mention: telling('digest') } }),
      set(seller, { notifications: { due: telling('now', false) }, timeZone: 'Asia/Tokyo' }),
    ])
    expect((await ask<{ settings: Settings }>(seller, 'GET', '/me')).settings).toMatchObject({
      language: 'de',
      keys: { j: 'n' },
      timeZone: 'Asia/Tokyo',
      notifications: { mention: telling('digest'), due: telling('now', false), assignment: telling('never') },
    })
    expect((await ask<Settings>(owner, 'GET', '/me/settings')).language).toBeNull()
    expect((await set(seller, { language: null, timeZone: null })).timeZone).toBeNull()
  })

  test.each([
    [{ language: 'fr' }, 'language'],
    [{ timeZone: 'Moon/Base' }, 'timeZone'],
    [{ digest: { hour: 24, days: [1] } }, 'digest.hour'],
    [{ digest: { hour: 8, days: [] } }, 'digest.days'],
    [{ keys: { j: 'n', k: 'n' } }, 'keys'],
    [{ notifications: { moon: telling('now') } }, 'notifications.moon'],
    [{ colour: 'red' }, 'colour'],
  ])('%o is refused', async (body, path) => {
    const refused = await call(seller, 'PATCH', '/me/settings', { body })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, path])
  })

  test('are a member’s; a key has none', async () => {
    const key = await app.key()
    expect((await call(key, 'PATCH', '/me/settings', { body: { language: 'de' } })).status).toBe(409)
  })

  test('begin with the language of the browser that a member first signs in with', async () => {
    const enter = (language: string) =>
      call(anonymous, 'POST', '/api/auth/sign-in/email', {
        body: { email: 'sven@acme.example', password: 'correct horse battery' },
        headers: { origin: 'http://localhost', 'accept-language': language },
      })
    await enter('pt-BR,en;q=0.5')
    await enter('de-DE')
    expect((await ask<Settings>(seller, 'GET', '/me/settings')).language).toBe('pt')
  })
})

describe('mail at once', () => {
  test('is in the reader’s language, once, with a link that ends such mails', async () => {
    await set(seller, { language: 'de', notifications: { assignment: telling('now') } })
    await give('Rückruf')
    const [job] = await waiting('mail-notification')
    await Promise.all(
      [1, 2].map(() => mailNotification(database, ground, String(job?.id), new Date().toISOString())),
    )
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({
      recipient: 'sven@acme.example',
      subject: 'Olga Owner hat Ihnen etwas übergeben: Rückruf',
    })
    expect(mail?.body).toContain('Guten Tag Sven Seller,')
    const link = /https:\/\/crm\.acme\.example\/unsubscribe#(\S+)/.exec(mail?.body ?? '')?.[1] ?? ''
    expect(mail?.unsubscribe).toBe(`https://crm.acme.example/api/v1/unsubscribe/${link}`)

    // A mail program ends it by itself, with a form and without a session (RFC 8058); twice does no harm.
    for (const _ of [1, 2]) {
      const ended = await call(anonymous, 'POST', `/unsubscribe/${link}`, {
        body: 'List-Unsubscribe=One-Click',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
      expect([ended.status, ended.body]).toMatchObject([200, { ended: 'assignment' }])
    }
    expect((await ask<Settings>(seller, 'GET', '/me/settings')).notifications.assignment.mail).toBe('never')
    await give('Noch einer')
    expect(await waiting('mail-notification')).toEqual([])
    expect(
      (await call(anonymous, 'POST', `/unsubscribe/${link.replace('assignment', 'digest')}`)).status,
    ).toBe(404)
  })

  test('tells nothing that its reader may not see any more, and nothing that they have read', async () => {
    await set(seller, { notifications: { assignment: telling('now') } })
    const deal = await app.deal({ name: 'Secret', owner: seller.id })
    await give('Read meanwhile')
    const jobs = await waiting('mail-notification')
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { owner: owner.id } })
    await sql`update notifications set read_at = now() where subject_type = 'task'`.execute(db)
    expect(jobs).toHaveLength(2)
    for (const { id } of jobs) await mailNotification(database, ground, id, new Date().toISOString())
    expect(await mails()).toEqual([])
  })

  test('alone, or not at all, where that is chosen', async () => {
    await set(seller, { notifications: { assignment: telling('now', false), due: telling('never', false) } })
    await give('By mail alone')
    expect(await waiting('mail-notification')).toHaveLength(1)
    expect(await told(seller)).toBe(0)
    expect((await ask<{ unread: number }>(seller, 'GET', '/notifications/unread')).unread).toBe(0)
    await ask(seller, 'POST', '/tasks', { body: { subject: 'Due', dueAt: '2099-01-01T09:00:00Z' } })
    await notifyDue(db, '2099-01-01T09:00:00Z')
    expect((await sql`select from notifications where kind = 'due'`.execute(db)).rows).toEqual([])
  })
})

describe('the digest', () => {
  test('gathers what has not been read, once a day and in the reader’s writing', async () => {
    await set(seller, {
      language: 'pt',
      dateFormat: 'dd/mm/yyyy',
      clock: '24',
      notifications: { assignment: telling('digest'), due: telling('digest') },
    })
    await give('Ligar de volta')
    await ask(seller, 'POST', '/tasks', { body: { subject: 'Proposta', dueAt: '2099-01-05T07:30:00Z' } })
    await notifyDue(db, '2099-01-05T07:30:00Z')
    await before(monday)
    expect(await digestsAt('2099-01-05T07:59:00Z')).toBe(0)
    // Two processes, and a job that runs again because the first was killed after its work.
    await Promise.all([beginDigests(db, monday), beginDigests(db, monday)])
    const begun = await waiting('mail-digest')
    expect(begun).toHaveLength(1)
    const [job] = begun
    await Promise.all([1, 2].map(() => mailDigest(database, ground, job as Waiting['payload'], monday)))
    const [mail, ...more] = await mails()
    expect(more).toEqual([])
    expect(mail?.subject).toBe('2 novidades no Throughline')
    expect(mail?.body).toContain('Atribuído a si\n- Olga Owner atribuiu-lhe Ligar de volta\n  https://crm')
    expect(mail?.body).toContain('No prazo\n- Proposta, prazo 05/01/2099, 07:30')
    expect(await digestsAt('2099-01-05T18:00:00Z')).toBe(0)
    expect(await digestsAt(tuesday)).toBe(1)
    expect(await mails()).toHaveLength(1)
  })

  test('is not sent when nothing happened, nothing is left to see, or everything was read', async () => {
    await set(seller, { notifications: { assignment: telling('digest') } })
    expect(await digestsAt(monday)).toBe(1)
    const deal = await app.deal({ name: 'Secret', owner: seller.id })
    await give('Read')
    await before(tuesday)
    await sql`update notifications set read_at = now() where subject_type = 'task'`.execute(db)
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { owner: owner.id } })
    expect(await digestsAt(tuesday)).toBe(1)
    expect(await mails()).toEqual([])
  })

  test('goes to nobody who has left, and leaves out what is no longer wanted', async () => {
    const leaving = await app.member('seller')
    await set(leaving, { notifications: { assignment: telling('digest') } })
    await set(seller, { notifications: { assignment: telling('digest'), mention: telling('digest') } })
    await give('Not wanted by then')
    await before(monday)
    await beginDigests(db, monday)
    const begun = await waiting('mail-digest')
    expect(begun).toHaveLength(2)
    await set(seller, { notifications: { assignment: telling('never') } })
    await ask(owner, 'PATCH', `/users/${leaving.id}`, { body: { active: false } })
    for (const payload of begun) await mailDigest(database, ground, payload, monday)
    expect(await mails()).toEqual([])
    expect(await digestsAt(tuesday)).toBe(1)
  })
})
