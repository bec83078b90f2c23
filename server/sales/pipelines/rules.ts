import type { DealStatus } from '../../../contract/sales/deal.ts'
import { invalidField } from '../../http/problem.ts'
import type { Change } from '../../records/behaviour.ts'

export interface StageFact {
  id: string
  name: string
  pipeline: string
  kind: DealStatus
  position: number
  /** Days without a touch after which a deal in it has gone quiet; null is never. */
  quietAfter: number | null
  /** Of its pipeline: open deals need a next step. */
  nextStepDemanded: boolean
}

/** Ids of stages that deals are in, those in the bin included. */
export type StagesInUse = ReadonlySet<string>

/** Deals take their status from their stage, so a stage with deals keeps its kind and its pipeline. */
export function completeStage({ before, after, given }: Change, inUse: StagesInUse): void {
  const { values } = after
  if (before && inUse.has(after.id)) {
    if (values.kind !== before.values.kind)
      throw invalidField('kind', 'Deals are in this stage. Move them first, then change its kind.')
    if (values.pipeline !== before.values.pipeline)
      throw invalidField('pipeline', 'Deals are in this stage. Move them first, then move it.')
  }
  const days = values.quietAfter as number | null | undefined
  if (values.kind !== 'open') values.quietAfter = null
  else if (days != null && (!Number.isInteger(days) || days < 1 || days > 3_650))
    throw invalidField('quietAfter', 'Use whole days, from 1 to 3650.')
  if (values.kind === 'won') Object.assign(values, { probability: 1, forecastCategory: 'closed' })
  else if (values.kind === 'lost') Object.assign(values, { probability: 0, forecastCategory: 'omitted' })
  else if (values.forecastCategory === 'closed') {
    if (given.forecastCategory)
      throw invalidField('forecastCategory', 'Only what is won is closed. Choose another.')
    values.forecastCategory = 'pipeline'
  }
}
