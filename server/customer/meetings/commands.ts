import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { meeting } from '../../../contract/customer/activities.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { languageAmong, localeOfLanguage } from '../../../contract/values/language.ts'
import { isZone } from '../../../contract/values/zone.ts'
import { momentInWords } from '../../../contract/values/written.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { columnsOf } from '../../records/column.ts'
import { getRecord } from '../../records/list.ts'
import { allowed, lock } from '../../records/lock.ts'
import { typeIn } from '../../records/types.ts'
import { createRecords, updateRecords } from '../../records/write.ts'
import { queueMail } from '../../team/mail/commands.ts'
import { mailBody, mailText } from '../../text/mail.ts'
import { invitationsOf, meetingOf, partiesOf, type MeetingRow, type Party } from './queries.ts'
import { calendarOf, completeMeeting, describe, editionOf, endOf, type CalendarMeeting } from './rules.ts'

export const meetingBehaviour: Behaviour = { type: meeting, complete: completeMeeting }

/** By which it is known whether somebody was told of a meeting as it is. */
export const contentOf = ({
  subject,
  startsAt,
  endsAt,
  zone,
  location,
  link,
  agenda,
  hostEmail,
}: MeetingRow): string =>
  createHash('sha256')
    .update(JSON.stringify([subject, startsAt, endsAt, zone, location, link, agenda, hostEmail]))
    .digest('hex')

const zoneOf = (row: MeetingRow, { organisation }: Context): string =>
  row.zone !== null && isZone(row.zone) ? row.zone : organisation.timeZone

type Told = 'invited' | 'changed' | 'cancelled'

/** The mail to one who takes part, in their language and by their clock, with what their calendar takes over. */
async function mailTo(context: Context, party: Party, event: CalendarMeeting, told: Told): Promise<void> {
  if (party.email === null || event.organiser === null) return
  const language = languageAmong(party.language ? [party.language] : []) ?? 'en'
  const zone = party.zone !== null && isZone(party.zone) ? party.zone : event.zone
  const when = momentInWords(event.startsAt, { locale: localeOfLanguage[language], zone })
  const params = { by: event.organiser.name, subject: event.subject, when: `${when} (${zone})` }
  const method = told === 'cancelled' ? 'CANCEL' : 'REQUEST'
  await queueMail(context.database.db, {
    recipient: party.email,
    replyTo: event.organiser.email,
    subject: mailText(language, `meeting.${told}.subject`, params),
    body: mailBody(
      mailText(language, 'greeting', { name: party.title }),
      mailText(language, `meeting.${told}.body`, params),
      ...(told === 'cancelled' ? [] : [event.location ?? '', describe(event)].filter(Boolean)),
    ),
    calendar: {
      method,
      content: calendarOf([{ ...event, cancelled: told === 'cancelled' }], {
        name: context.organisation.name,
        method,
        now: context.now,
      }),
    },
  })
}

/**
 * Mails the invitation, its update, or that it is off, to everybody whose calendar does not show the meeting as it is. Who
 * no longer takes part is told so. Asked for at the same time, the second finds nothing left to send.
 */
