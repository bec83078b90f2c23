import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { urlOf } from '../../../contract/http/client.ts'
import type { Import } from '../../../contract/records/import.ts'
import type { Dialect } from '../../../contract/records/import-mapping.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { ImportFile } from '../../../contract/records/import-routes.ts'
import { call } from '../../shell/api.ts'
import { sendFile } from '../../shell/send-file.ts'

export const isBusy = (one: Pick<Import, 'state'> | undefined): boolean =>
  one?.state === 'checking' || one?.state === 'running' || one?.state === 'undoing'

/** Should the live stream be late: it says when to look. */
const lookAfterMs = 5_000

/** What a file holds: read once for each way of reading it. */
export const inspectionQuery = (id: string, dialect?: Partial<Dialect>, recordType?: string) =>
  queryOptions({
    queryKey: ['imports', 'file', id, dialect ?? {}, recordType ?? null],
    queryFn: ({ signal }) =>
      call(importRoutes.inspect, {
        params: { id },
        body: { ...(dialect && { dialect }), ...(recordType && { recordType }) },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const mappingsQuery = queryOptions({
  queryKey: ['imports', 'mappings'],
  queryFn: ({ signal }) => call(importRoutes.mappings, { signal }),
})

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam, signal }) =>
    call(importRoutes.list, { query: { limit: 20, ...(pageParam && { after: pageParam }) }, signal }),
  initialPageParam: '',
  getNextPageParam: (page) => page.next,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.data.some(isBusy)) ? lookAfterMs : false,
})

/** An import; the live stream tells of its progress. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => call(importRoutes.get, { params: { id }, signal }),
    refetchInterval: (query) => (isBusy(query.state.data) ? lookAfterMs : false),
  })

export const refusalsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'refusals', id],
    queryFn: ({ pageParam, signal }) =>
      call(importRoutes.refusals, {
        params: { id },
        query: { limit: 50, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

const longestName = 200

export const undoPreviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'undo', id],
    queryFn: ({ signal }) => call(importRoutes.previewUndo, { params: { id }, signal }),
    staleTime: 0,
  })

export const keptQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'kept', id],
    queryFn: ({ pageParam, signal }) =>
      call(importRoutes.kept, {
        params: { id },
        query: { limit: 50, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

/** As much of a very long name as the server keeps, its ending with it. */
const shortened = (name: string) =>
  name.length > longestName ? `${name.slice(0, longestName - 41)}…${name.slice(-40)}` : name

export const upload = (
  file: File,
  sent: (fraction: number) => void,
  signal: AbortSignal,
): Promise<ImportFile> =>
  sendFile(
    urlOf(importRoutes.upload, { query: { name: shortened(file.name) } }),
    file,
    sent,
    signal,
  ) as Promise<ImportFile>
