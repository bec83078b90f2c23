import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Change } from '../../records/behaviour.ts'
import type { StageFact, StagesInUse } from './rules.ts'

/** All stages, those of the first pipeline first, each pipeline's in order. */
export const stageList = sql<StageFact>`
  select s.id, s.name, s.pipeline_id as pipeline, s.kind, s.position, s.quiet_after as "quietAfter",
    p.next_step_demanded as "nextStepDemanded"
  from stages s join pipelines p on p.id = s.pipeline_id where s.deleted_at is null and p.deleted_at is null
  order by p.position, p.id, s.position, s.id`

export const stageFacts = async (db: Db): Promise<StageFact[]> => (await stageList.execute(db)).rows

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
