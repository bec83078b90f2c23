import { deal } from '../../../contract/sales/deal.ts'
import type { Context } from '../../http/context.ts'
import { conflict } from '../../http/problem.ts'
import { allowed, lock, type LockedRow } from '../../records/lock.ts'
import { typeIn } from '../../records/types.ts'

/** The deal's row, locked, if the caller may write it and it is not in the bin. */
export async function lockDeal(context: Context, id: string): Promise<LockedRow> {
  const type = typeIn(context.database, deal.name)
  const rows = await lock(context.database.db, context, type, [id], 'edit')
  const row = allowed(type, rows.get(id), 'change')
  if (row['deletedAt'] !== null) throw conflict('This deal is in the bin. Restore it first.')
  return row
}
