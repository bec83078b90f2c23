import { sql } from 'kysely'
import type { LifecycleEntry } from '../../../contract/customer/lifecycle-entries.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { customerOf } from '../../records/events.ts'
import { allowed, lock } from '../../records/lock.ts'
import { entriesIn } from './queries.ts'

/** Dates each entry into a lifecycle stage: of new customers by their creation, of changed ones by the change. */
export const followLifecycle = (customer: 'person' | 'company'): string => `
  insert into lifecycle_entries (${customer}_id, stage, entered_at, entered_on)
  select w.id, w.lifecycle_stage, e.at, (e.at at time zone ground.zone)::date
  from written w left join old o on o.id = w.id, ground,
    lateral (select case when o.id is null then w.created_at else w.updated_at end as at) e
  where w.lifecycle_stage is not null and w.lifecycle_stage is distinct from o.lifecycle_stage`

/**
 * Dates entries that an import tells of, in the transaction that wrote the customers: what `followLifecycle` dated by
 * itself there gives way, and an entry already known stays one.
 */
export const enterStages =
  (customer: 'person' | 'company'): NonNullable<Behaviour['enterStages']> =>
  async (db, entries, ground) => {
    const of = sql.ref(`${customer}_id`)
    const { rows } = await sql<{ id: string; stage: string; at: string }>`
      with told as (
        select distinct * from unnest(${entries.map((entry) => entry.id)}::uuid[], ${entries.map((entry) => entry.stage)}::text[],
          ${entries.map((entry) => entry.at)}::timestamptz[]) as told (id, stage, at)),
      replaced as (delete from lifecycle_entries e using told where e.${of} = told.id and e.stage = told.stage and e.recorded_at = now())
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
