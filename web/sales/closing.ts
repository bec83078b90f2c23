import { queryOptions, useQuery } from '@tanstack/react-query'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import type { DealStatus } from '../../contract/sales/deal.ts'
import { dealStageRoutes } from '../../contract/sales/deal-stages.ts'
import { stage as stageType } from '../../contract/sales/pipeline.ts'
import { someQuery, summaryQuery } from '../records/record-api.ts'
import { call } from '../shell/api.ts'

export type Outcome = Exclude<DealStatus, 'open'>
export const reasonField = { won: 'wonReason', lost: 'lossReason' } as const

const mostStages = 200

/** The stages of a pipeline, in order. */
export function useStages(pipeline: string | null): readonly AnyRecord[] {
  const filter = pipeline ? ({ field: 'pipeline', op: 'is', value: pipeline } as const) : null
  const { data } = useQuery({
    ...someQuery(
      stageType,
      { filter, sort: 'position', fields: ['kind', 'probability', 'pipeline', 'position'] },
      mostStages,
    ),
    enabled: pipeline !== null,
  })
  return data?.data ?? []
}

export const ofKind = (stages: readonly AnyRecord[], kind: DealStatus) =>
  stages.filter((stage) => stage['kind'] === kind)

const mostReasons = 40

/** The reasons given so far, the most frequent first. */
export function useReasons(outcome: Outcome): string[] {
  const filter = { field: 'status', op: 'is', value: outcome } as const
  const { data } = useQuery({
    ...summaryQuery(dealType, reasonField[outcome], null, filter),
    staleTime: 60_000,
  })
  return (data?.groups ?? [])
    .toSorted((a, b) => b.count - a.count)
    .flatMap(({ key }) => (key ? [key] : []))
    .slice(0, mostReasons)
}

/** Where a deal has been. Below the deals' own key, so that what changes one reads this again. */
export const staysQuery = (id: string) =>
  queryOptions({
    queryKey: ['records', dealType.name, 'stages', id],
    queryFn: ({ signal }) => call(dealStageRoutes.list, { params: { id }, signal }),
  })
