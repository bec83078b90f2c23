import { sql } from 'kysely'
import { lifecycleStages } from '../../../contract/customer/lifecycle.ts'
import type { LifecycleEntry } from '../../../contract/customer/lifecycle-entries.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { customerOf } from '../../records/events.ts'
import { allowed, lock } from '../../records/lock.ts'
import { authoriseField } from '../../records/visible.ts'
import { entriesIn } from './queries.ts'

/** Dates each entry into a lifecycle stage: of new customers by their creation, of changed ones by the change. */
export const followLifecycle = (customer: 'person' | 'company'): string => `
  insert into lifecycle_entries (${customer}_id, stage, entered_at, entered_on)
  select w.id, w.lifecycle_stage, e.at, (e.at at time zone ground.zone)::date
  from written w left join old o on o.id = w.id, ground,
    lateral (select case when o.id is null then w.created_at else w.updated_at end as at) e
  where w.lifecycle_stage is not null and w.lifecycle_stage is distinct from o.lifecycle_stage`

/** The same for new customers. */
export const beginLifecycle = (customer: 'person' | 'company'): string => `
  insert into lifecycle_entries (${customer}_id, stage, entered_at, entered_on)
  select w.id, w.lifecycle_stage, w.created_at, (w.created_at at time zone ground.zone)::date
  from written w, ground where w.lifecycle_stage is not null`

/**
 * Dates entries that an import tells of, in the transaction that wrote the customers: what `followLifecycle` dated by
 * itself there gives way, and an entry already known stays one.
 */
export const enterStages =
  (customer: 'person' | 'company'): NonNullable<Behaviour['enterStages']> =>
  async (db, entries, ground) => {
    const of = sql.ref(`${customer}_id`)
    const [ids, stages] = [entries.map((entry) => entry.id), entries.map((entry) => entry.stage)]
    // Before the others come: while they stand there, whatever comes has been entered before.
    await sql`delete from lifecycle_entries e using unnest(${ids}::uuid[], ${stages}::text[]) as told (id, stage)
      where e.${of} = told.id and e.stage = told.stage and e.recorded_at = now()`.execute(db)
    const { rows } = await sql<{ id: string; stage: string; at: string }>`
      with told as (
        select distinct * from unnest(${ids}::uuid[], ${stages}::text[],
          ${entries.map((entry) => entry.at)}::timestamptz[]) as told (id, stage, at))
      insert into lifecycle_entries (${of}, stage, entered_at, entered_on)
      select id, stage, at, (at at time zone ${ground.zone})::date from told
      where not exists (select from lifecycle_entries known where known.${of} = told.id and known.stage = told.stage
        and known.entered_at = told.at and known.recorded_at <> now())
      returning ${of} as id, stage, entered_at as at`.execute(db)
    const events = rows.map(({ id, stage, at }) => ({
      type: `${customer}.stage-entered` as const,
      subject: { type: customer, id, version: null },
      ...(customer === 'person' ? { personId: id } : { companyId: id }),
      at,
      data: { stage },
    }))
    await record(db, ground.caller, ground.now, events)
  }

/** Takes entries back, with those that going back to the former stage made in this transaction. */
export const leaveStages =
  (customer: 'person' | 'company'): NonNullable<Behaviour['leaveStages']> =>
  async (db, entries) => {
    const of = sql.ref(`${customer}_id`)
    await sql`delete from lifecycle_entries e using unnest(${entries.map(({ id }) => id)}::uuid[],
        ${entries.map(({ stage }) => stage)}::text[], ${entries.map(({ at }) => at)}::timestamptz[]) as left_ (id, stage, at)
      where e.${of} = left_.id and ((e.stage = left_.stage and e.entered_at = left_.at) or e.recorded_at = now())`.execute(
      db,
    )
  }

/** Corrects when a customer entered a stage; metrics count the entry by its new day from then on. */
export async function correctEntry(
  context: Context,
  type: RecordType,
  id: string,
  entry: string,
  enteredAt: string,
): Promise<{ data: LifecycleEntry[] }> {
  if (Date.parse(enteredAt) > Date.parse(context.now))
    throw invalidField('enteredAt', 'It cannot be entered on a day to come')
  authoriseField(context.caller, type, 'lifecycleStage', 'edit')
  const data = await transaction(context.database.db, async (tx) => {
    const rows = await lock(tx, context, type, [id], 'edit')
    const customer = allowed(type, rows.get(id), 'change')
    const { rows: corrected } = await sql<{ stage: string; before: string; after: string }>`
      with old as (select id, entered_at from lifecycle_entries
        where id = ${entry} and ${sql.ref(`${type.name}_id`)} = ${id} for update)
      update lifecycle_entries e set entered_at = ${enteredAt},
        entered_on = (${enteredAt}::timestamptz at time zone ${context.organisation.timeZone})::date
      from old where e.id = old.id returning e.stage, old.entered_at as before, e.entered_at as after`.execute(
      tx,
    )
    if (!corrected[0]) throw notFound('entry')
    const { stage, before, after } = corrected[0]
    if (before !== after)
      await record(tx, context.caller, context.now, [
        {
          type: `${type.name as 'person' | 'company'}.stage-corrected`,
          subject: { type: type.name, id, version: null },
          ...customerOf(type, id, customer),
          data: { stage, changes: { enteredAt: [before, after] } },
        },
      ])
    return entriesIn(tx, type, id)
  })
  context.database.notify('ledger')
  return { data }
}

/** Where a stage stands in the order of a customer's life, as SQL over a column. */
const rank = (column: string) =>
  `array_position(array[${lifecycleStages.map(({ value }) => `'${value}'`).join(',')}], ${column})`

/**
 * Entries of two customers who turn out to be one. The first entry of one into a stage says nothing new when the other
 * had come that far by then, and goes; had they been one from the start, it would not be there. What was entered at the
 * same moment was entered in the stages' order. Entering a stage again stays what it was.
 */
export const settleLifecycle = (customer: 'person' | 'company'): string => `
  with entries as (select e.id, e.stage, ${rank('e.stage')} as rank, e.entered_at, e.${customer}_id as of,
      (e.entered_at, ${rank('e.stage')}, e.${customer}_id = $3::uuid, e.id) as place,
      row_number() over (partition by e.${customer}_id, e.stage order by e.entered_at, e.id) = 1 as first
    from lifecycle_entries e where e.${customer}_id in ($2::uuid, $3::uuid)),
  nothing_new as (select e.id from entries e where e.first and exists (select from entries f
    where f.of <> e.of and f.rank >= e.rank and f.place < e.place
      and not exists (select from entries own where own.of = e.of and own.rank >= f.rank and own.place < f.place))),
  gone as (delete from lifecycle_entries e using nothing_new n where e.id = n.id returning e.*)
  insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
  select $1, 'lifecycle_entries', '${customer}_id', 'dropped', to_jsonb(gone) from gone`
