import { CompiledQuery, sql } from 'kysely'
import { meeting, task } from '../../../contract/customer/activities.ts'
import { company } from '../../../contract/customer/company.ts'
import { person } from '../../../contract/customer/person.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { lead } from '../../../contract/sales/lead.ts'
import {
  aboutToBegin,
  lapsingWithinDays,
  rankOf,
  type DayItem,
  type DayReason,
} from '../../../contract/sales/my-day.ts'
import { quote } from '../../../contract/sales/quote.ts'
import { addDays, dayOf, startOfDay } from '../../../contract/values/day.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import { next as nextUnit } from '../../../contract/values/period.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField } from '../../http/problem.ts'
import { knows, parameters, permitted, type Bind } from '../../records/visible.ts'

/** One reason as SQL on `t`: which records it takes in, and the column that orders them with its type. */
interface Branch {
  reason: DayReason
  type: RecordType
  /** Instead of the type's table. */
  from?: string
  /** Fields that it tells by what it lists: of no use to whom their role hides one of them. */
  tells: readonly string[]
  where: string
  key: string
  keyType: 'timestamptz' | 'date'
  until?: string
  money?: { field: string; column: string }
}

/** Moments and days of the caller's today in the organisation's time zone, as placeholders of a statement. */
function ground({ caller, now, organisation: { timeZone } }: Context, bind: Bind) {
  const today = dayOf(now, timeZone)
  return {
    me: `${bind(caller.userId)}::uuid`,
    now: `${bind(now)}::timestamptz`,
    soon: `${bind(new Date(Date.parse(now) + aboutToBegin * 60_000).toISOString())}::timestamptz`,
    begins: `${bind(startOfDay(today, timeZone))}::timestamptz`,
    ends: `${bind(startOfDay(addDays(today, 1), timeZone))}::timestamptz`,
    today: `${bind(today)}::date`,
    lapses: `${bind(addDays(today, lapsingWithinDays))}::date`,
    nextWeek: `${bind(nextUnit(today, 'week'))}::date`,
  }
}

/**
 * Whether there is such a row, asked for each row of a page alone: as `exists`, PostgreSQL may join with all that there is
 * before it looks at the first.
 */
const anyRow = (from: string): string => `coalesce((select true from ${from} limit 1), false)`

/** What is to come has its day: an open task of the caller's for a later one. */
const followedUp = (column: string, id: string, me: string, ends: string): string =>
  anyRow(`tasks f where f.${column} = ${id} and f.owner_id = ${me} and f.status = 'open'
    and f.deleted_at is null and f.due_at >= ${ends}`)

/** The caller's meetings of today, and those in which they take part as a colleague: each way has its own index. */
function metToday({ me, begins, ends }: ReturnType<typeof ground>): string {
  const today = `t.starts_at >= ${begins} and t.starts_at < ${ends} and t.outcome is null and t.deleted_at is null`
  return `met as materialized (select t.* from meetings t where t.owner_id = ${me} and ${today}
    union all select t.* from record_links l join meetings t on t.id = l.from_id
      where l.to_id = ${me} and l.field = 'colleagues' and t.owner_id is distinct from ${me} and ${today})`
}

