import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import nodeIcal, { type VEvent } from 'node-ical'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, expect, test, vi } from 'vitest'
import { anonymous, testCompany } from '../../../tests/builders.ts'
import { prepareJobs, runJobs } from '../../db/jobs.ts'
import { silent } from '../../db/log.ts'
import { mailJobs } from '../../team/mail/jobs.ts'
import { forgetInvitations } from './jobs.ts'

const received: Email[] = []
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, _session, done) {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      void PostalMime.parse(Buffer.concat(parts)).then((mail) => {
        received.push(mail)
        done()
      })
    })
  },
})
await new Promise<void>((resolve) => void smtp.listen(0, '127.0.0.1', resolve))
const smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
afterAll(() => new Promise<void>((resolve) => smtp.close(resolve)))

const company = await testCompany()
const { ask, call, owner, database } = company
await prepareJobs(database.pool)

/** Sends what waits, and takes the mails that came of it: to whom, what, and the event for their calendar. */
async function mailed(count: number) {
  const jobs = await runJobs(database, mailJobs({ smtpUrl, mailFrom: 'Acme <hello@acme.example>' }), silent)
  await vi.waitFor(() => expect(received).toHaveLength(count), { timeout: 10_000, interval: 20 })
  await jobs.stop()
  return received.splice(0).map((mail) => {
    const part = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
    const text = typeof part?.content === 'string' ? part.content : new TextDecoder().decode(part?.content)
    const event = Object.values(nodeIcal.parseICS(text)).find((one) => one?.type === 'VEVENT') as VEvent
    return {
      to: mail.to?.[0]?.address,
      replyTo: mail.replyTo?.[0]?.address,
      subject: mail.subject,
      method: part?.method ?? /METHOD:(\w+)/.exec(text)?.[1],
      uid: event.uid,
      sequence: Number(event.sequence),
      status: event.status,
      start: event.start.toISOString(),
      text,
    }
  })
}

const visit = async (values: object = {}) => {
  const ana = await company.person({ firstName: 'Ana', lastName: 'Duarte', language: 'pt' })
  const host = await company.member('seller', { name: 'Mira Sokolova', email: `mira${ana.id}@acme.example` })
  const colleague = await company.member('seller', { name: 'Rui Costa' })
  const made = await ask(host, 'POST', '/meetings', {
    body: {
      subject: 'First visit',
      startsAt: '2026-03-28T09:00:00Z',
      timeZone: 'Europe/Lisbon',
      location: 'Porto',
      link: 'https://meet.example/x',
      agenda: '<p>Numbers</p>',
      person: ana.id,
      colleagues: [colleague.id],
      ...values,
    },
  })
  return { ana, host, colleague, made, path: `/meetings/${made.id}` }
}

test('an invitation, its update and that it is off are one entry of everybody’s calendar', async () => {
  const { ana, host, made, path } = await visit()
  expect(await ask(host, 'POST', `${path}/invitations`)).toEqual({ invited: 2, cancelled: 0, without: [] })
  const first = await mailed(2)
  const hers = first.find(({ to }) => to === ana.email)
  expect(hers).toMatchObject({
    method: 'REQUEST',
    sequence: 0,
    status: 'CONFIRMED',
    start: '2026-03-28T09:00:00.000Z',
    replyTo: `mira${ana.id}@acme.example`,
    subject: expect.stringContaining('Convite: First visit'),
  })
  expect(hers?.text).toMatch(/ORGANIZER;CN="?Mira Sokolova"?:/)
  expect(hers?.text).toContain('BEGIN:VTIMEZONE')

  // Told once; a change is told again, a day later and an hour on by the clock that changes that night.
  expect(await ask(host, 'POST', `${path}/invitations`)).toMatchObject({ invited: 0, cancelled: 0 })
  await ask(host, 'PATCH', path, { body: { startsAt: '2026-03-29T09:00:00Z' } })
  const { data } = await ask<{ data: { current: boolean }[] }>(host, 'GET', `${path}/invitations`)
  expect(data.map(({ current }) => current)).toEqual([false, false])
  expect(await ask(host, 'POST', `${path}/invitations`)).toMatchObject({ invited: 2 })
  const changed = await mailed(2)
  expect(new Set(changed.map(({ uid, sequence }) => `${uid} ${sequence}`))).toEqual(
    new Set([`${hers?.uid} 1`]),
  )
  expect(changed[0]?.text).toContain('DTSTART;TZID=Europe/Lisbon:20260329T100000')

  // Who no longer takes part is told; then everybody.
  await ask(host, 'PATCH', path, { body: { colleagues: [] } })
  expect(await ask(host, 'POST', `${path}/invitations`)).toMatchObject({ invited: 0, cancelled: 1 })
  expect(await mailed(1)).toMatchObject([{ method: 'CANCEL', sequence: 2, status: 'CANCELLED' }])
  await ask(host, 'PATCH', path, { body: { outcome: 'cancelled' } })
  expect(await ask(host, 'POST', `${path}/invitations`)).toMatchObject({ invited: 0, cancelled: 1 })
  const off = await mailed(1)
  expect(off).toMatchObject([{ method: 'CANCEL', sequence: 3, uid: hers?.uid, to: ana.email }])
  expect(made.title).toBe('First visit')
})

