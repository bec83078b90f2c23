import { CompiledQuery, sql } from 'kysely'
import type { z } from 'zod'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { resultSchema } from '../../../../contract/records/routes.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Db } from '../../../db/database.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, notFound, Refusal } from '../../../http/problem.ts'
import { recordOf, selectList } from '../../../records/column.ts'
import { allowed, lock, withoutMarks } from '../../../records/lock.ts'
import { mergedInto, mergeRecords } from '../../../records/merge.ts'
import { mostComplete } from '../../../records/merge-rules.ts'

type Result = z.infer<typeof resultSchema>

interface PairRow {
  first_id: string
  second_id: string
}

const pairIn = async (db: Db, type: RecordType, id: string): Promise<PairRow> => {
  const { rows } = await sql<PairRow>`select first_id, second_id from duplicate_pairs
    where id = ${id} and type = ${type.name}`.execute(db)
  if (!rows[0]) throw notFound('pair')
  return rows[0]
}

/** Says that two are not the same, or takes that back. It is for those who may change both. */
export async function dismissPair(
  context: Context,
  type: RecordType,
  id: string,
  dismissed: boolean,
): Promise<void> {
  await atomically(context, async (inner) => {
    const tx = inner.database.db
    const { first_id: first, second_id: second } = await pairIn(tx, type, id)
    const rows = await lock(tx, inner, type, [first, second], 'edit')
    for (const one of [first, second]) allowed(type, rows.get(one), 'judge')
    await sql`update duplicate_pairs set state = ${dismissed ? 'dismissed' : 'open'},
      dismissed_at = ${dismissed ? inner.now : null}, dismissed_by = ${dismissed ? inner.caller.userId : null}
      where id = ${id}`.execute(tx)
  })
}

async function mergePair(context: Context, type: RecordType, pair: PairRow): Promise<Result> {
  const { db } = context.database
  const { first_id: first, second_id: second } = pair
  // A pair before this one may have merged one of the two already.
  const ids = [(await mergedInto(db, first)) ?? first, (await mergedInto(db, second)) ?? second]
  const { rows } = await db.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`select ${selectList(type)} from ${type.plural} t where t.id = any($1::uuid[])`, [ids]),
  )
  const records = rows.map((row) => withoutMarks(recordOf(type)(row)) as AnyRecord)
  if (ids[0] === ids[1]) return { status: 200, event: null, record: records[0] }
  if (records.length < 2) throw conflict('One of the two is no longer there.')
  const primary = mostComplete(type, records)
  const others = ids.filter((one) => one !== primary.id)
  const merged = await mergeRecords(context, type, primary.id, { others, choices: {}, versions: {} })
  return { status: 200, event: merged.events[0] ?? null, record: merged.records[0] }
}

/** Merges pairs one after the other, each in a transaction of its own: what is refused says why, and the others stand. */
export async function mergePairs(
  context: Context,
  type: RecordType,
  ids: readonly string[],
): Promise<Result[]> {
  // All are read first: a merge takes the pairs of what it merged along.
  const { rows } = await sql<PairRow & { id: string }>`select id, first_id, second_id from duplicate_pairs
    where id = any(${ids}::uuid[]) and type = ${type.name}`.execute(context.database.db)
  const pairs = new Map(rows.map((row) => [row.id, row]))
  const results: Result[] = []
  for (const id of ids)
    try {
      const pair = pairs.get(id)
      if (!pair) throw notFound('pair')
      results.push(await mergePair(context, type, pair))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      results.push({ status: error.problem.status, problem: error.problem })
    }
  return results
}