function branches(given: ReturnType<typeof ground>): Branch[] {
  const { me, now, soon, begins, ends, today, lapses, nextWeek } = given
  const mine = `t.owner_id = ${me}`
  const tasks = {
    type: task,
    tells: ['dueAt', 'status', 'owner'],
    key: 't.due_at',
    keyType: 'timestamptz',
  } as const
  const openTask = `${mine} and t.status = 'open'`
  const meetings = {
    type: meeting,
    from: 'met',
    tells: ['startsAt', 'owner', 'outcome'],
    key: 't.starts_at',
    keyType: 'timestamptz',
    until: 't.ends_at',
  } as const
  const over = `coalesce(t.ends_at, t.starts_at + interval '30 minutes')`
  const begun = `t.starts_at <= ${soon} and ${over} > ${now}`
  const leads = {
    type: lead,
    tells: ['respondBy', 'status', 'owner', 'firstTouchedAt'],
    // By one whose clock does not run, since it has waited.
    key: 'coalesce(t.respond_by, t.created_at)',
    keyType: 'timestamptz',
    until: 't.warn_at',
  } as const
  const waiting = `${mine} and t.status in ('new', 'working') and t.first_touched_at is null
    and not (${followedUp('person_id', 't.person_id', me, ends)})`
  const quotes = {
    type: quote,
    tells: ['status', 'owner', 'viewedAt', 'validUntil'],
    money: { field: 'total', column: 'total' },
  } as const
  // Being opened is no answer to anything yet.
  const touchedSince = (deals: string, moment: string) =>
    `(${deals}.touched_at >= ${moment} and ${deals}.touched_at > ${deals}.created_at)`
  const dealTouched = (moment: string) =>
    anyRow(`deals q where q.id = t.deal_id and ${touchedSince('q', moment)}`)
  const unattended = `not (${followedUp('deal_id', 't.deal_id', me, ends)})`
  const viewed = `t.status = 'viewed' and t.viewed_at is not null and not (${dealTouched('t.viewed_at')})`
  const deals = {
    type: deal,
    tells: ['status', 'owner', 'expectedCloseOn', 'touchedAt', 'quietOn'],
    money: { field: 'amount', column: 'amount' },
  } as const
  const openDeal = `${mine} and t.status = 'open' and not (${followedUp('deal_id', 't.id', me, ends)})`
  return [
    { ...meetings, reason: 'meetingNow', where: begun },
    { ...leads, reason: 'leadUrgent', where: `${waiting} and t.warn_at <= ${now}` },
    { ...tasks, reason: 'taskLate', where: `${openTask} and t.due_at < ${now}` },
    { ...tasks, reason: 'taskToday', where: `${openTask} and t.due_at >= ${now} and t.due_at < ${ends}` },
    { ...meetings, reason: 'meetingToday', where: `not (${begun})` },
    { ...leads, reason: 'leadWaiting', where: `${waiting} and (t.warn_at > ${now} or t.warn_at is null)` },
    {
      ...quotes,
      reason: 'quoteViewed',
      key: 't.viewed_at',
      keyType: 'timestamptz',
      where: `${mine} and ${viewed} and ${unattended}`,
    },
    {
      ...quotes,
      reason: 'quoteLapsing',
      key: 't.valid_until',
      keyType: 'date',
      where: `${mine} and t.status in ('sent', 'viewed') and t.valid_until between ${today} and ${lapses}
        and not (${viewed}) and not (${dealTouched(begins)}) and ${unattended}`,
    },
    {
      ...deals,
      reason: 'dealClosing',
      key: 't.expected_close_on',
      keyType: 'date',
      where: `${openDeal} and t.expected_close_on < ${nextWeek} and not ${touchedSince('t', begins)}`,
    },
    {
      ...deals,
      reason: 'dealQuiet',
      key: 't.quiet_on',
      keyType: 'date',
      where: `${openDeal} and (t.expected_close_on < ${nextWeek}) is not true
        and t.quiet_on <= ${today}`,
    },
  ]
}

interface Cursor {
  rank: number
  key: string
  id: string
}

const encode = ({ rank, key, id }: Cursor) =>
  Buffer.from(JSON.stringify([rank, key, id])).toString('base64url')

