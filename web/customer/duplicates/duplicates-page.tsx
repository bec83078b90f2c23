import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { duplicateReviewRoutes, type Pair } from '../../../contract/customer/duplicates.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { useMerge } from '../../records/compare/compare-api.ts'
import { ExpandedContext } from '../../records/titles.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { useTypes } from '../../shell/types.ts'
import { done } from '../../shell/undo.ts'
import { typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { BulkMerge } from './bulk-merge.tsx'
import { pairsQuery } from './duplicates-api.ts'
import classes from './duplicates.module.css'
import { PairCard } from './pair-card.tsx'
import { SearchCard } from './search-card.tsx'

/** Whoever may be somebody else: decided pair by pair by keyboard, or many at once. */
export default function DuplicatesPage() {
  const { type: asked, import: made } = useSearch({ strict: false }) as { type?: string; import?: string }
  const types = useTypes().all.filter((type) => type.mergeable)
  const type = types.find(({ plural }) => plural === asked) ?? types[0]
  const [bulk, setBulk] = useState(false)
  if (!type) return null
  return (
    <Page>
      <PageHeader
        title={t('duplicates.title')}
        subtitle={t('duplicates.text')}
        actions={
          <>
            <div className={classes.tabs} role="group" aria-label={t('duplicates.title')}>
              {types.map((one) => (
                <Link
                  key={one.name}
                  to="/duplicates"
                  search={{ type: one.plural }}
                  replace
                  className={classes.tab}
                  aria-current={one === type ? 'page' : undefined}
                >
                  {typeLabel(one).many}
                </Link>
              ))}
            </div>
            <Button onClick={() => setBulk(true)}>{t('duplicates.bulk')}</Button>
          </>
        }
      />
      <SearchCard type={type} />
      <Queue key={`${type.name} ${made}`} type={type} made={made} />
      {bulk && <BulkMerge type={type} onClose={() => setBulk(false)} />}
    </Page>
  )
}

/** Pairs that were decided go at once; what the server refuses comes back. */
function usePairs(type: RecordType, made: string | undefined) {
  const query = useInfiniteQuery(pairsQuery(type, made))
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const pages = query.data?.pages ?? []
  const all = pages.flatMap((page) => page.data)
  const pairs = all.filter(({ id }) => !decided.has(id))
  const { hasNextPage, isFetching, fetchNextPage } = query
  useEffect(() => {
    if (pairs.length < 5 && hasNextPage && !isFetching) void fetchNextPage()
  }, [pairs.length, hasNextPage, isFetching, fetchNextPage])
  return {
    ...query,
    pairs,
    left: Math.max(0, (pages[0]?.count ?? 0) - (all.length - pairs.length)),
    titles: Object.assign({}, ...pages.map(({ titles }) => titles)) as Record<string, string>,
    decide: (id: string, is: boolean) =>
      setDecided((before) => {
        const next = new Set(before)
        if (is) next.add(id)
        else next.delete(id)
        return next
      }),
  }
}

const expandedFrom = (titles: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, { id, title } as AnyRecord]))

function Queue({ type, made }: { type: RecordType; made: string | undefined }) {
  const { pairs, left, titles, decide, isPending, isError, error, refetch } = usePairs(type, made)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const merge = useMerge(type)
  const [at, setAt] = useState(0)
  const current = pairs[Math.min(at, pairs.length - 1)]
  const routes = duplicateReviewRoutes(type)
  const refresh = () => queries.invalidateQueries({ queryKey: ['duplicates', type.name] })

  const attempt = async (pair: Pair, run: () => Promise<unknown>) => {
    decide(pair.id, true)
    try {
      await run()
    } catch (refused) {
      decide(pair.id, false)
      toastFailed(messageOf(refused), () => void attempt(pair, run))
      void refresh()
    }
  }
  const mergePair = (pair: Pair) =>
    attempt(pair, async () => {
      const [first, ...others] = pair.records
      if (first) await merge(first, others, {}, (title) => t('duplicates.merged', { title }))
    })
  const dismiss = (pair: Pair) =>
    attempt(pair, async () => {
      await call(routes.dismiss, { params: { id: pair.id } })
      const [first, second] = pair.records
      done(
        t('duplicates.dismissed', { first: first?.title ?? '', second: second?.title ?? '' }),
        async () => {
          await call(routes.reconsider, { params: { id: pair.id } })
          decide(pair.id, false)
          await refresh()
        },
      )
    })
  const compare = (pair: Pair) =>
    void navigate({
      to: `/compare/${type.plural}`,
      search: { ids: pair.records.map(({ id }) => id).join(','), primary: pair.records[0]?.id } as never,
    })
  const move = (by: number) => setAt(Math.max(0, Math.min(pairs.length - 1, at + by)))
  useShortcuts(
    current
      ? [
          { keys: 'm', label: t('duplicates.merge'), run: () => void mergePair(current) },
          { keys: 'n', label: t('duplicates.dismiss'), run: () => void dismiss(current) },
          { keys: 's', label: t('duplicates.skip'), run: () => move(1) },
          { keys: 'f', label: t('duplicates.compare'), run: () => compare(current) },
          { keys: 'j', label: t('duplicates.next'), run: () => move(1) },
          { keys: 'k', label: t('duplicates.previous'), run: () => move(-1) },
        ]
      : [],
  )
  if (isPending) return <RowsSkeleton />
  if (isError)
    return (
      <EmptyState
        title={messageOf(error)}
        actions={<Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>}
      />
    )
  if (pairs.length === 0)
    return <EmptyState title={t('duplicates.none')}>{t('duplicates.noneText')}</EmptyState>
  return (
    <ExpandedContext value={expandedFrom(titles)}>
      <p className={classes.left} role="status">
        {t('duplicates.left', { count: left })}
      </p>
      <div className={classes.pairs}>
        {pairs.map((pair, i) => (
          <PairCard
            key={pair.id}
            type={type}
            pair={pair}
            current={pair === current}
            onCurrent={() => setAt(i)}
            onMerge={() => void mergePair(pair)}
            onDismiss={() => void dismiss(pair)}
            onCompare={() => compare(pair)}
          />
        ))}
      </div>
    </ExpandedContext>
  )
}
