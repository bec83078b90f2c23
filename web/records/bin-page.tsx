import { Button, CloseButton, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import { binRoutes } from '../../contract/records/bin.ts'
import type { Binned } from '../../contract/records/bin.ts'
import { undoRoute } from '../../contract/records/undo.ts'
import { call, messageOf } from '../shell/api.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { done } from '../shell/undo.ts'
import { typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Relative } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { WingDot } from '../ui/wing.tsx'
import { addressOf } from './address.ts'
import classes from './bin-page.module.css'
import menus from './menus.module.css'

const atOnce = 60

function useBin(q: string, type: string | undefined) {
  const list = useInfiniteQuery({
    queryKey: ['bin', q, type],
    queryFn: ({ pageParam, signal }) =>
      call(binRoutes.list, {
        query: {
          limit: atOnce,
          ...(q && { q }),
          ...(type && { type: type as (typeof recordTypes)[number]['name'] }),
          ...(pageParam && { after: pageParam }),
        },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  return { ...list, rows: list.data?.pages.flatMap((page) => page.data) ?? [] }
}

/** What was deleted, of all types: found again, restored, or deleted for good by those who run the company. */
export default function BinPage() {
  const { type } = useSearch({ strict: false }) as { type?: string }
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [written, setWritten] = useState('')
  const [q] = useDebouncedValue(written.trim(), 200)
  const { rows, isPending, isError, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useBin(
    q,
    type,
  )
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(-1)
  const [asking, setAsking] = useState(false)
  const selected = rows.filter(({ id }) => chosen.has(id))
  const current = rows[at]

  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['bin'] }),
      queries.invalidateQueries({ queryKey: ['records'] }),
    ])
  const bodyOf = (records: readonly Binned[]) => ({
    records: records.map((one) => ({ type: one.type as (typeof recordTypes)[number]['name'], id: one.id })),
  })
  const restore = async (records: readonly Binned[]) => {
    try {
      const { events } = await call(binRoutes.restore, { body: bodyOf(records) })
      setChosen(new Set())
      await refresh()
      done(t('bin.restored', { count: records.length }), async () => {
        await call(undoRoute, { body: { events } })
        await refresh()
      })
    } catch (refused) {
      toastFailed(messageOf(refused), () => void restore(records))
    }
  }
  const purge = async (records: readonly Binned[]) => {
    setAsking(false)
    try {
      await call(binRoutes.purge, { body: bodyOf(records) })
      setChosen(new Set())
      await refresh()
      toastDone(t('bin.purged', { count: records.length }))
    } catch (refused) {
      toastFailed(messageOf(refused))
    }
  }

  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  const go = (step: 1 | -1) => {
    const to = Math.max(0, Math.min(rows.length - 1, at + step))
    setAt(to)
    document.getElementById(`binned-${rows[to]?.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const acting = selected.length > 0 ? selected : current ? [current] : []
  useShortcuts([
    { keys: 'j', label: t('keys.down'), run: () => go(1) },
    { keys: 'k', label: t('keys.up'), run: () => go(-1) },
    { keys: 'x', label: t('keys.select'), run: () => current && toggle(current.id) },
    {
      keys: 'o',
      label: t('keys.open'),
      run: () => current && void navigate({ to: addressOf(current.type, current.id) }),
    },
    {
      keys: 'r',
      label: t('records.restore'),
      run: () => acting.length > 0 && acting.every(({ mayRestore }) => mayRestore) && void restore(acting),
    },
    { keys: 'escape', label: t('keys.leave'), run: () => setChosen(new Set()) },
  ])

  const narrowed = q !== '' || type !== undefined
  return (
    <Page>
      <PageHeader title={t('bin.title')} subtitle={t('bin.text')} />
      <div className={classes.narrowing}>
        <TextInput
          type="search"
          className={classes.find}
          placeholder={t('bin.search')}
          aria-label={t('bin.search')}
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        <Select
          aria-label={t('bin.type')}
          placeholder={t('bin.allTypes')}
          data={recordTypes.map((one) => ({ value: one.name, label: typeLabel(one).many }))}
          clearable
          value={type ?? null}
          onChange={(name) =>
            void navigate({ to: '.', search: (name ? { type: name } : {}) as never, replace: true })
          }
        />
      </div>
      {isPending ? (
        <RowsSkeleton />
      ) : isError ? (
        <EmptyState
          title={t('error.page')}
          actions={<Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>}
        >
          {messageOf(error)}
        </EmptyState>
      ) : rows.length === 0 ? (
        narrowed ? (
          <EmptyState title={t('bin.noneMatch')}>{t('bin.noneMatchText')}</EmptyState>
        ) : (
          <EmptyState title={t('bin.empty')}>{t('bin.emptyText')}</EmptyState>
        )
      ) : (
        <table className={classes.table} aria-label={t('bin.title')}>
          <thead>
            <tr>
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={t('records.selectAll')}
                  checked={selected.length === rows.length}
                  onChange={(event) =>
                    setChosen(new Set(event.currentTarget.checked ? rows.map(({ id }) => id) : []))
                  }
                />
              </th>
              <th scope="col">{t('bin.record')}</th>
              <th scope="col">{t('bin.type')}</th>
              <th scope="col">{t('bin.by')}</th>
              <th scope="col">{t('bin.when')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('records.restore')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.id} id={`binned-${row.id}`} data-current={index === at || undefined}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={t('records.select', { title: row.title })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </td>
                <td className={classes.title}>
                  <Link to={addressOf(row.type, row.id)}>{row.title}</Link>
                </td>
                <td className={classes.type}>
                  <WingDot wing={recordTypeOf(row.type).wing} /> {typeLabel(recordTypeOf(row.type)).one}
                </td>
                <td className={classes.by}>
                  {row.deletedBy?.title ?? (row.origin ? t(`origin.${row.origin}`) : '—')}
                </td>
                <td className={classes.when}>
                  <Relative value={row.deletedAt} />
                </td>
                <td className={classes.act}>
                  {row.mayRestore && (
                    <Button
                      variant="subtle"
                      aria-label={t('bin.restoreOne', { title: row.title })}
                      onClick={() => void restore([row])}
                    >
                      {t('records.restore')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <Button
          className={classes.more ?? ''}
          loading={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('records.more')}
        </Button>
      )}
      {selected.length > 0 && (
        <div
          className={classes.bar}
          role="toolbar"
          aria-label={t('records.selected', { count: selected.length })}
        >
          <span aria-live="polite">{t('records.selected', { count: selected.length })}</span>
          {selected.every(({ mayRestore }) => mayRestore) && (
            <Button onClick={() => void restore(selected)}>{t('records.restore')}</Button>
          )}
          {selected.every(({ mayDelete }) => mayDelete) && (
            <Button color="red" onClick={() => setAsking(true)}>
              {t('bin.purge')}
            </Button>
          )}
          <CloseButton aria-label={t('records.clearSelection')} onClick={() => setChosen(new Set())} />
        </div>
      )}
      {asking && (
        <Modal
          opened
          onClose={() => setAsking(false)}
          size="sm"
          title={t('bin.purgeTitle', { count: selected.length })}
          closeButtonProps={{ 'aria-label': t('ui.close') }}
        >
          <p className={classes.warning}>{t('bin.purgeText')}</p>
          <div className={menus.saveActions}>
            <Button onClick={() => setAsking(false)} data-autofocus>
              {t('ui.cancel')}
            </Button>
            <Button variant="filled" color="red" onClick={() => void purge(selected)}>
              {t('bin.purge')}
            </Button>
          </div>
        </Modal>
      )}
    </Page>
  )
}
