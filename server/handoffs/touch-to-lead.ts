import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Consumer } from '../ledger/consumer.ts'
import type { StoredEvent } from '../ledger/read.ts'

/** What counts as a touch, in the ledger's words, and the table of what was logged. */
const touches = {
  'call.created': 'calls',
  'note.created': 'notes',
  'meeting.created': 'meetings',
  'email.sent': 'emails',
} as const
const touchTypes = Object.keys(touches)
const binned = /^(call|note|meeting|email)\.deleted$/
const restored = /^(call|note|meeting|email)\.restored$/

/** Whether the event is a touch: it stands where it was logged, and no program or automation has sent it. */
const isTouch = (event: string): RawBuilder<boolean> => {
  const at = (column: string) => sql.ref(`${event}.${column}`)
  const stands = Object.entries(touches).map(
    ([type, table]) =>
      sql`when ${type} then exists (select from ${sql.table(table)} s where s.id = ${at('subject_id')} and s.deleted_at is null)`,
  )
  return sql`(${at('type')} = any(${touchTypes}::text[]) and ${at('actor_id')} is not null
    and case ${at('type')} ${sql.join(stands, sql` `)} end
    and (${at('type')} <> 'email.sent' or ${at('key_id')} is null and ${at('origin')} <> 'automation'))`
}

/** The first touch of leads that nobody has touched, among events of these subjects. */
async function touch(tx: Db, subjects: readonly string[]): Promise<void> {
  await sql`
    with told as (select e.id, e.at, e.person_id, e.actor_id from events e
        where e.subject_id = any(${[...subjects]}::uuid[]) and e.person_id is not null and ${isTouch('e')}),
      first as (
        select distinct on (l.id) l.id, l.status as was, l.reassign_at as reassign_at, told.at, told.id as event_id
        from told join leads l on l.person_id = primary_of(told.person_id) and l.owner_id = told.actor_id
        where l.status in ('new', 'working') and l.first_touched_at is null and l.deleted_at is null
          and told.at >= l.created_at
        order by l.id, told.at, told.id),
      locked as (select l.id from leads l join first on first.id = l.id order by l.id for no key update of l),
      touched as (
        update leads l set first_touched_at = first.at, status = 'working', reassign_at = null, version = l.version + 1,
          updated_at = greatest(l.updated_at, first.at)
        from first join locked on locked.id = first.id
        where l.id = first.id and l.first_touched_at is null and l.status in ('new', 'working')
        returning l.id, l.version, l.person_id, l.company_id, first.was, first.reassign_at, first.at, first.event_id),
      entered as (
        insert into lead_status_entries (lead_id, status, at, entered_on, actor_id)
        select t.id, 'working', t.at, (t.at at time zone coalesce((select time_zone from organisation), 'UTC'))::date,
          cause.actor_id
        from touched t join events cause on cause.id = t.event_id where t.was = 'new')
      insert into events (id, type, at, origin, actor_id, key_id, import_id, subject_type, subject_id, subject_version,
        person_id, company_id, data)
      select new_id(), 'lead.touched', t.at, cause.origin, cause.actor_id, cause.key_id, cause.import_id, 'lead', t.id,
        t.version, t.person_id, t.company_id,
        jsonb_build_object('touch', cause.subject_id, 'reassignAt', t.reassign_at, 'changes',
          jsonb_build_object('firstTouchedAt', jsonb_build_array(null, t.at))
            || case when t.was = 'new' then jsonb_build_object('status', jsonb_build_array('new', 'working')) else '{}' end)
      from touched t join events cause on cause.id = t.event_id`.execute(tx)
}

/**
 * Leads whose first touch has been taken back: the next one that stands is the first now; without one the lead waits
 * again as it did before, its clock never having stopped.
 */
