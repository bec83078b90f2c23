import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { columnNamed, linkColumn } from '../column.ts'
import { calculateAnew } from './fill.ts'
import { calculating } from './install.ts'
import type { Edge, Plan } from './plan.ts'

/** More records than so many are calculated in the background, in chunks, not while the ledger waits. */
const atOnce = 5_000

const idsOf = async (tx: Db, text: string, values: unknown[]): Promise<string[]> => {
  const { rows } = await tx.executeQuery<{ id: string }>(CompiledQuery.raw(text, values))
  return rows.map(({ id }) => id)
}

/** The records of an edge's target that these records of its source reach now, at most so many. */
async function reached(tx: Db, edge: Edge, ids: readonly string[], most: number): Promise<string[]> {
  const { source, target, holder, field } = edge
  if (field === 'id') return [...ids]
  const type = holder === 'source' ? source : target
  const column = columnNamed(type, field)
  if (!column || ids.length === 0) return []
  const at = column.at('t')
  const text =
    holder === 'source'
      ? column.linked
        ? `select distinct to_id as id from record_links where from_id = any($1::uuid[]) and field = '${field}'`
        : `select distinct ${at} as id from ${type.plural} t where t.id = any($1::uuid[]) and ${at} is not null`
      : column.linked
        ? `select distinct from_id as id from record_links where ${linkColumn(column.declared)} = any($1::uuid[])
            and field = '${field}' and from_type = '${type.name}'`
        : `select id from ${type.plural} t where ${at} = any($1::uuid[])`
  return idsOf(tx, most === Infinity ? text : `${text} limit ${most}`, [ids])
}

/** Records to be calculated, by the name of their type, with the names of the formulas that may come out otherwise. */
export type Due = Map<string, { ids: Set<string>; names: Set<string> }>

export function addDue(due: Due, type: RecordType, ids: Iterable<string>, names: Iterable<string>): void {
  const known = due.get(type.name) ?? { ids: new Set(), names: new Set() }
  for (const id of ids) known.ids.add(id)
  for (const name of names) known.names.add(name)
  if (known.ids.size > 0) due.set(type.name, known)
}

/** Adds what an edge reaches from these records. */
export const addReached = async (
  tx: Db,
  edge: Edge,
  ids: readonly string[],
  due: Due,
  most = atOnce,
): Promise<void> => addDue(due, edge.target, await reached(tx, edge, ids, most + 1), edge.feeds)

/** Adds the records that read any of these formulas of these records. */
export async function addReaders(
  tx: Db,
  plan: Plan,
  type: RecordType,
  { ids, names }: { ids: Iterable<string>; names: ReadonlySet<string> },
  due: Due,
  most = atOnce,
): Promise<void> {
  for (const edge of plan.edges)
    if (edge.source === type && !edge.reads.isDisjointFrom(names))
      await addReached(tx, edge, [...ids], due, most)
}

/** What reads records that are about to go for good: afterwards no row leads to it. */
export async function readersOf(
  tx: Db,
  plan: Plan,
  doomed: ReadonlyMap<string, readonly string[]>,
): Promise<Due> {
  const due: Due = new Map()
  for (const edge of plan.edges) await addReached(tx, edge, doomed.get(edge.source.name) ?? [], due)
  return due
}

/** Calculates records anew; answers how many came out otherwise than they stood. */
export async function recompute(tx: Db, type: RecordType, ids: readonly string[]): Promise<number> {
  // Held first, in the order of their ids as everybody does, and looked at by a statement of its own: it then sees all
  // that whoever held them before has written.
  await tx.executeQuery(
    CompiledQuery.raw(`select from ${type.plural} where id = any($1::uuid[]) order by id for no key update`, [
      ids,
    ]),
  )
  const { numAffectedRows } = await tx.executeQuery(
    CompiledQuery.raw(
      `update ${type.plural} t set custom = t.custom
        where t.id = any($1::uuid[]) and t.custom is distinct from ${calculating(type)}(t)`,
      [ids],
    ),
  )
  return Number(numAffectedRows ?? 0n)
}

/**
 * Calculates what is due, then what reads that, and so on: it ends, because formulas never lead back to themselves. What
 * stands as it should is no reason to stop: a write of the record itself may have calculated it before we came. Answers
 * with the types of which records came out otherwise. More records than `most` at once are left to the background.
 */
export async function settleDue(tx: Db, plan: Plan, due: Due, most = atOnce): Promise<Set<string>> {
  const touched = new Set<string>()
  for (let round = due; round.size > 0;) {
    const next: Due = new Map()
    for (const [name, { ids, names }] of round) {
      const type = plan.types.of(name)
      if (ids.size > most) {
        await calculateAnew(tx, [name])
        continue
      }
      if ((await recompute(tx, type, [...ids])) > 0) touched.add(name)
      await addReaders(tx, plan, type, { ids, names }, next, most)
    }
    round = next
  }
  return touched
}
