import { sql } from 'kysely'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'

/** Dates each entry into a lifecycle stage: of new customers by their creation, of changed ones by now. */
export const followLifecycle = (customer: 'person' | 'company'): string => `
  insert into lifecycle_entries (${customer}_id, stage, entered_at, entered_on)
  select w.id, w.lifecycle_stage, e.at, (e.at at time zone ground.zone)::date
  from written w left join old o on o.id = w.id, ground,
    lateral (select case when o.id is null then w.created_at else ground.now end as at) e
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
