import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Change } from '../../records/behaviour.ts'
import type { StagesInUse } from './rules.ts'

/** Which of the stages being changed have deals. */
export async function stagesInUse(db: Db, changes: readonly Change[]): Promise<StagesInUse> {
  const changed = changes.flatMap(({ before }) => (before ? [before.id] : []))
  if (changed.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select id from stages s where id = any(${changed}::uuid[]) and exists (select from deals d where d.stage_id = s.id)`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
