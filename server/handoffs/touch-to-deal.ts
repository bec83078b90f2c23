import { sql } from 'kysely'
import { eventTypeOf } from '../../contract/event-types.ts'
import type { Db } from '../db/database.ts'
import type { Consumer } from '../ledger/consumer.ts'

const kinds = new Set(['activity', 'message'])

/**
 * Customer to sales: what was said, written or planned with a customer touches the deal that it is about. One that names
 * no deal touches the open deals of its person, those included in which they have a part.
 */
export const touchToDeal: Consumer = {
  name: 'touch-to-deal',
  async handle(tx: Db, events) {
    const told = events.filter(({ type }) => kinds.has(eventTypeOf(type)?.kind ?? ''))
    if (told.length === 0) return
    const list = JSON.stringify(
      told.map(({ id, at, subject_type, subject_id, person_id }) => ({
        id,
        at,
        subject_type,
        subject_id,
        person_id,
      })),
    )
    await sql`
      with told as materialized (
        select * from json_to_recordset(${list}) as told (id uuid, at timestamptz, subject_type text, subject_id uuid, person_id uuid)),
      named as materialized (
        select t.id, t.at, t.subject_id as deal_id from told t where t.subject_type = 'deal'
        union all select t.id, t.at, s.subject_id from told t join event_subjects s on s.event_id = t.id and s.subject_type = 'deal'
        union all select t.id, t.at, n.deal_id from told t join notes n on n.id = t.subject_id where n.deal_id is not null
        union all select t.id, t.at, c.deal_id from told t join calls c on c.id = t.subject_id where c.deal_id is not null
        union all select t.id, t.at, m.deal_id from told t join meetings m on m.id = t.subject_id where m.deal_id is not null
        union all select t.id, t.at, k.deal_id from told t join tasks k on k.id = t.subject_id where k.deal_id is not null
        union all select t.id, t.at, q.deal_id from told t join quotes q on q.id = t.subject_id),
      meant as (
        select at, deal_id from named
        union all
        select t.at, d.id from told t join deals d on d.person_id = primary_of(t.person_id)
        where t.person_id is not null and not exists (select from named n where n.id = t.id)
        union all
        select t.at, p.deal_id from told t join deal_people p on p.person_id = primary_of(t.person_id)
        where t.person_id is not null and not exists (select from named n where n.id = t.id)),
      latest as (select deal_id, max(least(at, now())) as at from meant group by deal_id),
      locked as (
        select d.id, l.at from deals d join latest l on l.deal_id = d.id
        where d.status = 'open' and (d.touched_at is null or d.touched_at < l.at) order by d.id for no key update of d)
      update deals d set touched_at = l.at, quiet_on = quiet_day(l.at, s.quiet_after,
        coalesce((select time_zone from organisation), 'UTC'))
      from locked l, stages s where d.id = l.id and s.id = d.stage_id and d.status = 'open'
        and (d.touched_at is null or d.touched_at < l.at)`.execute(tx)
  },
}
