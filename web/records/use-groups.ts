import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Filter } from '../../contract/records/filter.ts'
import { groupsRoute, isSummable, mostSums } from '../../contract/records/groups.ts'
import type { Group, Groups } from '../../contract/records/groups.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { call } from '../shell/api.ts'
import { both } from './filter-tree.ts'
import { queryOf, referencesAmong, routesOf } from './record-api.ts'
import type { Listing } from './record-api.ts'
import type { Layout } from './view.ts'

/** Of an open group so many at a time. */
const pageSize = 100

const groupsQuery = (type: RecordType, layout: Layout, listing: Listing) => {
  const { group } = layout
  const fields = fieldsOf(type)
  const sums = layout.columns
    .map(({ field }) => field)
    .filter((name) => fields[name] && isSummable(fields[name]))
    .slice(0, mostSums)
  const { filter, q } = listing
  return queryOptions({
    queryKey: ['records', type.name, 'groups', { group, sums, filter, q }],
    queryFn: ({ signal }) =>
      call(groupsRoute(type), {
        query: {
          groupBy: group?.field ?? '',
          unit: group?.unit ?? 'month',
          ...(sums.length > 0 && { sums: sums.join(',') as unknown as string[] }),
          ...(filter && { filter }),
          ...(q && { q }),
        },
        signal,
      }),
    enabled: group !== null && layout.show === 'table',
  })
}

const pageQuery = (type: RecordType, listing: Listing, filter: Filter, after: string) =>
  queryOptions({
    queryKey: ['records', type.name, 'some', { ...listing, filter }, after],
    queryFn: ({ signal }) => {
      const expand = referencesAmong(type, listing.fields)
      return call(routesOf(type).list, {
        query: {
          ...queryOf(type, { ...listing, filter }),
          ...(expand.length > 0 && { expand: expand.join(',') as unknown as string[] }),
          ...(after && { after }),
          limit: pageSize,
        },
        signal,
      })
    },
  })

/** A line of a grouped table. */
export type Item =
  | { kind: 'all'; of: Groups['all'] }
  | { kind: 'group'; key: string; group: Group; open: boolean }
  | { kind: 'record'; record: AnyRecord; index: number }
  | { kind: 'coming'; key: string }
  | { kind: 'more'; key: string; left: number; load: () => void }

/** By the key of each open group, where its pages begin. */
type Open = Readonly<Record<string, readonly string[]>>
const idOf = (group: Group) => group.key ?? '~none'

/** A list divided into groups, which are loaded as they are opened. */
export function useGroups(type: RecordType, layout: Layout, listing: Listing) {
  const told = useQuery(groupsQuery(type, layout, listing))
  const by = layout.group ? `${layout.group.field} ${layout.group.unit}` : ''
  const [state, setState] = useState<{ by: string; open: Open }>({ by, open: {} })
  // Grouped by something else, all is closed.
  const open: Open = useMemo(() => (state.by === by ? state.open : {}), [state, by])
  const change = (next: Open) => setState({ by, open: next })
  const groups = useMemo(() => told.data?.groups ?? [], [told.data])
  const wanted = groups.flatMap((group) =>
    (open[idOf(group)] ?? []).map((after) => ({
      id: idOf(group),
      query: pageQuery(type, listing, both(listing.filter, group.filter), after),
    })),
  )
  const pages = useQueries({ queries: wanted.map(({ query }) => query) })

  const items: Item[] = []
  const rows: AnyRecord[] = []
  const expanded: Record<string, AnyRecord> = {}
  if (told.data && layout.group) items.push({ kind: 'all', of: told.data.all })
  let at = 0
  for (const group of layout.group ? groups : []) {
    const key = idOf(group)
    const cursors = open[key]
    items.push({ kind: 'group', key, group, open: cursors !== undefined })
    let shown = 0
    for (const cursor of cursors ?? []) {
      const page = pages[at++]?.data
      if (!page) {
        items.push({ kind: 'coming', key: `${key} ${cursor}` })
        continue
      }
      Object.assign(expanded, page.expanded)
      for (const record of page.data) {
        items.push({ kind: 'record', record, index: rows.length })
        rows.push(record)
      }
      shown += page.data.length
      const { next } = page
      if (next && cursor === cursors?.at(-1))
        items.push({
          kind: 'more',
          key,
          left: Math.max(1, group.count - shown),
          load: () => change({ ...open, [key]: [...(cursors ?? []), next] }),
        })
    }
  }
  return {
    told,
    items,
    rows,
    expanded,
    toggle: (key: string) => {
      const { [key]: was, ...others } = open
      change(was ? others : { ...open, [key]: [''] })
    },
    setAll: (opened: boolean) =>
      change(
        opened ? Object.fromEntries(groups.map((group) => [idOf(group), open[idOf(group)] ?? ['']])) : {},
      ),
    someOpen: Object.keys(open).length > 0,
  }
}

export type Grouped = ReturnType<typeof useGroups>
