import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Consumer } from '../ledger/consumer.ts'

/** What counts as a touch, in the ledger's words. */
const touches = new Set(['call.created', 'note.created', 'meeting.created'])

/**
 * Customer to sales: the first call, note or meeting that a lead's owner logs about its person, from the lead's arrival
 * on, is the first touch. It stops the clock, and who had not begun has begun now.
 */
export const touchToLead: Consumer = {
  name: 'touch-to-lead',
  async handle(tx: Db, events) {
    const told = events.filter(({ type, person_id, actor_id }) => touches.has(type) && person_id && actor_id)
    if (told.length === 0) return
    const list = JSON.stringify(
      told.map(({ id, at, person_id, actor_id }) => ({ id, at, person_id, actor_id })),
    )
    await sql`
      with told as (select * from json_to_recordset(${list}) as told (id uuid, at timestamptz, person_id uuid, actor_id uuid)),
      first as (
        select distinct on (l.id) l.id, l.status as was, told.at, told.id as event_id
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
        returning l.id, l.version, l.person_id, l.company_id, first.was, first.at, first.event_id),
      entered as (
        insert into lead_status_entries (lead_id, status, at, entered_on, actor_id)
        select t.id, 'working', t.at, (t.at at time zone coalesce((select time_zone from organisation), 'UTC'))::date,
          cause.actor_id
        from touched t join events cause on cause.id = t.event_id where t.was = 'new')
      insert into events (id, type, at, origin, actor_id, key_id, import_id, subject_type, subject_id, subject_version,
        person_id, company_id, data)
      select new_id(), 'lead.touched', t.at, cause.origin, cause.actor_id, cause.key_id, cause.import_id, 'lead', t.id,
        t.version, t.person_id, t.company_id,
        jsonb_build_object('touch', cause.subject_id, 'changes',
          jsonb_build_object('firstTouchedAt', jsonb_build_array(null, t.at))
            || case when t.was = 'new' then jsonb_build_object('status', jsonb_build_array('new', 'working')) else '{}' end)
      from touched t join events cause on cause.id = t.event_id`.execute(tx)
  },
}
