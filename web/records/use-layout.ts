import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { ListSearch } from '../shell/list-search.ts'
import { defaultLayout, sameLayout, withKnownFields } from './view.ts'
import type { Layout } from './view.ts'
import { viewsQuery } from './view-api.ts'
import type { SavedView } from './view-api.ts'

export interface CurrentView {
  saved: SavedView | null
  /** The view with which the list opens, where that does not show all. */
  own: boolean
  /** Something differs from what is saved. */
  changed: boolean
  reset: () => void
}

const memory = (type: RecordType, view: string | undefined) =>
  `throughline.columns.${type.name}.${view ?? 'all'}`

type Kept = Partial<Pick<Layout, 'columns' | 'board' | 'show' | 'group' | 'calendar'>>

/** Columns are this browser's own until the view is saved. */
function remembered(key: string): Kept {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}') as Kept
  } catch {
    return {}
  }
}

const parsed = (text: string | undefined): Filter | null | undefined => {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Filter | null
  } catch {
    return undefined
  }
}

/**
 * What the list shows: the saved view, over it what the address says (filter, order: a link shares them), and what this
 * browser remembers (columns, groups, table, board or calendar).
 */
export function useLayout(type: RecordType, search: ListSearch) {
  const navigate = useNavigate()
  const { show, filter: filterText, sort } = search
  const views = useQuery(viewsQuery(type))
  const saved = views.data?.data.find((view) => view.id === search.view) ?? null
  const own = type.opens !== undefined && search.view === undefined
  const key = memory(type, saved?.id)
  const [, redraw] = useState(0)
  const kept = remembered(key)
  const keptText = JSON.stringify(kept)

  const base = useMemo(
    () =>
      withKnownFields(type, {
        ...defaultLayout(type),
        ...(own && type.opens && { filter: type.opens }),
        ...saved?.layout,
      }),
    [type, saved, own],
  )
  const layout: Layout = useMemo(() => {
    const local = JSON.parse(keptText) as Kept
    const filter = parsed(filterText)
    return withKnownFields(type, {
      ...base,
      ...local,
      ...(show && { show }),
      ...(filter !== undefined && { filter }),
      ...(sort !== undefined && { sort: sort || null }),
    })
  }, [type, base, keptText, show, filterText, sort])

  const go = useCallback(
    (next: ListSearch) =>
      void navigate({
        to: '.',
        search: ((before: ListSearch) => ({ ...before, ...next })) as never,
        replace: true,
      }),
    [navigate],
  )

  const change = (next: Partial<Layout>) => {
    const local: Kept = {}
    if (next.columns) local.columns = next.columns
    if (next.board !== undefined) local.board = next.board
    if (next.show) local.show = next.show
    if (next.group !== undefined) local.group = next.group
    if (next.calendar) local.calendar = next.calendar
    if (Object.keys(local).length > 0) {
      localStorage.setItem(key, JSON.stringify({ ...remembered(key), ...local }))
      redraw((count) => count + 1)
    }
    const address: ListSearch = {}
    if (next.filter !== undefined)
      address.filter = same(next.filter, base.filter) ? undefined : JSON.stringify(next.filter)
    if (next.sort !== undefined) address.sort = next.sort === base.sort ? undefined : (next.sort ?? '')
    if (next.show && show) address.show = undefined
    if (Object.keys(address).length > 0) go(address)
  }

  const reset = () => {
    localStorage.removeItem(key)
    redraw((count) => count + 1)
    go({ filter: undefined, sort: undefined, show: undefined })
  }

  const view: CurrentView = { saved, own, changed: !sameLayout(layout, base), reset }
  return { layout, change, view }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
