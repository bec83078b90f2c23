import { sql } from 'kysely'
import { lifecycleStages } from '../../contract/customer/lifecycle.ts'
import type { Db } from '../db/database.ts'
import type { Consumer } from '../ledger/consumer.ts'
import type { StoredEvent } from '../ledger/read.ts'

/** Where each stage stands in the order of a customer's life, as SQL over a column. */
const rank = (column: string) =>
  sql.raw(
    `coalesce(array_position(array[${lifecycleStages.map(({ value }) => `'${value}'`).join(',')}], ${column}), 0)`,
  )

/**
 * What the deals of these events say of their customers: an opportunity from the day the deal was opened, a customer from
 * the moment it was won. It reads the deals as they are now, so the order in which an import wrote them does not matter.
 */
const reached = (customer: 'person' | 'company', told: string) => sql`
  select of_deal.id, step.stage, min(step.at) as at, (array_agg(told.event_id order by told.event_id))[1] as event_id
  from json_to_recordset(${told}) as told (deal_id uuid, event_id uuid)
    join deals d on d.id = told.deal_id and d.deleted_at is null
    cross join (select coalesce((select time_zone from organisation), 'UTC') as zone) ground
    cross join lateral (select d.${sql.ref(`${customer}_id`)} as id) of_deal
    cross join lateral (values
      ('opportunity', least(d.created_at, d.opened_on::timestamp at time zone ground.zone)),
      ('customer', case when d.status = 'won' then d.closed_at end)) step (stage, at)
  where of_deal.id is not null and step.at is not null
  group by of_deal.id, step.stage`

/**
 * Dates the entries and moves the stage forward, never back. An entry that a later event shows to have been earlier is
 * dated earlier; one that comes after a higher stage says nothing new. The event carries the deal's origin and actor.
 */
async function follow(tx: Db, customer: 'person' | 'company', told: string): Promise<void> {
  const id = sql.ref(`${customer}_id`)
  const table = sql.table(customer === 'person' ? 'people' : 'companies')
  // Held until the end, so that nobody moves the same customers meanwhile. Not so strongly that it would hold up the
  // foreign keys of a deal that is being written.
  await sql`select id from ${table} where id in (select id from (${reached(customer, told)}) reached) order by id for no key update`.execute(
    tx,
  )
  await sql`
    with reached as (${reached(customer, told)}),
    first as (select distinct on (e.${id}, e.stage) e.id, e.entered_at, e.${id} as of_id, e.stage
      from lifecycle_entries e join reached r on r.id = e.${id} and r.stage = e.stage order by e.${id}, e.stage, e.entered_at),
    earlier as (update lifecycle_entries e set entered_at = r.at,
        entered_on = (r.at at time zone coalesce((select time_zone from organisation), 'UTC'))::date
      from first join reached r on r.id = first.of_id and r.stage = first.stage
      where e.id = first.id and r.at < first.entered_at)
    insert into lifecycle_entries (${id}, stage, entered_at, entered_on)
    select r.id, r.stage, r.at, (r.at at time zone coalesce((select time_zone from organisation), 'UTC'))::date from reached r
    where not exists (select from first where first.of_id = r.id and first.stage = r.stage)
      and not exists (select from lifecycle_entries higher where higher.${id} = r.id
        and ${rank('higher.stage')} > ${rank('r.stage')} and higher.entered_at <= r.at)
      and not exists (select from reached higher where higher.id = r.id
        and ${rank('higher.stage')} > ${rank('r.stage')} and higher.at <= r.at)`.execute(tx)
  await sql`
    with highest as (select distinct on (id) * from (${reached(customer, told)}) reached order by id, ${rank('stage')} desc),
    moving as (select t.id, t.lifecycle_stage as was, highest.stage, highest.at, highest.event_id
      from highest join ${table} t on t.id = highest.id where ${rank('t.lifecycle_stage')} < ${rank('highest.stage')}),
    moved as (update ${table} t set lifecycle_stage = moving.stage, version = version + 1, updated_at = now()
      from moving where t.id = moving.id returning t.id, t.version, ${customer === 'person' ? sql`t.company_id` : sql`t.id as company_id`})
    insert into events (id, type, at, origin, actor_id, key_id, import_id, subject_type, subject_id, subject_version, person_id, company_id, data)
    select new_id(), ${`${customer}.stage-entered`}, moving.at, cause.origin, cause.actor_id, cause.key_id, cause.import_id,
      ${customer}, moved.id, moved.version, ${customer === 'person' ? sql`moved.id` : sql`null`}, moved.company_id,
      jsonb_build_object('stage', moving.stage, 'deal', cause.subject_id,
        'changes', jsonb_build_object('lifecycleStage', jsonb_build_array(moving.was, moving.stage)))
    from moved join moving on moving.id = moved.id join events cause on cause.id = moving.event_id`.execute(
    tx,
  )
}

const saysNothing = new Set(['deal.deleted'])

/** Sales to customer: a deal makes its person and its company an opportunity, and a won one makes them customers. */
export const dealToLifecycle: Consumer = {
  name: 'deal-to-lifecycle',
  async handle(tx: Db, events: StoredEvent[]) {
    const told = events
      .filter(({ subject_type, type }) => subject_type === 'deal' && !saysNothing.has(type))
      .map(({ id, subject_id }) => ({ deal_id: subject_id, event_id: id }))
    if (told.length === 0) return
    const list = JSON.stringify(told)
    await follow(tx, 'person', list)
    await follow(tx, 'company', list)
  },
}