async function untouch(tx: Db, gone: readonly StoredEvent[]): Promise<void> {
  const list = JSON.stringify(gone.map(({ id, subject_id, person_id }) => ({ id, subject_id, person_id })))
  await sql`
    with gone as (select * from json_to_recordset(${list}) as gone (id uuid, subject_id uuid, person_id uuid)),
      waiting as (
        select distinct on (l.id) l.id, l.status as was, l.first_touched_at, gone.id as event_id, next.at, next.subject_id as touch,
          begun.began, t.data -> 'reassignAt' as reassign_at, begun.began and l.status = 'working' and next.at is null
            and not exists (select from lead_status_entries s where s.lead_id = l.id and s.at > t.at) as again
        from gone join leads l on l.person_id = primary_of(gone.person_id)
          join events t on t.subject_id = l.id and t.type = 'lead.touched' and t.at = l.first_touched_at
            and t.data ->> 'touch' = gone.subject_id::text
          join events was on was.subject_id = gone.subject_id and was.type = any(${touchTypes}::text[])
            and not ${isTouch('was')}
          cross join lateral (select t.data ? 'began' or t.data -> 'changes' ? 'status' as began) begun
          left join lateral (select e.at, e.subject_id from events e
            where e.person_id in (select l.person_id union all
                select m.secondary_id from record_merges m where m.primary_id = l.person_id and m.undone_at is null)
              and e.actor_id in (l.owner_id, t.actor_id) and e.at >= l.created_at and ${isTouch('e')}
            order by e.at, e.id limit 1) next on true
        where l.status in ('new', 'working') and l.deleted_at is null
        order by l.id, gone.id),
      locked as (select l.id from leads l join waiting on waiting.id = l.id order by l.id for no key update of l),
      changed as (
        update leads l set first_touched_at = waiting.at, status = case when waiting.again then 'new' else l.status end,
          reassign_at = case when waiting.at is null then (waiting.reassign_at #>> '{}')::timestamptz end, version = l.version + 1, updated_at = greatest(l.updated_at, cause.at)
        from waiting join locked on locked.id = waiting.id join events cause on cause.id = waiting.event_id
        where l.id = waiting.id and l.first_touched_at = waiting.first_touched_at and l.status = waiting.was
        returning l.id, l.version, l.person_id, l.company_id, waiting.first_touched_at, waiting.event_id, waiting.at,
          waiting.touch, waiting.began, waiting.reassign_at, waiting.again),
      entered as (
        insert into lead_status_entries (lead_id, status, at, entered_on, actor_id)
        select c.id, 'new', cause.at, (cause.at at time zone coalesce((select time_zone from organisation), 'UTC'))::date,
          cause.actor_id
        from changed c join events cause on cause.id = c.event_id where c.again)
      insert into events (id, type, at, origin, actor_id, key_id, import_id, subject_type, subject_id, subject_version,
        person_id, company_id, data)
      select new_id(), case when c.at is null then 'lead.updated' else 'lead.touched' end, coalesce(c.at, cause.at),
        cause.origin, cause.actor_id, cause.key_id, cause.import_id, 'lead', c.id, c.version, c.person_id, c.company_id,
        case when c.at is null then '{}'::jsonb else jsonb_build_object('touch', c.touch, 'reassignAt', c.reassign_at)
            || case when c.began then '{"began": true}'::jsonb else '{}' end end
          || jsonb_build_object('changes', jsonb_build_object('firstTouchedAt', jsonb_build_array(c.first_touched_at, c.at))
            || case when c.again then jsonb_build_object('status', jsonb_build_array('working', 'new')) else '{}' end)
      from changed c join events cause on cause.id = c.event_id`.execute(tx)
}

/**
 * Customer to sales: the first call, note or meeting that a lead's owner logs about its person, or the first email that
 * they send them, from the lead's arrival on, is the first touch. It stops the clock, and who had not begun has begun now.
 * Taken back, it never was.
 */
export const touchToLead: Consumer = {
  name: 'touch-to-lead',
  async handle(tx: Db, events) {
    const ofPeople = events.filter(({ person_id }) => person_id)
    const told = ofPeople.filter(({ type }) => touchTypes.includes(type) || restored.test(type))
    if (told.length > 0)
      await touch(
        tx,
        told.map(({ subject_id }) => subject_id),
      )
    const gone = ofPeople.filter(({ type }) => binned.test(type))
    if (gone.length > 0) await untouch(tx, gone)
  },
}
