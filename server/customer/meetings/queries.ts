import { sql } from 'kysely'
import { meeting } from '../../../contract/customer/activities.ts'
import type { Invited } from '../../../contract/customer/meeting-routes.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { getRecord } from '../../records/list.ts'
import { typeIn } from '../../records/types.ts'

/** A meeting's row as far as calendars tell of it. */
export interface MeetingRow {
  id: string
  version: number
  uid: string
  subject: string
  startsAt: string
  endsAt: string | null
  zone: string | null
  location: string | null
  link: string | null
  agenda: string | null
  outcome: string | null
  deletedAt: string | null
  person: string | null
  company: string | null
  hostId: string | null
  host: string | null
  hostEmail: string | null
}

export async function meetingOf(db: Db, id: string): Promise<MeetingRow> {
  const { rows } = await sql<MeetingRow>`
    select m.id, m.version, m.calendar_uid as uid, m.subject, m.starts_at as "startsAt", m.ends_at as "endsAt", m.time_zone as zone,
      m.location, m.link, m.agenda, m.outcome, m.deleted_at as "deletedAt", m.person_id as person, m.company_id as company,
      h.id as "hostId", h.name as host, h.email as "hostEmail"
    from meetings m left join users h on h.id = m.owner_id where m.id = ${id}`.execute(db)
  return rows[0] as MeetingRow
}

export interface Party {
  type: 'person' | 'user'
  id: string
  title: string
  email: string | null
  language: string | null
  zone: string | null
}

/** Who takes part besides the host: the person it is about, the attendees and the colleagues. */
export async function partiesOf(db: Db, meetingId: string): Promise<Party[]> {
  const { rows } = await sql<Party>`
    with taking as (
      select m.person_id, null::uuid as user_id, 0 as position from meetings m where m.id = ${meetingId}
      union all
      select l.person_id, l.user_id, 1 + l.position from record_links l
        where l.from_id = ${meetingId} and l.field in ('attendees', 'colleagues'))
    select * from (
      select distinct on (p.id) 'person' as type, p.id, p.title, p.email, p.language, p.time_zone as zone, t.position
        from taking t join people p on p.id = t.person_id where p.deleted_at is null and p.erased_at is null
        order by p.id, t.position) people
    union all
    select distinct on (u.id) 'user', u.id, u.name, u.email, null, null, 1000 + t.position
      from taking t join users u on u.id = t.user_id
      where u.active and u.id is distinct from (select owner_id from meetings where id = ${meetingId})
    order by position`.execute(db)
  return rows
}

export interface InvitationRow {
  key: string
  type: 'person' | 'user'
  id: string
  sequence: number
  content: string
  sentAt: string
  cancelled: boolean
}

export async function invitationsOf(db: Db, uid: string): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    select coalesce(person_id, user_id)::text as key, case when person_id is null then 'user' else 'person' end as type,
      coalesce(person_id, user_id) as id, sequence, content, sent_at as "sentAt", cancelled_at is not null as cancelled
    from meeting_invitations where calendar_uid = ${uid}`.execute(db)
  return rows
}

/** Who takes part, and what each was told; `content` says what everybody should have been told by now. */
export async function invitedTo(
  context: Context,
  id: string,
  contentOf: (row: MeetingRow) => string,
): Promise<Invited[]> {
  const { db } = context.database
  await getRecord(context, typeIn(context.database, meeting.name), id)
  const row = await meetingOf(db, id)
  const told = new Map((await invitationsOf(db, row.uid)).map((one) => [one.key, one]))
  const content = contentOf(row)
  return (await partiesOf(db, id)).map(({ type, id: party, title, email }) => {
    const last = told.get(party)
    return {
      type,
      id: party,
      title,
      hasAddress: email !== null,
      sentAt: last && !last.cancelled ? last.sentAt : null,
      current: last !== undefined && !last.cancelled && last.content === content,
    }
  })
}
