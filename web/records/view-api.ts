import { queryOptions, useQueryClient } from '@tanstack/react-query'
import type { RecordType } from '../../contract/records/record-type.ts'
import { viewRoutes } from '../../contract/team/operations.ts'
import type { SavedView as StoredView } from '../../contract/team/operations.ts'
import { call, messageOf } from '../shell/api.ts'
import { done } from '../shell/undo.ts'
import { t } from '../text/pages.ts'
import { toastFailed } from '../ui/toast.tsx'
import type { Layout } from './view.ts'

/** With whom a view is shared, and whether they may change it. */
export type Sharing = Pick<SavedView, 'shared' | 'teams' | 'roles' | 'editable'>

type Choosable = 'board' | 'group' | 'calendar'

export interface SavedView {
  id: string
  name: string
  shared: boolean
  teams: string[]
  roles: string[]
  editable: boolean
  mine: boolean
  mayEdit: boolean
  owner: string
  /** Without a board's or a calendar's field, the type's first. */
  layout: Omit<Layout, Choosable> & Partial<Pick<Layout, Choosable>>
}

const layoutOf = ({ definition }: StoredView): SavedView['layout'] => ({
  show: definition.layout,
  filter: definition.filter ?? null,
  sort: definition.sort ?? null,
  ...(definition.board && { board: definition.board }),
  ...(definition.group && { group: definition.group }),
  ...(definition.calendar && { calendar: definition.calendar }),
  columns: definition.columns.map(({ field, width, pinned }) => ({
    field,
    ...(width !== undefined && { width }),
    ...(pinned !== undefined && { pinned }),
  })),
})

const definitionOf = ({
  show,
  filter,
  sort,
  columns,
  board,
  group,
  calendar,
}: SavedView['layout']): StoredView['definition'] => ({
  layout: show,
  columns: [...columns],
  ...(filter && { filter }),
  ...(sort && { sort }),
  ...(board && { board }),
  ...(group && { group }),
  ...(calendar && { calendar }),
})

const toView = (stored: StoredView): SavedView => ({
  id: stored.id,
  name: stored.name,
  shared: stored.shared,
  teams: stored.teams,
  roles: stored.roles,
  editable: stored.editable,
  mine: stored.mine,
  mayEdit: stored.mayEdit,
  owner: stored.owner.title,
  layout: layoutOf(stored),
})

/** The reader's views of a type and those shared with them. */
export const viewsQuery = (type: RecordType) =>
  queryOptions({
    queryKey: ['views', type.name],
    queryFn: async ({ signal }) => {
      const { data } = await call(viewRoutes.list, { query: { type: type.name }, signal })
      return { data: data.map(toView) }
    },
    staleTime: 5 * 60_000,
  })

export function useViewChanges(type: RecordType) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['views', type.name] })
  const attempt = async <T>(run: () => Promise<T>): Promise<T | null> => {
    try {
      return await run()
    } catch (error) {
      toastFailed(messageOf(error))
      return null
    }
  }
  return {
    create: (name: string, shared: boolean, layout: SavedView['layout']) =>
      attempt(async () => {
        const sharing = { shared, teams: [], roles: [], editable: false }
        const body = { type: type.name, name, ...sharing, definition: definitionOf(layout) }
        const stored = await call(viewRoutes.create, { body })
        await refresh()
        done(t('view.saved', { name }))
        return toView(stored)
      }),
    save: (view: SavedView, layout: SavedView['layout']) =>
      attempt(async () => {
        const put = (to: SavedView['layout']) =>
          call(viewRoutes.update, { params: { id: view.id }, body: { definition: definitionOf(to) } })
        await put(layout)
        await refresh()
        done(t('view.saved', { name: view.name }), async () => {
          await put(view.layout)
          await refresh()
        })
        return true
      }),
    share: (view: SavedView, sharing: Sharing) =>
      attempt(async () => {
        await call(viewRoutes.update, { params: { id: view.id }, body: sharing })
        await refresh()
        done(t('sharing.saved', { view: view.name }))
        return true
      }),
    remove: (view: SavedView) =>
      attempt(async () => {
        await call(viewRoutes.remove, { params: { id: view.id } })
        await refresh()
        done(t('view.deleted', { name: view.name }), async () => {
          const body = {
            type: type.name,
            name: view.name,
            shared: view.shared,
            definition: definitionOf(view.layout),
          }
          await call(viewRoutes.create, { body })
          await refresh()
        })
        return true
      }),
  }
}
