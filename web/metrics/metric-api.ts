import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { behindRoute, metricRoute, metricsRoute } from '../../contract/metrics/routes.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import { call } from '../shell/api.ts'

/** Whose figures. */
export interface Whose {
  owner?: string | undefined
  team?: string | undefined
}

export const metricsQuery = queryOptions({
  queryKey: ['metrics'],
  queryFn: ({ signal }) => call(metricsRoute, { signal }),
  staleTime: Infinity,
})

export const metricQuery = (slug: string, query: Period & Whose & { grain?: Grain; by?: string }) =>
  queryOptions({
    queryKey: ['metrics', slug, query],
    queryFn: ({ signal }) => call(metricRoute, { params: { slug }, query, signal }),
    placeholderData: keepPreviousData,
  })

export interface Behind extends Period, Whose {
  by?: string
  group?: string
  leftOut?: boolean
}

export const behindQuery = (slug: string, query: Behind) =>
  infiniteQueryOptions({
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
