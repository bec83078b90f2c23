import { sql } from 'kysely'
import { eventTypeOf } from '../../../contract/event-types.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import { administers, roles } from '../../../contract/team/role.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import type { Consumer } from '../../ledger/consumer.ts'
import type { StoredEvent } from '../../ledger/read.ts'
import { queueMail } from '../mail/commands.ts'
import { newsOf, type Told } from './rules.ts'

/** The channel that says somebody's notifications have changed. */
export const notificationsChannel = 'notifications'

/**
 * Told in the transaction, so that it is heard exactly when the news can be read. Rare enough not to hold up commits, as a
 * notice in every transaction would.
 */
const tell = (tx: Db) => sql`select pg_notify(${notificationsChannel}, '')`.execute(tx)

async function told(tx: Db, events: StoredEvent[]): Promise<Told[]> {
  const { rows } = await sql<{ id: string; changes: Told['changes'] }>`
    select id, coalesce(data -> 'changes', '{}') || coalesce(personal -> 'changes', '{}') as changes
    from events where id = any(${events.map(({ id }) => id)}::uuid[])`.execute(tx)
  const changes = new Map(rows.map((row) => [row.id, row.changes]))
  return events.map((event) => ({
    id: event.id,
    tx: event.tx,
    type: event.type,
    origin: event.origin,
    actorId: event.actor_id,
    subjectType: event.subject_type,
    subjectId: event.subject_id,
    changes: changes.get(event.id) ?? {},
  }))
}

const running = roles.map(({ value }) => value).filter(administers)

/** Tells those who run the company's machinery what happened to it: in app and, because it does not wait, by mail. */
async function tellAdministrators(tx: Db, event: StoredEvent): Promise<void> {
  const { rows } = await sql<{ email: string | null }>`
    with told as (insert into notifications (user_id, kind, subject_type, subject_id, event_id)
      select id, 'notice', ${event.subject_type}, ${event.subject_id}, ${event.id} from users
      where (role = any(${running}) or role in (select key from roles where 'administer' = any(rights))) and active and deleted_at is null
      on conflict do nothing returning user_id)
    select u.email from told join users u on u.id = told.user_id`.execute(tx)
  const label = eventTypeOf(event.type)?.label ?? event.type
  const title = typeof event.data['title'] === 'string' ? `: ${event.data['title']}` : ''
  for (const { email } of rows)
    if (email)
      await queueMail(tx, {
        recipient: email,
        subject: `${label}${title}`,
        body: `${label}${title}.\n\nOpen Throughline’s settings to see why and what to do.`,
      })
  if (rows.length > 0) await tell(tx)
}

const ofRecords = new Set<string>(recordTypes.map(({ name }) => name))

/** Follows the ledger and tells members what concerns them. */
export const notifyMembers: Consumer = {
  name: 'notify-members',
  async handle(tx, events) {
    for (const event of events) if (eventTypeOf(event.type)?.notice) await tellAdministrators(tx, event)
    const loud = events.filter(
      ({ origin, subject_type }) => origin !== 'import' && origin !== 'sample' && ofRecords.has(subject_type),
    )
    if (loud.length === 0) return
    const news = newsOf(await told(tx, loud))
    if (news.length === 0) return
    const { rows } =
      await sql`insert into notifications (user_id, kind, subject_type, subject_id, event_id, count)
      select u.id, n."kind", n."subjectType", n."subjectId", n."eventId", n."count"
      from json_to_recordset(${JSON.stringify(news)}) as n ("userId" uuid, "kind" text, "subjectType" text, "subjectId" uuid, "eventId" uuid, "count" int)
        join users u on u.id = n."userId" and u.active and u.deleted_at is null
      on conflict do nothing returning id`.execute(tx)
    if (rows.length > 0) await tell(tx)
  },
}

/** A task that fell due while nobody looked for this long is no news any more. */
const lookBack = '3 days'

/**
 * Tells members of open tasks that have fallen due, once for each due moment; safe at any time, from several processes. Tasks
 * of the sample company are nobody's work.
 */
export async function notifyDue(db: Db, now: string): Promise<void> {
  await sql`
    with due as (insert into notifications (user_id, kind, subject_type, subject_id, due_at)
      select u.id, 'due', 'task', t.id, t.due_at from users u join tasks t on t.owner_id = u.id
      where u.active and u.deleted_at is null and t.status = 'open' and t.deleted_at is null
        and t.due_at <= ${now}::timestamptz and t.due_at > ${now}::timestamptz - ${lookBack}::interval
        and t.created_at <= t.due_at
        and not exists (select from events e where e.subject_id = t.id and e.type = 'task.created' and e.origin = 'sample')
      on conflict do nothing returning id)
    select pg_notify(${notificationsChannel}, '') from (select from due limit 1) told`.execute(db)
}

/** Marks one notification as read, or all; only ever the caller's own. */
export async function markRead(context: Context, id: string | null): Promise<void> {
  const { rows } = await sql`update notifications set read_at = ${context.now}
    where user_id = ${context.caller.userId}::uuid and read_at is null and (${id}::uuid is null or id = ${id}::uuid) returning id`.execute(
    context.database.db,
  )
  if (rows.length > 0) context.database.notify(notificationsChannel)
}
