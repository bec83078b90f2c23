import { pipeline, stage } from '../../../contract/sales/pipeline.ts'
import type { Context } from '../../http/context.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { createRecords } from '../../records/write.ts'
import { stagesInUse } from './queries.ts'
import { completeStage, type StagesInUse } from './rules.ts'

/** Another time to go quiet holds for the deals that are in the stage, too. */
const goQuietAnew = `
  update deals d set quiet_on = quiet_day(d.touched_at, w.quiet_after, ground.zone)
  from written w join old o on o.id = w.id, ground
  where d.stage_id = w.id and d.status = 'open' and w.quiet_after is distinct from o.quiet_after`

export const stageBehaviour: Behaviour<StagesInUse> = {
  type: stage,
  gather: stagesInUse,
  complete: completeStage,
  follow: [goQuietAnew],
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
