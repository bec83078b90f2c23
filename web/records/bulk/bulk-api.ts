import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { bulkRoutes, bulkTypeRoutes } from '../../../contract/records/bulk-edit.ts'
import type { BulkEdit, BulkEditInput } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { call, messageOf } from '../../shell/api.ts'
import { toastFailed } from '../../ui/toast.tsx'

export const isBusy = (edit: Pick<BulkEdit, 'state'> | undefined): boolean =>
  edit?.state === 'running' || edit?.state === 'undoing'

/** Should the live stream be late: it says when to look. */
const lookAfterMs = 5_000

/** A bulk edit; the live stream tells of its progress. */
export const bulkEditQuery = (id: string) =>
  queryOptions({
    queryKey: ['bulk-edits', 'one', id],
    queryFn: ({ signal }) => call(bulkRoutes.get, { params: { id }, signal }),
    refetchInterval: (query) => (isBusy(query.state.data) ? lookAfterMs : false),
  })

export const bulkEditsQuery = infiniteQueryOptions({
  queryKey: ['bulk-edits', 'list'],
  queryFn: ({ pageParam, signal }) =>
    call(bulkRoutes.list, { query: { limit: 30, ...(pageParam && { after: pageParam }) }, signal }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.data.some(isBusy)) ? lookAfterMs : false,
})

export const previewQuery = (type: RecordType, input: BulkEditInput) =>
  queryOptions({
    queryKey: ['bulk-edits', 'preview', type.name, input],
    queryFn: ({ signal }) => call(bulkTypeRoutes(type).preview, { body: input, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

export const stayedQuery = (id: string, outcome: 'refused' | 'kept') =>
  infiniteQueryOptions({
    queryKey: ['bulk-edits', 'stayed', id, outcome],
    queryFn: ({ pageParam, signal }) =>
      call(bulkRoutes.stayed, {
        params: { id },
        query: { outcome, limit: 50, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

/** What can be asked of a bulk edit that has begun. */
export function useBulkActions() {
  const queries = useQueryClient()
  const ask = async (what: 'stop' | 'undo', id: string): Promise<void> => {
    try {
      queries.setQueryData(bulkEditQuery(id).queryKey, await call(bulkRoutes[what], { params: { id } }))
      await queries.invalidateQueries({ queryKey: ['bulk-edits'] })
    } catch (error) {
      toastFailed(messageOf(error), () => void ask(what, id))
    }
  }
  return ask
}
