import { CompiledQuery } from 'kysely'
import { person } from '../../contract/customer/person.ts'
import { company } from '../../contract/customer/company.ts'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import { targetOf } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Caller } from '../http/caller.ts'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { getRecord } from './list.ts'
import { typesOf } from './types.ts'
import { eventShownTo, parameters, permitted, silentEvents, type Bind } from './visible.ts'

type Changes = Record<string, [unknown, unknown]>

/** A row of `selectEvents`. */
export interface EventRow {
  id: string
  type: string
  at: string
  recorded_at: string
  origin: LedgerEvent['origin']
  subject_type: string
  subject_id: string
  subject_version: number | null
  data: Record<string, unknown> & { changes?: Changes }
  personal: (Record<string, unknown> & { changes?: Changes }) | null
  actor_id: string | null
  actor_title: string | null
  person_id: string | null
  person_title: string | null
  company_id: string | null
  company_title: string | null
  subject_title: string | null
}

/** The ids of what was merged into a record, as a part of `from`: their events are in its history. */
export const mergedInto = (id: string): string =>
  `(select gone.secondary_id as id from record_merges gone where gone.primary_id = ${id} and gone.undone_at is null)`

/** The record that an event is about, as it is today: what was merged into another is that one now. */
export const subjectNow = (type: RecordType): string =>
  type.mergeable ? 'primary_of(e.subject_id)' : 'e.subject_id'

const subjectTitle = `case e.subject_type ${(recordTypes as readonly RecordType[])
  .map((type) => `when '${type.name}' then (select title from ${type.plural} where id = ${subjectNow(type)})`)
  .join(' ')} end`

/** The select list over `events e` with the joins of `eventJoins`: each event with the titles of those it names. */
export const eventColumns = `e.id, e.type, e.at, e.recorded_at, e.origin, e.subject_type, e.subject_id, e.subject_version,
  e.data, e.personal, u.id as actor_id, u.title as actor_title, p.id as person_id, p.title as person_title,
  c.id as company_id, c.title as company_title, ${subjectTitle} as subject_title`

export const eventJoins = (caller: Caller, bind: Bind): string => `left join users u on u.id = e.actor_id
  left join people p on p.id = primary_of(e.person_id) and ${permitted(caller, person, 'see', 'p', bind)}
  left join companies c on c.id = primary_of(e.company_id) and ${permitted(caller, company, 'see', 'c', bind)}`

const named = (id: string | null, title: string | null) => (id && title !== null ? { id, title } : null)

export function ledgerEvent(caller: Caller, row: EventRow): LedgerEvent {
  const { changes = {}, ...data } = row.data
  const { changes: personal = {}, ...personalData } = row.personal ?? {}
  return eventShownTo(caller, {
    id: row.id,
    type: row.type,
    at: row.at,
    recordedAt: row.recorded_at,
    origin: row.origin,
    actor: named(row.actor_id, row.actor_title),
    subject: {
      type: row.subject_type,
      id: row.subject_id,
      title: row.subject_title,
      version: row.subject_version,
    },
    person: named(row.person_id, row.person_title),
    company: named(row.company_id, row.company_title),
    changes: { ...changes, ...personal },
    data: { ...data, ...personalData },
  })
}

/** What the ids among the events' changes are called, of the records that the caller may see. One statement, or none. */
export async function titlesIn(
  context: Context,
  events: readonly LedgerEvent[],
): Promise<Record<string, string>> {
  const types = typesOf(context.database)
  const wanted = new Map<string, Set<string>>()
  for (const { subject, changes } of events) {
    const type = types.all.find(({ name }) => name === subject.type)
    const fields = { ...type?.fields, ...type?.retired }
    for (const [name, change] of Object.entries(changes)) {
      const target = fields[name] && targetOf(fields[name])
      if (!target) continue
      const ids = wanted.get(target) ?? new Set<string>()
      for (const id of change.flat()) if (typeof id === 'string') ids.add(id)
      wanted.set(target, ids)
    }
  }
  if (wanted.size === 0) return {}
  const { values, bind } = parameters()
  const parts = [...wanted].map(([name, ids]) => {
    const target = recordTypeOf(name)
    const now: string = target.mergeable ? 'primary_of(asked.id)' : 'asked.id'
    return `select asked.id, t.title from unnest(${bind([...ids])}::uuid[]) asked (id)
      join ${target.plural} t on t.id = ${now} where ${permitted(context.caller, target, 'see', 't', bind)}`
  })
  const { rows } = await context.database.db.executeQuery<{ id: string; title: string }>(
    CompiledQuery.raw(parts.join(' union all '), values),
  )
  return Object.fromEntries(rows.map(({ id, title }) => [id, title]))
}

/** Everything that was ever done to a record, newest first: the audit trail, binned records included. */
export async function historyOf(
  context: Context,
  type: RecordType,
  id: string,
  page: { after?: string | undefined; limit: number },
) {
  await getRecord(context, type, id)
  const { values, bind } = parameters()
  if (page.after !== undefined && !/^[0-9a-f-]{36}$/.test(page.after))
    throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
  const before = page.after === undefined ? '' : `and e.id < ${bind(page.after)}::uuid`
  const joins = eventJoins(context.caller, bind)
  const record = `${bind(id)}::uuid`
  const silent = bind(silentEvents(context.caller))
  const newest = (subject: string) => `(select e.* from events e
    where e.subject_id = ${subject} and e.type <> all(${silent}::text[]) ${before} order by e.id desc limit ${page.limit + 1})`
  const text = `select ${eventColumns} from (select n.* from (${newest(record)} union all
      select k.* from ${mergedInto(record)} merged cross join lateral ${newest('merged.id')} k) n
      order by n.id desc limit ${page.limit + 1}) e ${joins} order by e.id desc`
  const { rows } = await context.database.lists.executeQuery<EventRow>(CompiledQuery.raw(text, values))
  const data = rows.slice(0, page.limit).map((row) => ledgerEvent(context.caller, row))
  return {
    data,
    next: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null,
    titles: await titlesIn(context, data),
  }
}
