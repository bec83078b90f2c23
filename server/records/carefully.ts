import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { Refusal } from '../http/problem.ts'

/**
 * Does it to all at once, and where that is refused to ever fewer, until the very ones are found that are at fault:
 * `refused` is told of each. Within a transaction.
 */
export async function carefully(
  tx: Db,
  ids: readonly string[],
  act: (ids: readonly string[]) => Promise<unknown>,
  refused: (id: string, refusal: Refusal) => Promise<void> | void,
): Promise<void> {
  if (ids.length === 0) return
  await sql`savepoint part`.execute(tx)
  try {
    await act(ids)
    await sql`release savepoint part`.execute(tx)
  } catch (error) {
    await sql`rollback to savepoint part`.execute(tx)
    if (!(error instanceof Refusal)) throw error
    if (ids.length === 1) return refused(ids[0]!, error)
    const half = ids.length >> 1
    await carefully(tx, ids.slice(0, half), act, refused)
    await carefully(tx, ids.slice(half), act, refused)
  }
}
