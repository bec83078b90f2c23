import { CompiledQuery, sql } from 'kysely'
import { company } from '../../../contract/customer/company.ts'
import { person } from '../../../contract/customer/person.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Notification, NotificationKind } from '../../../contract/team/notification.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { invalidField } from '../../http/problem.ts'
import { columnNamed } from '../../records/column.ts'
import { parameters, permitted, type Bind } from '../../records/visible.ts'

/** The subject by its type, if it is there and the caller's to see, with the customer that it is about. */
function subjects(context: Context, bind: Bind): string {
  return (recordTypes as readonly RecordType[])
    .map((type) => {
      const of = (field: string | undefined) => (field ? `s.${columnNamed(type, field)?.name}` : 'null::uuid')
      const customer = type.customer === 'self' || !type.customer ? {} : type.customer
      return `select s.title, ${of(customer.person)}, ${of(customer.company)} from ${type.plural} s
        where n.subject_type = '${type.name}' and s.id = n.subject_id and s.deleted_at is null
          and ${permitted(context.caller, type, 'see', 's', bind)}`
    })
    .join(' union all ')
}

interface Row {
  id: string
  kind: Notification['kind']
  count: number
  due_at: string | null
  created_at: string
  read_at: string | null
  subject_type: string
  subject_id: string
  title: string | null
  event_type: string | null
  actor_id: string | null
  actor_title: string | null
  person_id: string | null
  person_title: string | null
  company_id: string | null
  company_title: string | null
}

const notification = (row: Row): Notification => ({
  id: row.id,
  kind: row.kind,
  actor: row.actor_id && row.actor_title !== null ? { id: row.actor_id, title: row.actor_title } : null,
  subject: { type: row.subject_type, id: row.subject_id, title: row.title },
  customer:
    row.person_id && row.person_title !== null
      ? { type: 'person', id: row.person_id, title: row.person_title }
      : row.company_id && row.company_title !== null
        ? { type: 'company', id: row.company_id, title: row.company_title }
        : null,
  eventType: row.kind === 'notice' ? row.event_type : null,
  count: row.count,
  dueAt: row.due_at,
  createdAt: row.created_at,
  readAt: row.read_at,
})

/** What a member was told that has neither been read nor mailed: one, or all since a moment, of these kinds. */
export interface Unmailed {
  id?: string
  since?: string
  kinds: readonly NotificationKind[]
}

type Where = (bind: Bind) => string[]

async function read(context: Context, where: Where, limit: number): Promise<Notification[]> {
  const { values, bind } = parameters()
  const conditions = [`n.user_id = ${bind(context.caller.userId)}::uuid`, ...where(bind)]
  const text = `select n.id, n.kind, n.count, n.due_at, n.created_at, n.read_at, n.subject_type, n.subject_id, e.type as event_type,
      case when n.kind = 'notice' then e.data ->> 'title' else s.title end as title,
      u.id as actor_id, u.title as actor_title, p.id as person_id, p.title as person_title, c.id as company_id, c.title as company_title
    from notifications n left join lateral (${subjects(context, bind)}) s (title, person_id, company_id) on true
      left join events e on e.id = n.event_id left join users u on u.id = e.actor_id
      left join people p on p.id = s.person_id and ${permitted(context.caller, person, 'see', 'p', bind)}
      left join companies c on c.id = s.company_id and ${permitted(context.caller, company, 'see', 'c', bind)}
    where ${conditions.join(' and ')} order by n.id desc limit ${limit}`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  return rows.map(notification)
}

export async function listNotifications(
  context: Context,
  query: { after?: string | undefined; limit: number; unread?: boolean | undefined },
) {
  if (query.after !== undefined && !/^[0-9a-f-]{36}$/.test(query.after))
    throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
  const where: Where = (bind) => [
    'n.in_app',
    ...(query.unread ? ['n.read_at is null'] : []),
    ...(query.after === undefined ? [] : [`n.id < ${bind(query.after)}::uuid`]),
  ]
  const found = await read(context, where, query.limit + 1)
  const data = found.slice(0, query.limit)
  return { data, next: found.length > query.limit ? (data.at(-1)?.id ?? null) : null }
}

/** At the most so many at once; who was told more reads the rest in the application. */
const mostMailed = 500

export const unmailed = (context: Context, { id, since, kinds }: Unmailed): Promise<Notification[]> =>
  read(
    context,
    (bind) => [
      'n.read_at is null and n.mailed_at is null',
      `n.kind = any(${bind([...kinds])}::text[])`,
      ...(id === undefined ? [] : [`n.id = ${bind(id)}::uuid`]),
      ...(since === undefined ? [] : [`n.created_at > ${bind(since)}::timestamptz`]),
    ],
    mostMailed,
  )

/** How many unread notifications each of these members has. */
export async function unreadOf(db: Db, userIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ user_id: string; unread: number }>`
    select user_id, count(*)::int as unread from notifications
    where user_id = any(${[...userIds]}::uuid[]) and read_at is null and in_app group by user_id`.execute(db)
  const counted = new Map(rows.map((row) => [row.user_id, row.unread]))
  return new Map(userIds.map((id) => [id, counted.get(id) ?? 0]))
}
