import { sql } from 'kysely'
import type { Db } from '../../../db/database.ts'
import type { Change } from '../../../records/behaviour.ts'
import type { LineFacts } from './rules.ts'

export async function lineFacts(db: Db, changes: readonly Change[]): Promise<LineFacts> {
  const ids = [...new Set(changes.map(({ after }) => after.values.order))]
  const { rows } = await sql<{ id: string; currency: string; soldBy: string }>`
    select id, currency, sold_by as "soldBy" from orders where id = any(${ids}::uuid[]) and deleted_at is null`.execute(
    db,
  )
  return { orders: new Map(rows.map(({ id, ...fact }) => [id, fact])) }
}
