import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ownFieldRoutes } from '../../../contract/records/own-field-routes.ts'
import type { NewOwnField, OwnField, OwnFieldChange } from '../../../contract/records/own-field.ts'
import { call } from '../../shell/api.ts'
import { readTypes } from '../../shell/types.ts'

export const ownFieldsQuery = queryOptions({
  queryKey: ['fields'],
  queryFn: async ({ signal }) => (await call(ownFieldRoutes.list, { signal })).data,
})

export const useOfFieldQuery = (id: string) =>
  queryOptions({
    queryKey: ['fields', 'use', id],
    queryFn: ({ signal }) => call(ownFieldRoutes.use, { params: { id }, signal }),
    staleTime: 0,
  })

/** What an administrator does to fields. This page shows it at once; the others hear of it. */
export function useFieldChanges() {
  const queries = useQueryClient()
  return useMemo(() => {
    const then = async <T>(done: Promise<T>): Promise<T> => {
      const answer = await done
      await readTypes()
      await Promise.all(['fields', 'records'].map((key) => queries.invalidateQueries({ queryKey: [key] })))
      return answer
    }
    return {
      add: (body: NewOwnField) => then(call(ownFieldRoutes.add, { body })),
      change: ({ id }: OwnField, body: OwnFieldChange) =>
        then(call(ownFieldRoutes.change, { params: { id }, body })),
      order: (recordType: string, ids: string[]) =>
        then(call(ownFieldRoutes.order, { body: { recordType, ids } })),
      retire: ({ id }: OwnField) => then(call(ownFieldRoutes.retire, { params: { id } })),
      restore: ({ id }: OwnField) => then(call(ownFieldRoutes.restore, { params: { id } })),
    }
  }, [queries])
}
