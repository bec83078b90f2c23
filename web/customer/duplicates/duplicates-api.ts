import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { duplicateReviewRoutes } from '../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { call } from '../../shell/api.ts'

const pageSize = 20

export const pairsQuery = (type: RecordType, made?: string) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', type.name, 'pairs', made],
    queryFn: ({ pageParam, signal }) =>
      call(duplicateReviewRoutes(type).pairs, {
        query: { limit: pageSize, ...(pageParam && { after: pageParam }), ...(made && { import: made }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

/** A search that is under way is looked at again every second. */
export const searchQuery = (type: RecordType) =>
  queryOptions({
    queryKey: ['duplicates', type.name, 'search'],
    queryFn: async ({ signal }) => (await call(duplicateReviewRoutes(type).search, { signal })).search,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 1_000 : false),
  })

export const planQuery = (type: RecordType, atLeast: number) =>
  queryOptions({
    queryKey: ['duplicates', type.name, 'plan', atLeast],
    queryFn: ({ signal }) => call(duplicateReviewRoutes(type).plan, { query: { atLeast }, signal }),
  })
