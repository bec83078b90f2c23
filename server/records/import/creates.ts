import { sql } from 'kysely'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { PipelineToCreate } from '../../../contract/records/import-mapping.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Context } from '../../http/context.ts'
import { createRecords } from '../write.ts'
import { type Pending } from './lookup.ts'
import { revive } from './undone.ts'

/** Makes the pipelines and stages that a mapping needs and that are not there yet; those that are there stay as they are. */
export async function createWhatIsNeeded(
  context: Context,
  pipelines: readonly PipelineToCreate[],
  pending: Pending | null,
): Promise<void> {
  for (const wanted of pipelines) {
    const known = await pipelineNamed(context.database.db, wanted.name)
    const stages = wanted.stages.filter((stage) => !known?.stages.includes(stage.name.toLowerCase()))
    const pipelineId = known?.id ?? newId()
    if (known) {
      await revive(context, recordTypeOf('pipeline'), [known.id], pending !== null)
      await revive(context, recordTypeOf('stage'), known.stageIds, pending !== null)
    }
    if (pending) {
      const named = (type: string, name: string, id: string) => ({
        type: recordTypeOf(type),
        key: { by: 'name' as const },
        value: name.toLowerCase(),
        id,
      })
      if (!known) await pending.add([named('pipeline', wanted.name, pipelineId)])
      const planned = stages.map((stage) => named('stage', stage.name, newId()))
      await pending.add(planned)
      for (const { id } of planned) pending.scopes.set(id, pipelineId)
      continue
    }
    if (!known)
      await createRecords(context, recordTypeOf('pipeline'), [
        { id: pipelineId, values: { name: wanted.name } },
      ])
    const after = known?.stages.length ?? 0
    await createRecords(
      context,
      recordTypeOf('stage'),
      stages.map((stage, i) => ({ values: stageValues(stage, pipelineId, after + i) })),
    )
  }
}

const stageValues = (stage: PipelineToCreate['stages'][number], pipeline: string, position: number) => ({
  name: stage.name,
  pipeline,
  position,
  kind: stage.kind,
  probability: stage.kind === 'won' ? 1 : stage.kind === 'lost' ? 0 : (stage.probability ?? 0.5),
  forecastCategory:
    stage.kind === 'open'
      ? (stage.forecastCategory ?? 'pipeline')
      : stage.kind === 'won'
        ? 'closed'
        : 'omitted',
})

interface KnownPipeline {
  id: string
  stages: string[]
  stageIds: string[]
}

async function pipelineNamed(db: Db, name: string): Promise<KnownPipeline | undefined> {
  const { rows } = await sql<KnownPipeline>`
    select p.id, array_remove(array_agg(s.id), null) as "stageIds", coalesce(array_agg(lower(s.name)) filter (where s.id is not null), '{}') as stages
    from pipelines p left join stages s on s.pipeline_id = p.id
    where lower(p.name) = lower(${name}) group by p.id`.execute(db)
  return rows[0]
}
