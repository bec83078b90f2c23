import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { targetOf } from '../../contract/records/field.ts'
import type { Filter } from '../../contract/records/filter.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { recordRoutes } from '../../contract/records/routes.ts'
import type { RecordRoutes } from '../../contract/records/routes.ts'
import { recordTypeOf } from '../shell/types.ts'
import { call } from '../shell/api.ts'
import { neededBy } from './cells.ts'

const made = new WeakMap<RecordType, RecordRoutes>()

/** A type's routes; their schemas are built once. */
export function routesOf(type: RecordType): RecordRoutes {
  const known = made.get(type)
  if (known) return known
  const routes = recordRoutes(type)
  made.set(type, routes)
  return routes
}

/** Names of the fields among these whose values are ids. */
export const referencesAmong = (type: RecordType, names: readonly string[]): string[] => {
  const fields = fieldsOf(type)
  return names.filter((name) => fields[name] && targetOf(fields[name]) !== null)
}

export interface Listing {
  filter: Filter | null
  sort: string | null
  q?: string
  /** The fields on show; id, version and title come anyway. */
  fields: readonly string[]
}

const joined = (names: readonly string[]) =>
  names.length > 0 ? { expand: names.join(',') as unknown as string[] } : {}

/** What travels of a listing; shared by the list and its CSV export. */
export const queryOf = (type: RecordType, listing: Listing) => ({
  ...(listing.filter && { filter: listing.filter }),
  ...(listing.sort && { sort: listing.sort }),
  ...(listing.q && { q: listing.q }),
  fields: [
    ...new Set([
      'title',
      ...[type.owner ?? [], type.picture ?? []].flat(),
      ...listing.fields,
      ...neededBy(type.name, listing.fields),
    ]),
  ].join(',') as unknown as string[],
})

/** Large enough that a flick of the wheel does not outrun it. */
const pageSize = 200

export const listQuery = (type: RecordType, listing: Listing) =>
  infiniteQueryOptions({
    queryKey: ['records', type.name, 'list', listing],
    queryFn: ({ pageParam, signal }) =>
      call(routesOf(type).list, {
        query: {
          ...queryOf(type, listing),
          ...joined(referencesAmong(type, listing.fields)),
          ...(pageParam && { after: pageParam }),
          limit: pageSize,
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

/** A few records: for a picker, a panel or a card. */
export const someQuery = (type: RecordType, listing: Listing, limit = 20) =>
  queryOptions({
    queryKey: ['records', type.name, 'some', listing, limit],
    queryFn: ({ signal }) =>
      call(routesOf(type).list, {
        query: { ...queryOf(type, listing), ...joined(referencesAmong(type, listing.fields)), limit },
        signal,
      }),
  })

/** The server counts no further. */
export const countedAtMost = 10_000

export const countQuery = (type: RecordType, listing: Listing) =>
  queryOptions({
    queryKey: ['records', type.name, 'count', { filter: listing.filter, q: listing.q }],
    queryFn: async ({ signal }) => {
      const { filter, q } = queryOf(type, listing) as { filter?: Filter; q?: string }
      const query = {
        ...(filter && { filter }),
        ...(q && { q }),
        fields: 'title' as unknown as string[],
        limit: 1,
        count: true,
      }
      return (await call(routesOf(type).list, { query, signal })).count ?? 0
    },
  })

export const summaryQuery = (
  type: RecordType,
  groupBy: string,
  sum: string | null,
  filter: Filter | null,
  q?: string,
) =>
  queryOptions({
    queryKey: ['records', type.name, 'summary', { groupBy, sum, filter, q }],
    queryFn: ({ signal }) =>
      call(routesOf(type).summary, {
        query: { groupBy, ...(sum && { sum }), ...(filter && { filter }), ...(q && { q }) },
        signal,
      }),
  })

/** One record with the records it refers to in `expanded`. */
export const recordQuery = (type: RecordType, id: string) =>
  queryOptions({
    queryKey: ['records', type.name, 'one', id],
    queryFn: ({ signal }) =>
      call(routesOf(type).get, {
        params: { id },
        query: joined(referencesAmong(type, [...Object.keys(type.fields), 'createdBy'])),
        signal,
      }),
  })

export const typeOf = (name: string): RecordType => recordTypeOf(name)
