import { CompiledQuery, sql } from 'kysely'
import { meeting } from '../../../../contract/customer/activities.ts'
import { isZone } from '../../../../contract/values/zone.ts'
import type { Context } from '../../../http/context.ts'
import { knows, parameters, permitted } from '../../../records/visible.ts'
import { memberCaller } from '../../../team/sign-in/queries.ts'
import { calendarOf, type CalendarMeeting } from '../rules.ts'

const most = 1_000

/** The member who made an address, with what they may see now; null when it is none, or they may see nothing at present. */
export async function callerByToken(context: Context, hash: Buffer): Promise<Context | null> {
  const { rows } = await sql<{ signInId: string | null }>`
    select u.sign_in_id as "signInId" from calendar_feeds f join users u on u.id = f.user_id
    where f.token_hash = ${hash}`.execute(context.database.db)
  const signInId = rows[0]?.signInId
  const caller = signInId ? await memberCaller(context.database.db, signInId, '') : null
  return caller && !caller.secondFactorDue ? { ...context, caller } : null
}

/** The caller's meetings of the past 30 days and the year to come, as iCalendar. */
export async function calendarOfMember(context: Context): Promise<string> {
  const { caller, organisation, now, database } = context
  const { values, bind } = parameters()
  const me = bind(caller.userId)
  const from = bind(now)
  const shown = (field: string, column: string) => (knows(caller, meeting.name, field) ? column : 'null')
  const text = `select m.calendar_uid as uid, m.subject, m.starts_at as "startsAt", m.ends_at as "endsAt",
      ${shown('timeZone', 'm.time_zone')} as zone, ${shown('location', 'm.location')} as location, ${shown('link', 'm.link')} as link,
      ${shown('agenda', 'm.agenda')} as agenda, m.version as sequence
    from meetings m
    where m.deleted_at is null and (m.outcome is null or m.outcome not in ('cancelled', 'rescheduled'))
      and m.starts_at >= ${from}::timestamptz - interval '30 days' and m.starts_at < ${from}::timestamptz + interval '1 year'
      and (m.owner_id = ${me}::uuid or exists (select from record_links l
        where l.from_id = m.id and l.field = 'colleagues' and l.to_id = ${me}::uuid))
      and ${permitted(caller, meeting, 'see', 'm', bind)}
    order by m.starts_at, m.id limit ${most}`
  if (!knows(caller, meeting.name, 'startsAt') || !knows(caller, meeting.name, 'subject'))
    return calendarOf([], { name: organisation.name, now })
  const { rows } = await database.lists.executeQuery<CalendarMeeting & { zone: string | null }>(
    CompiledQuery.raw(text, values),
  )
  return calendarOf(
    rows.map((row) => ({
      ...row,
      uid: `${row.uid}@throughline`,
      zone: row.zone !== null && isZone(row.zone) ? row.zone : organisation.timeZone,
      organiser: null,
      attendees: [],
    })),
    // The same meetings are the same text, by which a program is spared to read it again.
    { name: organisation.name, now: '2000-01-01T00:00:00Z' },
  )
}
