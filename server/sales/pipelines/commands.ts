import { pipeline, stage } from '../../../contract/sales/pipeline.ts'
import type { Context } from '../../http/context.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { createRecords } from '../../records/write.ts'
import { stagesInUse } from './queries.ts'
import { completeStage, type StagesInUse } from './rules.ts'

export const stageBehaviour: Behaviour<StagesInUse> = {
  type: stage,
  gather: stagesInUse,
  complete: completeStage,
}

const stages = [
  { name: 'Qualified', kind: 'open', probability: 0.1, forecastCategory: 'pipeline' },
  { name: 'Discovery', kind: 'open', probability: 0.25, forecastCategory: 'pipeline' },
  { name: 'Proposal', kind: 'open', probability: 0.5, forecastCategory: 'best_case' },
  { name: 'Negotiation', kind: 'open', probability: 0.75, forecastCategory: 'commit' },
  { name: 'Won', kind: 'won', probability: 1, forecastCategory: 'closed' },
  { name: 'Lost', kind: 'lost', probability: 0, forecastCategory: 'omitted' },
]

/** The pipeline that every company begins with; its stages are the company's to change. */
export async function beginPipeline(context: Context): Promise<void> {
  const { records } = await createRecords(context, pipeline, [{ values: { name: 'Sales', position: 0 } }])
  const id = records[0]?.id
  await createRecords(
    context,
    stage,
    stages.map((values, position) => ({ values: { ...values, pipeline: id, position } })),
  )
}
