import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { eventTypeOf } from '../../contract/event-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { messageOf } from '../shell/api.ts'
import { useLiveEvents } from '../shell/live.ts'
import { useSession } from '../shell/session.tsx'
import { t } from '../text/pages.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { day as dayText, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { timelineQuery } from './customer-api.ts'
import type { Narrowing } from './customer-api.ts'
import { WithTitles } from './describe-changes.tsx'
import { byDay } from './timeline-days.ts'
import { Entry } from './timeline-entry.tsx'
import classes from './timeline.module.css'
import { useNow } from './use-now.ts'

const Thread = lazy(() => import('./mail/thread.tsx'))

const glowMs = 1_700

/** Events that came live from others while the page is open; each glows once. */
function useFresh(): ReadonlySet<string> {
  const { user } = useSession()
  const [fresh, setFresh] = useState<ReadonlySet<string>>(() => new Set())
  useLiveEvents(
    useCallback(
      (events) => {
        const ids = events.filter(({ actorId }) => actorId !== user.id).map(({ id }) => id)
        if (ids.length > 0) setFresh((before) => new Set([...before, ...ids]))
      },
      [user.id],
    ),
  )
  useEffect(() => {
    if (fresh.size === 0) return
    const timer = setTimeout(() => setFresh(new Set()), glowMs * 2)
    return () => clearTimeout(timer)
  }, [fresh])
  return fresh
}

/** Reads on when its end comes into view. */
function useEnd(readOn: () => void) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!end.current) return
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && readOn(), {
      rootMargin: '600px',
    })
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [readOn])
  return end
}

export function Timeline({
  type,
  record,
  narrowing,
}: {
  type: RecordType
  record: AnyRecord
  narrowing: Narrowing
}) {
  const manner = useManner()
  const fresh = useFresh()
  const now = useNow()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery(
    timelineQuery(type, record.id, { ...narrowing, fold: true }),
  )
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const end = useEnd(readOn)
  const entries = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  const titles = useMemo(
    () => Object.assign({}, ...(data?.pages.map((page) => page.titles) ?? [])) as Record<string, string>,
    [data],
  )

  if (error && !data)
    return (
      <EmptyState
        title={t('timeline.failed')}
        actions={<Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>}
      >
        {messageOf(error)}
      </EmptyState>
    )
  if (!data) return <RowsSkeleton rows={6} height={44} />
  if (entries.length === 0)
    return Object.keys(narrowing).length > 0 ? (
      <EmptyState title={t('timeline.emptyTab')}>
        {t('timeline.emptyTabText', { name: record.title })}
      </EmptyState>
    ) : (
      <EmptyState title={t('timeline.empty')}>{t('timeline.emptyText')}</EmptyState>
    )

  const today = dayIn(now, manner)
  const yesterday = dayIn(new Date(now.getTime() - 86_400_000), manner)
  const nameOf = (day: string) =>
    day === today ? t('timeline.today') : day === yesterday ? t('timeline.yesterday') : dayText(day, manner)
  return (
    <WithTitles titles={titles}>
      <ol className={classes.days} aria-label={t('timeline.title')}>
        {byDay(entries, (at) => dayIn(at, manner)).map(({ day, entries: ofDay }) => (
          <li key={day} id={`day-${day}`} className={classes.day}>
            <h3 className={classes.dayName}>{nameOf(day)}</h3>
            <ol>
              {ofDay.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  self={record.id}
                  wing={eventTypeOf(entry.type)?.wing ?? 'customer'}
                  glows={fresh.has(entry.id)}
                >
                  {entry.thread && entry.thread.count > 1 && (
                    <Suspense>
                      <Thread
                        entry={{ ...entry, thread: entry.thread }}
                        type={type}
                        self={record.id}
                        narrowing={narrowing}
                      />
                    </Suspense>
                  )}
                </Entry>
              ))}
            </ol>
          </li>
        ))}
      </ol>
      <div ref={end} />
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={readOn}>
          {t('timeline.older')}
        </Button>
      )}
    </WithTitles>
  )
}
