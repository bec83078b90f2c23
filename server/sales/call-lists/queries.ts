import { CompiledQuery, sql } from 'kysely'
import { call, meeting, note } from '../../../contract/customer/activities.ts'
import { company } from '../../../contract/customer/company.ts'
import { person } from '../../../contract/customer/person.ts'
import type { CallList, QueueEntry } from '../../../contract/sales/call-lists.ts'
import { lead } from '../../../contract/sales/lead.ts'
import { administers } from '../../../contract/team/role.ts'
import type { Caller } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import { knows, parameters, permitted } from '../../records/visible.ts'
import { zoneOf } from './rules.ts'

interface ListRow extends Omit<CallList, 'owner' | 'mayChange'> {
  ownerId: string | null
  owner: string | null
}

/** Whether a list of this owner’s is the caller’s to change. */
export const changes = (caller: Caller, owner: string | null): boolean =>
  administers(caller.role) || (owner !== null && owner === caller.userId)

/** The lists that the caller may see: their own, those that are shared, and all for whoever runs the company. */
export async function listsFor(
  { database, caller, now }: Context,
  id: string | null = null,
  all = administers(caller.role),
): Promise<CallList[]> {
  const { rows } = await sql<ListRow>`
    select l.id, l.name, l.record_type as "recordType", l.reason, l.script, l.shared, l.paused_at as "pausedAt",
      l.owner_id as "ownerId", u.name as owner, c.total, c.called, c.skipped, c.later
    from call_lists l left join users u on u.id = l.owner_id, lateral (
      select count(*)::int as total, count(*) filter (where e.state = 'called')::int as called,
        count(*) filter (where e.state = 'skipped')::int as skipped,
        count(*) filter (where e.state = 'waiting' and e.call_at > ${now})::int as later
      from call_list_entries e where e.list_id = l.id) c
    where (${all}::boolean or l.shared or l.owner_id = ${caller.userId}::uuid) and (${id}::uuid is null or l.id = ${id}::uuid)
    order by l.created_at desc, l.id`.execute(database.db)
  return rows.map(({ ownerId, owner, ...row }) => ({
    ...row,
    owner: ownerId !== null && owner !== null ? { id: ownerId, title: owner } : null,
    mayChange: changes(caller, ownerId),
  }))
}

export const listFor = (context: Context, id: string): Promise<CallList> =>
  anyList(context, id, administers(context.caller.role))

/** A list whether or not the caller may see it. */
export async function anyList(context: Context, id: string, all = true): Promise<CallList> {
  const [list] = await listsFor(context, id, all)
  if (!list) throw notFound('call list')
  return list
}

export interface Candidate {
  id: string
  personId: string
  title: string
  phone: string | null
  doNotContact: string[] | null
  timeZone: string | null
}

/** Who waits and nobody else has: call backs that are due first, then in the order of the list. Who is gone is passed over. */
export async function candidates(
  { database, caller, now }: Context,
  listId: string,
  claimedSince: string,
  passed: number,
  most: number,
): Promise<Candidate[]> {
  const { values, bind } = parameters()
  const text = `select e.id, e.person_id as "personId", p.title, p.phone, p.do_not_contact as "doNotContact", p.time_zone as "timeZone"
    from call_list_entries e join people p on p.id = e.person_id
    where e.list_id = ${bind(listId)}::uuid and e.state = 'waiting' and (e.call_at is null or e.call_at <= ${bind(now)})
      and p.deleted_at is null and p.erased_at is null and ${permitted(caller, person, 'see', 'p', bind)}
      and not exists (select from call_claims c where c.person_id = e.person_id and c.user_id <> ${bind(caller.userId)}::uuid
        and c.at > ${bind(claimedSince)})
    order by e.call_at is null, e.call_at, e.position, e.id offset ${passed} limit ${most}`
  const { rows } = await database.db.executeQuery<Candidate>(CompiledQuery.raw(text, values))
  return rows
}

type History = QueueEntry['history']

/** The last touches with a person that the caller may see, newest first. */
async function historyOf({ database, caller }: Context, personId: string): Promise<History> {
  const { values, bind } = parameters()
  const about = `t.person_id = ${bind(personId)}::uuid and t.deleted_at is null`
  const seen = (type: typeof call | typeof note | typeof meeting, at: string, outcome: string) =>
    `(select '${type.name}' as type, t.id, ${at} as at, t.title, ${outcome} as outcome from ${type.plural} t
      where ${about} and ${permitted(caller, type, 'see', 't', bind)} order by ${at} desc limit 5)`
  const text = `select * from (${[
    seen(call, 'coalesce(t.started_at, t.created_at)', 't.outcome'),
    seen(note, 't.created_at', 'null::text'),
    seen(meeting, 't.starts_at', 't.outcome'),
  ].join(' union all ')}) touches order by at desc limit 5`
  const { rows } = await database.db.executeQuery<History[number]>(CompiledQuery.raw(text, values))
  return rows
}

interface EntryRow {
  id: string
  tries: number
  personId: string
  title: string
  jobTitle: string | null
  phone: string
  timeZone: string | null
  companyId: string | null
  companyTitle: string | null
  leadId: string | null
  leadTitle: string | null
  interest: string | null
}

/** Somebody to call with all that is to be known for it. */
export async function entryFor(context: Context, id: string): Promise<QueueEntry> {
  const { database, caller, organisation } = context
  const { values, bind } = parameters()
  const interest = knows(caller, lead.name, 'interest') ? 'l.interest' : 'null::text'
  const text = `select e.id, e.tries, p.id as "personId", p.title, p.job_title as "jobTitle", p.phone, p.time_zone as "timeZone",
      c.id as "companyId", c.title as "companyTitle", l.id as "leadId", l.title as "leadTitle", ${interest} as interest
    from call_list_entries e join people p on p.id = e.person_id
      left join companies c on c.id = p.company_id and ${permitted(caller, company, 'see', 'c', bind)}
      left join leads l on l.id = e.lead_id and l.deleted_at is null and ${permitted(caller, lead, 'see', 'l', bind)}
    where e.id = ${bind(id)}::uuid`
  const { rows } = await database.db.executeQuery<EntryRow>(CompiledQuery.raw(text, values))
  const row = rows[0] as EntryRow
  const { zone, known } = zoneOf(row.timeZone, organisation.timeZone)
  return {
    id: row.id,
    person: { id: row.personId, title: row.title },
    company:
      row.companyId !== null && row.companyTitle !== null
        ? { id: row.companyId, title: row.companyTitle }
        : null,
    lead:
      row.leadId !== null && row.leadTitle !== null
        ? { id: row.leadId, title: row.leadTitle, interest: row.interest }
        : null,
    jobTitle: row.jobTitle,
    phone: row.phone,
    zone,
    zoneKnown: known,
    tries: row.tries,
    history: await historyOf(context, row.personId),
  }
}
