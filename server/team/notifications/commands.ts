import { sql, type RawBuilder } from 'kysely'
import { eventTypeOf } from '../../../contract/event-types.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { NotificationKind } from '../../../contract/team/notification.ts'
import { administers, roles } from '../../../contract/team/role.ts'
import { defaultTellings, type Telling } from '../../../contract/team/settings.ts'
import type { Db } from '../../db/database.ts'
import { addJob } from '../../db/jobs.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import type { Consumer } from '../../ledger/consumer.ts'
import type { StoredEvent } from '../../ledger/read.ts'
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

/** How a member is told of a kind of thing: as they have chosen, or as everybody is by default. */
const telling = (settings: string, kind: string) =>
  sql`coalesce(${sql.ref(`${settings}.chosen`)} #> array['notifications', ${sql.ref(kind)}],
    ${JSON.stringify(defaultTellings)}::jsonb -> ${sql.ref(kind)})`

interface Kept {
  id: string
  user_id: string
  kind: NotificationKind
  in_app: boolean
  mail: Telling['mail']
}

/**
 * Tells members as they want to be told; `news` selects user_id, kind, subject_type, subject_id, event_id, due_at and count.
 * What nobody wants to hear of is not kept, and what was told before is not told again.
 */
async function keep(tx: Db, news: RawBuilder<unknown>): Promise<Kept[]> {
  const { rows } = await sql<Kept>`
    with news as (${news}),
      heard as (select n.*, ${telling('s', 'n.kind')} as telling
        from news n join users u on u.id = n.user_id and u.active and u.deleted_at is null
          left join user_settings s on s.user_id = u.id),
      kept as (insert into notifications (user_id, kind, subject_type, subject_id, event_id, due_at, count, in_app)
        select user_id, kind, subject_type, subject_id, event_id, due_at, count, (telling ->> 'app')::boolean
        from heard where telling ->> 'app' = 'true' or telling ->> 'mail' <> 'never'
        on conflict do nothing returning id, user_id, kind, in_app)
    select k.*, ${telling('s', 'k.kind')} ->> 'mail' as mail from kept k left join user_settings s on s.user_id = k.user_id`.execute(
    tx,
  )
  if (rows.some((row) => row.in_app)) await tell(tx)
  return rows
}

/** By mail, where somebody does not want to wait for the digest. What they may see is asked when it is written. */
async function mailAtOnce(tx: Db, kept: readonly Kept[]): Promise<void> {
  for (const { id, mail } of kept) if (mail === 'now') await addJob(tx, 'mail-notification', { id })
}

const running = roles.map(({ value }) => value).filter(administers)

/** Tells those who run the company's machinery what happened to it: in app and, because it does not wait, by mail. */
const tellAdministrators = async (tx: Db, event: StoredEvent): Promise<void> =>
  mailAtOnce(
    tx,
    await keep(
      tx,
      sql`select id as user_id, 'notice' as kind, ${event.subject_type}::text as subject_type, ${event.subject_id}::uuid as subject_id,
        ${event.id}::uuid as event_id, null::timestamptz as due_at, 1 as count from users
      where role = any(${running}) or role in (select key from roles where 'administer' = any(rights))`,
    ),
  )

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
    const kept = await keep(
      tx,
      sql`select n."userId" as user_id, n."kind" as kind, n."subjectType" as subject_type, n."subjectId" as subject_id,
        n."eventId" as event_id, null::timestamptz as due_at, n."count" as count
      from json_to_recordset(${JSON.stringify(news)}) as n ("userId" uuid, "kind" text, "subjectType" text, "subjectId" uuid, "eventId" uuid, "count" int)`,
    )
    await mailAtOnce(tx, kept)
  },
}

/** A task that fell due while nobody looked for this long is no news any more. */
const lookBack = '3 days'

/**
 * Tells members of open tasks that have fallen due, once for each due moment; safe at any time, from several processes. Tasks
 * of the sample company are nobody's work.
 */
export function notifyDue(db: Db, now: string): Promise<void> {
  return transaction(db, async (tx) => {
    const kept = await keep(
      tx,
      sql`select u.id as user_id, 'due' as kind, 'task' as subject_type, t.id as subject_id, null::uuid as event_id,
        t.due_at, 1 as count from users u join tasks t on t.owner_id = u.id
      where t.status = 'open' and t.deleted_at is null
        and t.due_at <= ${now}::timestamptz and t.due_at > ${now}::timestamptz - ${lookBack}::interval
        and t.created_at <= t.due_at
        and not exists (select from events e where e.subject_id = t.id and e.type = 'task.created' and e.origin = 'sample')`,
    )
    await mailAtOnce(tx, kept)
  })
}

/** Marks one notification as read, or all; only ever the caller's own. */
export async function markRead(context: Context, id: string | null): Promise<void> {
  const { rows } = await sql`update notifications set read_at = ${context.now}
    where user_id = ${context.caller.userId}::uuid and read_at is null and (${id}::uuid is null or id = ${id}::uuid) returning id`.execute(
    context.database.db,
  )
  if (rows.length > 0) context.database.notify(notificationsChannel)
}
