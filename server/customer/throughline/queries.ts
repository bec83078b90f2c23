import { CompiledQuery } from 'kysely'
import type { LineWing } from '../../../contract/customer/throughline.ts'
import { eventTypes } from '../../../contract/event-types.ts'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import type { Caller } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import { columnsOf } from '../../records/column.ts'
import { knows, parameters, permitted } from '../../records/visible.ts'
import { visibleEvents } from '../timeline/policy.ts'
import { eventKeys } from '../timeline/queries.ts'
import type { LineFacts } from './rules.ts'

/** Milestones but for lifecycle stages, which have their own, corrected dates. */
const milestones = eventTypes.filter(
  ({ kind, type }) => (kind === 'milestone' || kind === 'handoff') && !type.endsWith('.stage-entered'),
)
const activities = eventTypes.filter(({ kind }) => kind === 'activity' || kind === 'message')

/** More than these would be drawn over each other; the newest count. */
const mostMilestones = 500
const mostActivities = 2_000

/** What a milestone is about, as it stands now: its title and its first amount. */
const subject = [...new Set(milestones.map(({ type }) => type.split('.')[0] ?? ''))]
  .map((name) => {
    const type = recordTypeOf(name)
    const money = columnsOf(type).find(({ declared }) => declared.type === 'money')
    return `select t.title, t.deleted_at, ${money ? `t.${money.name}, t.${money.name}_currency` : 'null::bigint, null::text'}
      from ${type.plural} t where e.subject_type = '${name}' and t.id = e.subject_id`
  })
  .join(' union all ')

/** Whether the caller may know what a milestone's subject is worth. */
function knowsAmount(caller: Caller, subject: string): boolean {
  const money = columnsOf(recordTypeOf(subject)).find(({ declared }) => declared.type === 'money')
  return !money || knows(caller, subject, money.field)
}

interface Row {
  created_at: string
  source: string | null
  channel: string | null
  first_at: string | null
  entries: { stage: string; at: string }[] | null
  events:
    | {
        type: string
        at: string
        subject_type: string
        subject_id: string
        version: number | null
        title: string | null
        amount: number | null
        currency: string | null
        from: LineWing | null
        to: LineWing | null
      }[]
    | null
  days: { at: string; counts: { type: string; count: number }[] }[] | null
}

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** What the line is drawn from, in one statement. */
export async function lineFacts(context: Context, type: RecordType, id: string): Promise<LineFacts> {
  const { values, bind } = parameters()
  const record = `${bind(id)}::uuid`
  const visible = visibleEvents(context.caller, bind)
  const among = (types: typeof eventTypes) =>
    `e.type = any(${bind(types.map((event) => event.type))}::text[]) and ${visible}`
  const zone = bind(context.organisation.timeZone)
  const text = `with
    milestones as (select e.type, e.at, e.subject_type, e.subject_id, e.subject_version as version, s.title, s.amount, s.currency,
        e.data ->> 'from' as "from", e.data ->> 'to' as "to"
      from (${eventKeys(type, record, among(milestones), mostMilestones)} order by at desc, id desc limit ${mostMilestones}) keys
        join events e on e.id = keys.id left join lateral (${subject}) s (title, deleted_at, amount, currency) on true
      where s.deleted_at is null),
    activities as (select (e.at at time zone ${zone}::text)::date as day, e.type, min(e.at) as at, count(*)::int as count
      from (${eventKeys(type, record, among(activities), mostActivities)} order by at desc, id desc limit ${mostActivities}) keys
        join events e on e.id = keys.id group by 1, 2)
    select ${iso('t.created_at')} as created_at, t.source, t.channel,
      (select ${iso('min(earliest.at)')} from ids_of(t.id) mine (id),
        lateral (select min(e.at) as at from events e where e.${type.name}_id = mine.id) earliest) as first_at,
      (select json_agg(json_build_object('stage', stage, 'at', ${iso('entered_at')}) order by entered_at)
        from lifecycle_entries where ${type.name}_id = t.id) as entries,
      (select json_agg(json_build_object('type', type, 'at', ${iso('at')}, 'subject_type', subject_type, 'subject_id', subject_id,
        'version', version, 'title', title, 'amount', amount, 'currency', currency, 'from', "from", 'to', "to") order by at) from milestones) as events,
      (select json_agg(day) from (select ${iso('min(at)')} as at, json_agg(json_build_object('type', type, 'count', count) order by type) as counts
        from activities group by day order by day) day) as days
    from ${type.plural} t where t.id = ${record} and ${permitted(context.caller, type, 'see', 't', bind)}`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  const row = rows[0]
  if (!row) throw notFound(type.label.one.toLowerCase())
  const sees = (field: string) => knows(context.caller, type.name, field)
  const entries = sees('lifecycleStage') ? (row.entries ?? []) : []
  const events = (row.events ?? []).map((event) => ({
    type: event.type,
    at: event.at,
    subject: { type: event.subject_type, id: event.subject_id },
    version: event.version ?? 0,
    title: event.title,
    amount:
      event.amount === null || event.currency === null || !knowsAmount(context.caller, event.subject_type)
        ? null
        : moneyOf(event.amount, event.currency),
    handoff: event.from && event.to ? { from: event.from, to: event.to } : null,
  }))
  const days = row.days ?? []
  const known = [row.created_at, row.first_at, entries[0]?.at, events[0]?.at, days[0]?.at].filter(
    (at) => typeof at === 'string',
  )
  return {
    now: context.now,
    firstAt: known.sort()[0] ?? context.now,
    source: sees('source') ? row.source : null,
    channel: sees('channel') ? row.channel : null,
    entries,
    events,
    days,
  }
}
