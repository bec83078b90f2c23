import { queryOptions } from '@tanstack/react-query'
import { searchRoute } from '../../contract/records/search.ts'
import { call } from './api.ts'

/** Records of all types whose title, key or words match. */
export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(searchRoute, { query: { q, limit: 8 }, signal }),
    enabled: q !== '',
  })
