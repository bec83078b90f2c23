import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { webhookRoutes } from '../../contract/ecosystem/webhooks.ts'
import { call } from '../shell/api.ts'

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => call(webhookRoutes.list, { signal }),
})

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', id, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      call(webhookRoutes.deliveries, {
        params: { id },
        query: { limit: 20, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 10_000,
  })
