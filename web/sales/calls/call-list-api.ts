import { queryOptions } from '@tanstack/react-query'
import { callListRoutes } from '../../../contract/sales/call-lists.ts'
import { call } from '../../shell/api.ts'

export const callListsQuery = queryOptions({
  queryKey: ['call-lists'],
  queryFn: async ({ signal }) => (await call(callListRoutes.list, { signal })).data,
})

/** Taking the next person is asked for as often as need be: who has one keeps them. */
export const nextQuery = (id: string, anyHour: boolean) =>
  queryOptions({
    queryKey: ['call-queue', id, anyHour],
    queryFn: () => call(callListRoutes.next, { params: { id }, body: { anyHour } }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  })