export const sendInvitations = (
  context: Context,
  id: string,
): Promise<{ invited: number; cancelled: number; without: string[] }> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const rows = await lock(db, inner, typeIn(inner.database, meeting.name), [id], 'edit')
    allowed(meeting, rows.get(id), 'change')
    const row = await meetingOf(db, id)
    if (row.outcome === 'rescheduled') throw conflict('This meeting was moved. Invite to the new one.')
    if (row.host === null || row.hostEmail === null)
      throw invalidField('owner', 'Whoever invites needs an e-mail address. Choose a host who has one.')
    const parties = await partiesOf(db, id)
    const known = await invitationsOf(db, row.uid)
    const content = contentOf(row)
    const off = row.outcome === 'cancelled' || row.deletedAt !== null
    const reachable = parties.filter(({ email }) => email !== null)
    const edition = editionOf(
      known,
      reachable.map((party) => party.id),
      content,
      off,
    )
    const event: CalendarMeeting = {
      ...row,
      uid: `${row.uid}@throughline`,
      sequence: edition.sequence,
      zone: zoneOf(row, inner),
      organiser: { name: row.host, email: row.hostEmail },
      attendees: reachable.map(({ title, email }) => ({ name: title, email: email ?? '' })),
    }
    for (const party of reachable.filter((one) => edition.invite.includes(one.id))) {
      const again = known.some((one) => one.key === party.id && !one.cancelled)
      await mailTo(inner, party, event, again ? 'changed' : 'invited')
      await sql`
        insert into meeting_invitations (calendar_uid, person_id, user_id, sequence, content, sent_at)
        values (${row.uid}, ${party.type === 'person' ? party.id : null}, ${party.type === 'user' ? party.id : null},
          ${edition.sequence}, ${content}, ${inner.now})
        on conflict (calendar_uid, ${sql.ref(party.type === 'person' ? 'person_id' : 'user_id')})
          do update set sequence = excluded.sequence, content = excluded.content, sent_at = excluded.sent_at, cancelled_at = null`.execute(
        db,
      )
    }
    const cancelled = known.filter(({ key }) => edition.cancel.includes(key))
    for (const { key, type } of cancelled) {
      const party = await partyOf(inner, type, key)
      if (party)
        await mailTo(
          inner,
          party,
          { ...event, attendees: [{ name: party.title, email: party.email ?? '' }] },
          'cancelled',
        )
      await sql`update meeting_invitations set cancelled_at = ${inner.now}, sequence = ${edition.sequence}
        where calendar_uid = ${row.uid} and coalesce(person_id, user_id) = ${key}::uuid`.execute(db)
    }
    if (edition.invite.length + cancelled.length > 0) {
      await record(db, inner.caller, inner.now, [
        {
          type: 'meeting.invited',
          subject: { type: meeting.name, id, version: row.version },
          personId: row.person,
          companyId: row.company,
          data: { invited: edition.invite.length, cancelled: cancelled.length },
        },
      ])
      inner.database.notify('ledger')
    }
    return {
      invited: edition.invite.length,
      cancelled: cancelled.length,
      without: parties.filter(({ email }) => email === null).map(({ title }) => title),
    }
  })

/** Somebody who was invited once, as they are now; null of whom nothing is left. */
async function partyOf(
  { database: { db } }: Context,
  type: Party['type'],
  id: string,
): Promise<Party | null> {
  const { rows } =
    type === 'person'
      ? await sql<Party>`select 'person' as type, id, title, email, language, time_zone as zone from people
          where id = ${id} and erased_at is null`.execute(db)
      : await sql<Party>`select 'user' as type, id, name as title, email, null as language, null as zone from users
          where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** Moves a meeting: a new one takes everything over but what came of it, with its entry in everybody's calendar. */
export const moveMeeting = (
  context: Context,
  id: string,
  { startsAt, endsAt }: { startsAt: string; endsAt?: string | undefined },
): Promise<{ meeting: AnyRecord; events: string[] }> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const type = typeIn(inner.database, meeting.name)
    const rows = await lock(db, inner, type, [id], 'edit')
    const row = allowed(type, rows.get(id), 'change')
    if (row.deletedAt) throw conflict('This meeting is in the bin. Restore it first.')
    if (row.outcome !== null) throw conflict('This meeting is over. Plan another one.')
    const before = await getRecord(inner, type, id)
    const length = Date.parse(endOf(before as never)) - Date.parse(String(before.startsAt))
    const kept = Object.fromEntries(
      columnsOf(type)
        .filter(({ field, declared }) => declared.readOnly !== true && field !== 'outcome' && field in before)
        .map(({ field }) => [field, before[field]]),
    )
    const values = {
      ...kept,
      startsAt,
      endsAt: endsAt ?? new Date(Date.parse(startsAt) + length).toISOString(),
    }
    const made = await createRecords(inner, type, [{ values }])
    const moved = made.records[0] as AnyRecord
    await sql`update meetings set calendar_uid = (select calendar_uid from meetings where id = ${id})
      where id = ${moved.id}`.execute(db)
    const left = await updateRecords(inner, type, [
      { id, values: { outcome: 'rescheduled', movedTo: moved.id } },
    ])
    return { meeting: moved, events: [...made.events, ...left.events].flatMap((event) => event ?? []) }
  })
