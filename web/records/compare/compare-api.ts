import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { compareRoute, mergeRoutes } from '../../../contract/records/merge.ts'
import type { Choice } from '../../../contract/records/merge.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { undoRoute } from '../../../contract/records/undo.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { act, call } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'

/** Read again with the records: whatever happens to one of them may change what a merge would do. */
export const comparisonQuery = (type: RecordType, ids: readonly string[], primary?: string) =>
  queryOptions({
    queryKey: ['records', type.name, 'compare', ids, primary],
    queryFn: ({ signal }) =>
      call(compareRoute(type), {
        query: { ids: ids.join(',') as unknown as string[], ...(primary && { primary }) },
        signal,
      }),
  })

export const mergesQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: ['timeline', id, 'merges'],
    queryFn: ({ signal }) => call(mergeRoutes(type).merges, { params: { id }, signal }),
    enabled: type.mergeable === true,
  })

/** After records became one or two again, whatever is on show of them is read anew. */
export function useRefreshMerged() {
  const queries = useQueryClient()
  return async () => {
    for (const key of ['records', 'timeline', 'duplicates'])
      await queries.invalidateQueries({ queryKey: [key] })
  }
}

/** Merges records into one and says so; the toast and ⌘Z take them apart again. */
export function useMerge(type: RecordType) {
  const refresh = useRefreshMerged()
  return async (
    primary: AnyRecord,
    others: readonly AnyRecord[],
    choices: Record<string, Choice>,
    message: (title: string) => string,
  ): Promise<AnyRecord> => {
    const { output, event } = await act(mergeRoutes(type).merge, {
      params: { id: primary.id },
      body: {
        others: others.map(({ id }) => id),
        choices,
        versions: Object.fromEntries([primary, ...others].map(({ id, version }) => [id, version])),
      },
    })
    void refresh()
    const undo = async () => {
      if (event) await call(undoRoute, { body: { events: [event] } })
      await refresh()
    }
    done(message(output.title), event ? undo : undefined)
    return output
  }
}
