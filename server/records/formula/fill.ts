import { CompiledQuery, sql } from 'kysely'
import type { FormulaFill } from '../../../contract/records/formula-routes.ts'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { Db } from '../../db/database.ts'
import { addJob } from '../../db/jobs.ts'

export const fillJob = 'calculate-formulas'

/** Has all records of these types calculated in the background, from the beginning. */
export async function calculateAnew(tx: Db, types: readonly string[]): Promise<void> {
  for (const name of types) {
    const { plural } = recordTypeOf(name)
    await tx.executeQuery(
      CompiledQuery.raw(
        `insert into formula_fills (record_type, total) select $1, count(*) from ${plural}
          on conflict (record_type) do update set total = excluded.total, done = 0, changed = 0, last = default,
            started_at = now(), finished_at = null, stopped_at = null`,
        [name],
      ),
    )
    await goOn(tx, name)
  }
}

/** Takes up a calculation where it stands. */
export const goOn = (tx: Db, type: string): Promise<void> =>
  addJob(tx, fillJob, { recordType: type }, { key: `${fillJob} ${type}` })

/** What a process that ended abruptly has left undone. */
export async function goOnFills(db: Db): Promise<void> {
  const { rows } = await sql<{ type: string }>`select record_type as type from formula_fills
    where finished_at is null and stopped_at is null`.execute(db)
  for (const { type } of rows) await goOn(db, type)
}

/** Every type that has formulas: after what no event tells of record by record. */
export async function calculateAll(tx: Db): Promise<void> {
  const { rows } = await sql<{ type: string }>`select distinct record_type as type from own_fields
    where type = 'formula' and retired_at is null order by 1`.execute(tx)
  await calculateAnew(
    tx,
    rows.map(({ type }) => type),
  )
}

/** Stops the calculation of a type; what is not done keeps the values that it has. */
export const stopFill = (db: Db, type: string) =>
  sql`update formula_fills set stopped_at = now() where record_type = ${type} and finished_at is null`.execute(
    db,
  )

export async function readFills(db: Db): Promise<FormulaFill[]> {
  const { rows } = await sql<FormulaFill>`
    select record_type as "recordType", total, least(done, total) as done, changed, started_at as "startedAt",
      finished_at as "finishedAt", stopped_at as "stoppedAt"
    from formula_fills f where exists (select from own_fields o
      where o.record_type = f.record_type and o.type = 'formula' and o.retired_at is null)
    order by record_type`.execute(db)
  return rows
}
