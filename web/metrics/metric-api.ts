import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { behindRoute, metricRoute, metricsRoute } from '../../contract/metrics/routes.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import { call } from '../shell/api.ts'
import { metricName, metricSentence } from '../text/labels.ts'
import { answerIn, metricOf } from './definitions.ts'

/** Whose figures. */
export interface Whose {
  owner?: string | undefined
  team?: string | undefined
  pipeline?: string | undefined
  /** A moment: only what was recorded before. */
  asOf?: string | undefined
}

/** What is asked of all metrics on a page and this one cannot answer: it is then shown without. */
export const unanswered = (slug: string, { pipeline, asOf }: Whose): ('pipeline' | 'asOf')[] => {
  const definition: MetricDefinition | undefined = metricOf(slug)
  return [
    ...(pipeline && (definition?.recordType !== 'deal' || definition.rolledUp)
      ? (['pipeline'] as const)
      : []),
    ...(asOf && !definition?.asOf ? (['asOf'] as const) : []),
  ]
}

function answerable<Q extends Whose>(slug: string, query: Q): Q {
  const left = { ...query }
  for (const name of unanswered(slug, query)) delete left[name]
  return left
}

export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: async ({ signal }) => {
    const { data } = await call(metricsRoute, { signal })
    return {
      data: data.map((one) => ({ ...one, name: metricName(one), definition: metricSentence(one) })),
    }
  },
  staleTime: Infinity,
})

export const metricQuery = (slug: string, asked: Period & Whose & { grain?: Grain; by?: string }) => {
  const query = answerable(slug, asked)
  return queryOptions({
    queryKey: ['metrics', slug, query],
    queryFn: async ({ signal }) =>
      answerIn(await call(metricRoute, { params: { slug }, query, signal }), asked.by),
    placeholderData: keepPreviousData,
  })
}

export interface Behind extends Period, Whose {
  by?: string
  group?: string
  part?: string
  leftOut?: boolean
}

export const behindQuery = (slug: string, asked: Behind) => {
  const query = answerable(slug, asked)
  return infiniteQueryOptions({
    queryKey: ['metrics', slug, 'records', query],
    queryFn: ({ pageParam, signal }) =>
      call(behindRoute, {
        params: { slug },
        query: { ...query, ...(pageParam && { after: pageParam }), limit: 60 },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
}
