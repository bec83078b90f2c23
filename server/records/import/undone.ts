import { sql } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Context } from '../../http/context.ts'
import { moveToBin } from '../bin.ts'
import { changesOf, type PlannedChange } from './changes.ts'
import type { Draft } from './draft.ts'

/**
 * Rows may be those of an import that was undone, mended meanwhile: the records that undoing put in the bin come out of
 * it again, in a trial only as if. What somebody put there stays there. Answers which came out.
 */
export async function revive(
  context: Context,
  type: RecordType,
  ids: readonly string[],
  trial: boolean,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select given.id from unnest(${ids}::uuid[]) as given (id)
    where (select e.import_id is not null from events e where e.subject_id = given.id and e.type = ${`${type.name}.deleted`}
      order by e.id desc limit 1)`.execute(context.database.db)
  const undone = rows.map(({ id }) => id)
  if (undone.length > 0 && !trial) await moveToBin(context, type, undone, false)
  return new Set(undone)
}

/** The changes to drafts whose records are in the bin, as far as they come out of it. */
export async function takeOutOfBin(
  context: Context,
  type: RecordType,
  binned: readonly Draft[],
  trial: boolean,
): Promise<{ back: PlannedChange[]; binned: Draft[] }> {
  const { db } = context.database
  // A trial writes nothing: they come out only for as long as it takes to look at them.
  if (trial) await sql`savepoint look`.execute(db)
  const undone = await revive(
    context,
    type,
    binned.map(({ id }) => id),
    false,
  )
  const { changes } = await changesOf(
    context,
    type,
    binned.filter(({ id }) => undone.has(id)),
  )
  if (trial) await sql`rollback to savepoint look`.execute(db)
  return { back: changes, binned: binned.filter(({ id }) => !undone.has(id)) }
}