test('two who ask at once send one invitation', async () => {
  const { host, path } = await visit()
  const answers = await Promise.all(
    [1, 2].map(() => ask<{ invited: number }>(host, 'POST', `${path}/invitations`)),
  )
  expect(answers.map(({ invited }) => invited).toSorted((a, b) => a - b)).toEqual([0, 2])
  await mailed(2)
})

test('a meeting that is moved leads to the new one, which takes its place in the calendars; undo takes it back', async () => {
  const { host, path } = await visit({ endsAt: '2026-03-28T10:30:00Z' })
  await ask(host, 'POST', `${path}/invitations`)
  const [before] = await mailed(2)
  const moved = await ask<{ meeting: { id: string }; events: string[] }>(host, 'POST', `${path}/move`, {
    body: { startsAt: '2026-04-02T13:00:00Z' },
  })
  expect(await ask(host, 'GET', path)).toMatchObject({ outcome: 'rescheduled', movedTo: moved.meeting.id })
  expect(moved.meeting).toMatchObject({
    endsAt: '2026-04-02T14:30:00.000Z',
    outcome: null,
    subject: 'First visit',
  })
  await ask(host, 'POST', `/meetings/${moved.meeting.id}/invitations`)
  expect((await mailed(2))[0]).toMatchObject({ uid: before?.uid, sequence: 1, method: 'REQUEST' })
  expect(
    (await call(host, 'POST', `${path}/move`, { body: { startsAt: '2026-04-03T13:00:00Z' } })).status,
  ).toBe(409)

  await ask(host, 'POST', '/undo', { body: { events: moved.events } })
  expect(await ask(host, 'GET', path)).toMatchObject({ outcome: null, movedTo: null })
})

test('what cannot be sent says why', async () => {
  const { host, path } = await visit()
  await ask(owner, 'PATCH', path, { body: { owner: null } })
  const refused = await call(owner, 'POST', `${path}/invitations`)
  expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'owner'])
  const zone = await call(host, 'POST', '/meetings', {
    body: { subject: 'X', startsAt: '2026-01-01T10:00:00Z', timeZone: 'Mars/Base' },
  })
  expect(zone.body.errors?.[0]).toMatchObject({ path: 'timeZone' })
})

test('a member’s calendar is read under an address that nobody guesses, as long as it is the latest', async () => {
  const soon = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()
  const { host, colleague, made } = await visit({ startsAt: soon(2) })
  await ask(owner, 'POST', '/meetings', { body: { subject: 'Others’', startsAt: soon(3) } })
  const { url } = await ask<{ url: string }>(colleague, 'POST', '/me/calendar-feed')
  const path = new URL(url).pathname
  const answer = await call(anonymous, 'GET', path)
  expect(answer.headers['content-type']).toContain('text/calendar')
  const events = (text: string) =>
    Object.values(nodeIcal.parseICS(text)).flatMap((one) => (one?.type === 'VEVENT' ? [one.summary] : []))
  expect(events(answer.text)).toEqual(['First visit'])
  const tag = String(answer.headers.etag)
  expect((await call(anonymous, 'GET', path, { headers: { 'if-none-match': tag } })).status).toBe(304)
  await ask(host, 'PATCH', `/meetings/${made.id}`, { body: { outcome: 'cancelled' } })
  const later = await call(anonymous, 'GET', path, { headers: { 'if-none-match': tag } })
  expect([later.status, events(later.text)]).toEqual([200, []])

  await ask(colleague, 'POST', '/me/calendar-feed')
  expect((await call(anonymous, 'GET', path)).status).toBe(404)
  expect(
    (await ask<{ createdAt: string | null }>(colleague, 'GET', '/me/calendar-feed')).createdAt,
  ).not.toBeNull()
  await ask(colleague, 'DELETE', '/me/calendar-feed')
  expect(await ask(colleague, 'GET', '/me/calendar-feed')).toEqual({ createdAt: null })
})

test('who was told of a meeting is forgotten a year after it, and when it is deleted for good', async () => {
  const { db } = company
  const now = '2026-11-01T12:00:00Z'
  const { id } = await company.person()
  const planned = async (...startsAt: string[]) => {
    const uid = randomUUID()
    for (const at of startsAt)
      await sql`insert into meetings (subject, starts_at, calendar_uid) values ('Told', ${at}, ${uid})`.execute(
        db,
      )
    await sql`insert into meeting_invitations (calendar_uid, person_id, sequence, content, sent_at)
      values (${uid}, ${id}, 0, 'x', ${now})`.execute(db)
    return uid
  }
  const kept = [
    await planned('2025-11-02T12:00:00Z'),
    await planned('2027-01-01T12:00:00Z'),
    // Moved to a later day, with its place in calendars.
    await planned('2024-01-01T12:00:00Z', '2026-10-01T12:00:00Z'),
  ]
  await planned('2025-10-30T12:00:00Z')
  await planned()
  await forgetInvitations(db, now)
  const { rows } = await sql<{ uid: string }>`select calendar_uid as uid from meeting_invitations
    where person_id = ${id}`.execute(db)
  expect(rows.map(({ uid }) => uid).sort()).toEqual(kept.sort())
})
