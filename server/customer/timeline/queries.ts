import { CompiledQuery } from 'kysely'
import type { TimelineEntry, TimelineQuery } from '../../../contract/customer/timeline.ts'
import { eventTypes } from '../../../contract/event-types.ts'
import { relationsOf, recordTypes, type RecordTypes } from '../../../contract/record-types.ts'
import { fieldsOf, type RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import { instant } from '../../db/parsers.ts'
import type { Caller } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { columnNamed, columnsOf, recordOf, selectList } from '../../records/column.ts'
import {
  eventColumns,
  eventJoins,
  ledgerEvent,
  mergedInto,
  titlesIn,
  type EventRow,
} from '../../records/history.ts'
import { typesOf } from '../../records/types.ts'
import { knows, parameters, permitted, shownTo, type Bind } from '../../records/visible.ts'
import { isActivity, visibleEvents } from './policy.ts'
import { isLatest, isStillAbout, ofConversation, threadOf, type Folding } from './threads/queries.ts'

const newestFirst = 'order by at desc, id desc'

/**
 * Keys (`at`, `id`) of a record's newest events that fulfil the condition on `e`, each way of belonging to it bounded and
 * in the order of an index. A customer's are those that name it, or name it as a further party; a company's include what
 * its people did while they had no other; any other record's are its own and those of the notes and the like about it.
 * What was merged into a customer has left its events in that one's history.
 */
export function eventKeys(type: RecordType, id: string, condition: string, limit: number): string {
  const newest = (where: string) =>
    `(select e.at, e.id from events e where ${where} and ${condition} order by e.at desc, e.id desc limit ${limit})`
  const party = (
    subject: string,
  ) => `(select s.at, e.id from event_subjects s join events e on e.id = s.event_id
    where s.subject_id = ${subject} and ${condition} order by s.at desc, s.event_id desc limit ${limit})`
  // The record's own stand apart from those of what was merged into it: for a known id the plan is the best there is.
  const merged = (of: string, part: (id: string) => string) =>
    `(select k.at, k.id from ${mergedInto(of)} merged cross join lateral ${part('merged.id')} k)`
  const own = (part: (subject: string) => string) => [part(id), merged(id, part)]
  if (type.name === 'person')
    return [...own((person) => newest(`e.person_id = ${person}`)), ...own(party)].join(' union ')
  if (type.name === 'company') {
    const alone = (person: string) =>
      newest(
        `e.person_id = ${person} and e.company_id is null and (m.ended_on is null or e.at < m.ended_on + 1)`,
      )
    const people = (keys: string) =>
      `(select alone.at, alone.id from employments m cross join lateral ${keys} alone where m.company_id = ${id})`
    return [
      ...own((company) => newest(`e.company_id = ${company}`)),
      people(alone('m.person_id')),
      people(merged('m.person_id', alone)),
      ...own(party),
    ].join(' union ')
  }
  const about = relationsOf(type)
    .filter((relation) => relation.direction === 'inverse' && isActivity(relation.type))
    .map(
      (relation) =>
        `union all select id from ${relation.type.plural} where ${columnNamed(relation.type, relation.field)?.name} = ${id}`,
    )
  return [newest(`e.subject_id = any(array(select ${id} ${about.join(' ')}))`), party(id)].join(' union ')
}

/** Activities as they stand now, as JSON in the same row. */
const currentRecord = (types: RecordTypes): string =>
  `case e.subject_type ${types.all
    .filter(isActivity)
    .map(
      (type) =>
        `when '${type.name}' then (select to_json(r) from (select ${selectList(type)} from ${type.plural} t where t.id = e.subject_id) r)`,
    )
    .join(' ')} end`

/** The first amount of what is done for customers, as it stands now: a deal's. */
const amounts = recordTypes.flatMap((type: RecordType) => {
  const money =
    type.customer === 'self' || !type.customer
      ? undefined
      : columnsOf(type).find(({ declared }) => declared.type === 'money')
  return money ? [{ type, field: money.field, column: `t.${money.name}` }] : []
})
const knowsAmount = (caller: Caller, subject: string): boolean =>
  amounts.every(({ type, field }) => type.name !== subject || knows(caller, subject, field))
const currentAmount = `case e.subject_type ${amounts
  .map(
    ({
      type,
      column,
    }) => `when '${type.name}' then (select json_build_object('minor', ${column}::text, 'currency', ${column}_currency)
    from ${type.plural} t where t.id = e.subject_id and ${column} is not null)`,
  )
  .join(' ')} end`

function recordIn(type: RecordType, row: Record<string, unknown>): AnyRecord {
  const record = recordOf(type)(row) as AnyRecord
  const fields = fieldsOf(type)
  for (const name of [...Object.keys(fields), 'deletedAt'])
    if (typeof record[name] === 'string' && (name === 'deletedAt' || fields[name]?.type === 'moment'))
      record[name] = instant(record[name].replace('T', ' ').replace('+00:00', '+00'))
  return record
}

/** What the reader has narrowed the timeline to, of the event `alias`. */
function narrowing(query: TimelineQuery, alias: string, bind: Bind): string[] {
  const conditions: string[] = []
  if (query.wing || query.kind) {
    const types = eventTypes.filter(
      ({ wing, kind }) => (query.wing?.includes(wing) ?? true) && (query.kind?.includes(kind) ?? true),
    )
    conditions.push(`${alias}.type = any(${bind(types.map(({ type }) => type))}::text[])`)
  }
  if (query.actor) conditions.push(`${alias}.actor_id = ${bind(query.actor)}::uuid`)
  if (query.origin) conditions.push(`${alias}.origin = any(${bind(query.origin)}::text[])`)
  return conditions
}

function conditionOf(context: Context, query: TimelineQuery, folding: Folding | null, bind: Bind): string {
  const conditions = [visibleEvents(context.caller, bind), ...narrowing(query, 'e', bind)]
  if (query.conversation) conditions.push(ofConversation(`${bind(query.conversation)}::uuid`))
  else if (folding) conditions.push(isLatest(folding))
  if (query.after) {
    const [, at, id] =
      /^(\d{4}[\d:.TZ-]{10,30}),([0-9a-f-]{36})$/.exec(Buffer.from(query.after, 'base64url').toString()) ?? []
    if (!at || !id)
      throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
    conditions.push(`(e.at, e.id) < (${bind(at)}::timestamptz, ${bind(id)}::uuid)`)
  }
  return conditions.join(' and ')
}

type Row = EventRow & {
  record: Record<string, unknown> | null
  amount: { minor: string; currency: string } | null
  thread: TimelineEntry['thread']
}

/** The statement of a page: whether there is such a record, and its events with all that they name. */
export function timelineStatement(
  context: Context,
  type: RecordType,
  id: string,
  query: TimelineQuery,
): CompiledQuery<Row> {
  const { values, bind } = parameters()
  const record = `${bind(id)}::uuid`
  const ground = { type, id: record }
  const folding = query.fold
    ? { ...ground, caller: context.caller, narrowing: narrowing(query, 'n', bind), bind }
    : null
  const condition = `${conditionOf(context, query, folding, bind)} and ${isStillAbout(ground)}`
  const text = `with keys as (${eventKeys(type, record, condition, query.limit + 1)} ${newestFirst} limit ${query.limit + 1}),
    page as (select ${eventColumns}, ${currentRecord(typesOf(context.database))} as record, ${currentAmount} as amount,
      ${folding ? threadOf(folding) : 'null::json'} as thread from keys join events e on e.id = keys.id ${eventJoins(context.caller, bind)})
    select page.* from (select from ${type.plural} t where t.id = ${record} and ${permitted(context.caller, type, 'see', 't', bind)}) seen
      left join page on true ${newestFirst}`
  return CompiledQuery.raw(text, values)
}

export async function timelineOf(context: Context, type: RecordType, id: string, query: TimelineQuery) {
  const { rows } = await context.database.lists.executeQuery(timelineStatement(context, type, id, query))
  if (rows.length === 0) throw notFound(type.label.one.toLowerCase())
  const types = typesOf(context.database)
  const found = rows.filter((row) => row.id !== null)
  const data = found.slice(0, query.limit).map((row): TimelineEntry => {
    const event = ledgerEvent(context.caller, row)
    const activity = types.all.find(({ name }) => name === row.subject_type)
    return {
      ...event,
      amount:
        row.amount && knowsAmount(context.caller, row.subject_type)
          ? moneyOf(row.amount.minor, row.amount.currency)
          : null,
      thread: row.thread,
      record:
        row.record && activity
          ? (shownTo(context.caller, activity, [recordIn(activity, row.record)])[0] ?? null)
          : null,
    }
  })
  const last = found.length > query.limit ? data.at(-1) : undefined
  return {
    data,
    next: last ? Buffer.from(`${last.at},${last.id}`).toString('base64url') : null,
    titles: await titlesIn(context, data),
  }
}
