import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { NotFound } from '../shell/error-page.tsx'
import { useMay } from '../shell/session.tsx'
import { useTypeByPlural } from '../shell/types.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import type { ListSearch } from '../shell/list-search.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { addressOf } from './address.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { NoRecords } from './no-records.tsx'
import { PhoneList } from './phone-list.tsx'
import { listQuery } from './record-api.ts'
import type { Listing } from './record-api.ts'
import { SelectionBar } from './selection-bar.tsx'
import { useSelection } from './selection.ts'
import { Table } from './table.tsx'
import { ExpandedContext } from './titles.ts'
import { Toolbar } from './toolbar.tsx'
import { useGlow } from './use-glow.ts'
import { useGroups } from './use-groups.ts'
import { useLayout } from './use-layout.ts'
import { usePhone } from './use-phone.ts'
import { boardFields, startValues } from './view.ts'
import classes from './list-page.module.css'

const Board = lazy(() => import('./board.tsx'))
const Calendar = lazy(() => import('./calendar/calendar.tsx'))
const GroupedTable = lazy(() => import('./grouped-table.tsx'))
const loadPreview = () => import('./preview.tsx')
const loadCreatePanel = () => import('./create-panel.tsx')
const Preview = lazy(loadPreview)
const CreatePanel = lazy(loadCreatePanel)

/** What opens beside a list is there when it is asked for, also if the connection is gone by then. */
const loadPanels = () => void Promise.allSettled([loadPreview(), loadCreatePanel()])

export default function ListPage() {
  const { plural } = useParams({ strict: false })
  const type = useTypeByPlural(plural)
  return type ? <RecordList key={type.name} type={type} /> : <NotFound />
}

function RecordList({ type }: { type: RecordType }) {
  const search = useSearch({ strict: false }) as ListSearch
  const navigate = useNavigate()
  const may = useMay(type.name)
  const phone = usePhone()
  const [q, setQ] = useState('')
  const { layout, change, view } = useLayout(type, search)
  const showBoard = layout.show === 'board' && boardFields(type).length > 0
  const calendar = layout.show === 'calendar' ? layout.calendar : null
  const grouping = layout.show === 'table' && !phone ? layout.group : null
  // What a new record begins with, besides what the filter says.
  const [begun, setBegun] = useState<Record<string, unknown>>({})

  const go = useCallback(
    (next: ListSearch) =>
      void navigate({
        to: '.',
        search: ((before: ListSearch) => ({ ...before, ...next })) as never,
        replace: true,
      }),
    [navigate],
  )
  const open = useCallback((id: string) => void navigate({ to: addressOf(type.name, id) }), [navigate, type])
  const preview = useCallback(
    (id: string | null) => go({ preview: id ?? undefined, create: undefined }),
    [go],
  )
  const create = (values: Record<string, unknown> = {}) => {
    setBegun(values)
    go({ create: true, preview: undefined })
  }

  const listing: Listing = useMemo(
    () => ({
      filter: layout.filter,
      sort: layout.sort,
      fields: layout.columns.map((column) => column.field).filter((field) => field !== 'title'),
      ...(q && { q }),
    }),
    [layout.filter, layout.sort, layout.columns, q],
  )
  const list = useInfiniteQuery({
    ...listQuery(type, listing),
    enabled: !showBoard && !calendar && !grouping,
  })
  const pages = list.data?.pages
  const rows: readonly AnyRecord[] = useMemo(() => pages?.flatMap((page) => page.data) ?? [], [pages])
  const expanded = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.expanded ?? {})) as Record<string, AnyRecord>,
    [pages],
  )
  const grouped = useGroups(type, grouping ? layout : { ...layout, group: null }, listing)
  const selection = useSelection(grouping ? grouped.rows : rows)
  const glowing = useGlow(type.name)
  useEffect(loadPanels, [])
  const { fetchNextPage } = list
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage])

  useShortcuts([
    ...(may('create')
      ? [{ keys: 'c', label: t('records.new', { type: inText(typeLabel(type).one) }), run: () => create() }]
      : []),
    ...(boardFields(type).length > 0
      ? [
          {
            keys: 'b',
            label: showBoard ? t('board.table') : t('board.show'),
            run: () => change({ show: showBoard ? 'table' : 'board' }),
          },
        ]
      : []),
  ])

  return (
    <ExpandedContext value={grouping ? grouped.expanded : expanded}>
      <div className={classes.page}>
        <div className={classes.main}>
          <Toolbar
            type={type}
            layout={layout}
            onLayout={change}
            view={view}
            listing={listing}
            q={q}
            onQ={setQ}
            onCreate={() => create()}
            phone={phone}
          />
          {showBoard ? (
            <Suspense fallback={<RowsSkeleton />}>
              <Board type={type} layout={layout} q={q} onPreview={preview} glowing={glowing} />
            </Suspense>
          ) : calendar ? (
            <Suspense fallback={<RowsSkeleton />}>
              <Calendar
                type={type}
                layout={layout}
                calendar={calendar}
                onLayout={change}
                q={q}
                day={search.day}
                onDay={(day) => go({ day })}
                onPreview={preview}
                onCreate={create}
                glowing={glowing}
                phone={phone}
              />
            </Suspense>
          ) : grouping && !grouped.told.isError && grouped.told.data?.all.count !== 0 ? (
            <Suspense fallback={<RowsSkeleton rows={16} />}>
              {grouped.told.data ? (
                <GroupedTable
                  type={type}
                  layout={layout}
                  grouping={grouping}
                  onLayout={change}
                  grouped={grouped}
                  selection={selection}
                  previewed={search.preview}
                  onPreview={preview}
                  onOpen={open}
                  glowing={glowing}
                />
              ) : (
                <RowsSkeleton rows={16} />
              )}
            </Suspense>
          ) : !grouping && list.isPending ? (
            <RowsSkeleton rows={16} />
          ) : (grouping ? grouped.told : list).isError ? (
            <NoRecords
              type={type}
              error={(grouping ? grouped.told : list).error}
              onRetry={() => void (grouping ? grouped.told : list).refetch()}
            />
          ) : rows.length === 0 ? (
            <NoRecords
              type={type}
              narrowed={layout.filter !== null || q !== ''}
              onClear={() => {
                setQ('')
                change({ filter: null })
              }}
              onCreate={() => create()}
            />
          ) : phone ? (
            <PhoneList
              type={type}
              layout={layout}
              rows={rows}
              hasMore={list.hasNextPage}
              loadMore={loadMore}
            />
          ) : (
            <Table
              type={type}
              layout={layout}
              onLayout={change}
              rows={rows}
              hasMore={list.hasNextPage}
              loadMore={loadMore}
              loadingMore={list.isFetchingNextPage}
              selection={selection}
              previewed={search.preview}
              onPreview={preview}
              onOpen={open}
              glowing={glowing}
            />
          )}
          <SelectionBar
            type={type}
            listing={listing}
            loaded={(grouping ? grouped.rows : rows).length}
            selection={selection}
          />
        </div>
        <Suspense>
          {search.create ? (
            <CreatePanel
              type={type}
              start={{ ...startValues(type, layout.filter), ...begun }}
              onClose={() => go({ create: undefined })}
              onCreated={(record) => go({ create: undefined, preview: record.id })}
            />
          ) : (
            search.preview && (
              <Preview key={search.preview} type={type} id={search.preview} onClose={() => preview(null)} />
            )
          )}
        </Suspense>
        <ConflictDialog />
      </div>
    </ExpandedContext>
  )
}
