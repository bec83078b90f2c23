import { CompiledQuery, sql } from 'kysely'
import type { LiveMany } from '../../../contract/ledger/live.ts'
import type { Database } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'
import { transaction } from '../../db/transaction.ts'
import { readOwnFields } from '../own/queries.ts'
import { calculateAnew, fillJob } from './fill.ts'
import { planFor } from './plan.ts'
import { addReaders, recompute, settleDue, type Due } from './recompute.ts'

const atOnce = 1_000

/** Calculates the next records of a type, and what reads them. False when there is nothing more to do. */
async function fillChunk(database: Database, recordType: string): Promise<boolean> {
  const touched = new Set<string>()
  const more = await transaction(database.db, async (tx) => {
    const { rows } = await sql<{ last: string }>`select last from formula_fills
      where record_type = ${recordType} and finished_at is null and stopped_at is null for update`.execute(tx)
    const state = rows[0]
    if (!state) return false
    const plan = planFor((await readOwnFields(tx)).fields)
    const type = plan.types.of(recordType)
    const { rows: page } = await tx.executeQuery<{ id: string }>(
      CompiledQuery.raw(`select id from ${type.plural} where id > $1::uuid order by id limit ${atOnce}`, [
        state.last,
      ]),
    )
    const ids = page.map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined || !plan.formulas.some((formula) => formula.type === type)) {
      await sql`update formula_fills set finished_at = now(), total = greatest(total, done)
        where record_type = ${recordType}`.execute(tx)
      return false
    }
    const changed = await recompute(tx, type, ids)
    if (changed > 0) touched.add(recordType)
    const names = new Set(plan.formulas.filter((formula) => formula.type === type).map(({ name }) => name))
    const due: Due = new Map()
    await addReaders(tx, plan, type, { ids, names }, due, Infinity)
    for (const name of await settleDue(tx, plan, due, Infinity)) touched.add(name)
    await sql`update formula_fills set last = ${last}, done = done + ${ids.length}, changed = changed + ${changed}
      where record_type = ${recordType}`.execute(tx)
    return true
  })
  const many: LiveMany = { types: [...touched] }
  if (touched.size > 0) database.notify('gone', JSON.stringify(many))
  return more
}

/** Calculates all records of a type, some at a time; another process may do the same, they take turns. */
export async function fill(database: Database, recordType: string, signal?: AbortSignal): Promise<void> {
  while (await fillChunk(database, recordType))
    if (signal?.aborted) throw new Error('Stopped before the end; the job goes on where it stands')
}

/** When a new day has begun in the organisation's time zone, what follows the day is calculated. */
export const beginDay = ({ db }: Database): Promise<void> =>
  transaction(db, async (tx) => {
    const { rows } = await sql`update formula_day set day = formula_today()
      where day is distinct from formula_today() returning day`.execute(tx)
    if (rows.length > 0) await calculateAnew(tx, planFor((await readOwnFields(tx)).fields).followingTheDay)
  })

export const formulaJobs: Job[] = [
  {
    name: fillJob,
    run: (payload, { database, signal }) =>
      fill(database, (payload as { recordType: string }).recordType, signal),
  },
  {
    // Days begin at a quarter of an hour in every time zone.
    name: 'begin-formula-day',
    cron: '0,15,30,45 * * * *',
    run: (_, { database }) => beginDay(database),
  },
]