function decode(cursor: string): Cursor {
  try {
    const [rank, key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [
      number,
      string,
      string,
    ]
    if (Number.isInteger(rank) && !Number.isNaN(Date.parse(key)) && /^[0-9a-f-]{36}$/.test(id))
      return { rank, key, id }
  } catch {
    // Falls through to the refusal: the text was no cursor of ours.
  }
  throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
}

/** The columns of an activity's, a lead's, a quote's and a deal's row that say whom it is about. */
const about = ({ name }: RecordType): string =>
  `t.person_id, t.company_id, ${name === deal.name ? 'null::uuid' : 't.deal_id'} as deal_id`

function branchSql(
  { caller }: Context,
  branch: Branch,
  after: Cursor | null,
  zone: string,
  most: number,
  bind: Bind,
): { rank: number; text: string }[] {
  const { reason, type, from = type.plural, key, keyType, where, until, money } = branch
  const rank = rankOf(reason)
  if (after && rank < after.rank) return []
  const further =
    after?.rank === rank
      ? ` and (${key}, t.id) > (${bind(after.key)}::${keyType}, ${bind(after.id)}::uuid)`
      : ''
  const at = keyType === 'date' ? `(${key}::timestamp at time zone ${zone})` : key
  const amount = money && knows(caller, type.name, money.field) ? `t.${money.column}` : null
  return [
    {
      rank,
      text: `(select ${rank} as rank, '${reason}' as reason, '${type.name}' as kind, t.id, t.title, t.version, ${at} as at,
      ${key}::text as key, ${until ?? 'null::timestamptz'} as until, ${about(type)},
      ${amount ?? 'null::bigint'} as amount, ${amount ? `${amount}_currency` : 'null::text'} as currency,
      ${type.name === meeting.name && knows(caller, type.name, 'link') ? 't.link' : 'null::text'} as link
    from ${from} t where t.deleted_at is null and ${permitted(caller, type, 'see', 't', bind)} and ${where}${further}
    order by ${key}, t.id limit ${most})`,
    },
  ]
}

/** The places of a page, each read only when those before it have left room. */
function placed(parts: { rank: number; text: string }[], most: number): { names: string[]; tables: string } {
  const places = [...Map.groupBy(parts, ({ rank }) => rank)]
  const tables = places.map(([rank, some], i) => {
    const before = places[i - 1]?.[0]
    const room = before === undefined ? `${most}` : `(select n from room${before})`
    const items = some.map(({ text }) => `select * from ${text} item where ${room} > 0`)
    return `place${rank} as materialized (${items.join(' union all ')}),
      room${rank} as materialized (select ${room} - count(*) as n from place${rank})`
  })
  return { names: places.map(([rank]) => `place${rank}`), tables: tables.join(', ') }
}

/** One statement of one page; null where there is nothing that the caller could be shown. */
export function myDayStatement(
  context: Context,
  { after, limit }: { after?: string | undefined; limit: number },
): { text: string; values: unknown[] } | null {
  const { caller } = context
  const { values, bind } = parameters()
  const zone = bind(context.organisation.timeZone)
  const from = after === undefined ? null : decode(after)
  const given = ground(context, bind)
  const parts = branches(given)
    .filter(({ type, tells }) => tells.every((field) => knows(caller, type.name, field)))
    .flatMap((branch) => branchSql(context, branch, from, zone, limit + 1, bind))
  if (caller.userId === null || parts.length === 0) return null
  const titled = ({ name, plural }: RecordType, alias: string, type: RecordType) =>
    `left join ${plural} ${alias} on ${alias}.id = page.${name}_id and ${permitted(caller, type, 'see', alias, bind)}`
  // Named once at least, whichever branches are left.
  const { names, tables } = placed(parts, limit + 1)
  const text = `with ground as (select ${zone}::text, ${Object.values(given).join(', ')}), ${metToday(given)}, ${tables},
      items as (${names.map((name) => `select * from ${name}`).join(' union all ')}),
      page as (select * from items order by rank, at, id limit ${limit + 1})
    select page.*, p.title as "personTitle", c.title as "companyTitle", d.title as "dealTitle" from page
    ${titled(person, 'p', person)} ${titled(company, 'c', company)} ${titled(deal, 'd', deal)}
    order by page.rank, page.at, page.id`
  return { text, values }
}

interface Row {
  rank: number
  reason: DayReason
  kind: DayItem['kind']
  id: string
  title: string
  version: number
  at: string
  key: string
  until: string | null
  person_id: string | null
  company_id: string | null
  deal_id: string | null
  amount: string | null
  currency: string | null
  link: string | null
  personTitle: string | null
  companyTitle: string | null
  dealTitle: string | null
}

const named = (id: string | null, title: string | null) =>
  id !== null && title !== null ? { id, title } : null

export async function myDay(
  context: Context,
  query: { after?: string | undefined; limit: number },
): Promise<{ data: DayItem[]; next: string | null }> {
  const statement = myDayStatement(context, query)
  if (!statement) return { data: [], next: null }
  // Planned once: it has thirty parts, each held to its index by whom it is about and in what order, whatever the values,
  // and planning them costs several times what reading them does.
  const { rows } = await transaction(context.database.lists, async (tx) => {
    await sql`set local plan_cache_mode to force_generic_plan`.execute(tx)
    return tx.executeQuery<Row>(CompiledQuery.raw(statement.text, statement.values))
  })
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return {
    data: page.map((row) => ({
      kind: row.kind,
      reason: row.reason,
      id: row.id,
      title: row.title,
      version: row.version,
      at: row.at,
      until: row.until,
      person: named(row.person_id, row.personTitle),
      company: named(row.company_id, row.companyTitle),
      deal: named(row.deal_id, row.dealTitle),
      amount: row.amount !== null && row.currency !== null ? moneyOf(row.amount, row.currency) : null,
      link: row.link,
    })),
    next: last ? encode(last) : null,
  }
}
