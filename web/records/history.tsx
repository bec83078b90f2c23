import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { historyRoute } from '../../contract/records/history.ts'
import { fieldOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { call, messageOf } from '../shell/api.ts'
import { eventLabel, fieldLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { Card } from '../ui/card.tsx'
import { DateTime, Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { widgetOf } from './fields/widgets.ts'
import classes from './history.module.css'
import { ExpandedContext } from './titles.ts'

/** Who changed what, from what to what, when and how; read from the ledger when asked for. */
export function History({ type, id }: { type: RecordType; id: string }) {
  const [open, setOpen] = useState(false)
  return (
    <Card title={t('records.changes')}>
      {open ? (
        <Events type={type} id={id} />
      ) : (
        <Button onClick={() => setOpen(true)}>{t('records.showChanges')}</Button>
      )}
    </Card>
  )
}

interface EventsProps {
  type: RecordType
  id: string
  /** All of them are read, for paper; called when they are there. */
  onWhole?: () => void
}

export function Events({ type, id, onWhole }: EventsProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['records', type.name, 'history', id],
    queryFn: ({ pageParam, signal }) =>
      call(historyRoute(type), {
        params: { id },
        query: { limit: 30, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  useEffect(() => {
    if (!onWhole || (!data && !error)) return
    if (hasNextPage && !error) void (isFetchingNextPage || fetchNextPage())
    else onWhole()
  }, [onWhole, data, error, hasNextPage, isFetchingNextPage, fetchNextPage])
  if (error) return <p>{messageOf(error)}</p>
  if (!data) return <CardSkeleton lines={4} />
  const titles = Object.assign({}, ...data.pages.map((page) => page.titles)) as Record<string, string>
  const expanded = Object.fromEntries(
    Object.entries(titles).map(([key, title]) => [key, { title } as AnyRecord]),
  )
  return (
    <ExpandedContext value={expanded}>
      <ol className={classes.events}>
        {data.pages
          .flatMap((page) => page.data)
          .map((event) => (
            <li key={event.id}>
              <Event type={type} event={event} exactly={onWhole !== undefined} />
            </li>
          ))}
      </ol>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('records.more')}
        </Button>
      )}
    </ExpandedContext>
  )
}

function Event({ type, event, exactly }: { type: RecordType; event: LedgerEvent; exactly: boolean }) {
  const what = eventLabel(event.type)
  const changes = Object.entries(event.changes).flatMap(([name, change]) => {
    const field = fieldOf(type, name)
    return field ? [{ name, label: fieldLabel(field), change }] : []
  })
  return (
    <>
      <p className={classes.what}>
        <span>{event.actor ? t('records.changeBy', { what, who: event.actor.title }) : what}</span>
        <span className={classes.when}>
          {event.origin !== 'web' && `${t(`origin.${event.origin}`)} · `}
          {exactly ? <DateTime value={event.at} /> : <Relative value={event.at} />}
        </span>
      </p>
      {changes.length > 0 && (
        <dl className={classes.changes}>
          {changes.map(({ name, label, change: [before, after] }) => (
            <div key={name} className={classes.change}>
              <dt>{label}</dt>
              <dd>
                <Value type={type} name={name} value={before} /> →{' '}
                <Value type={type} name={name} value={after} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

function Value({ type, name, value }: { type: RecordType; name: string; value: unknown }) {
  const field = fieldOf(type, name)
  if (!field || value === null || value === undefined) return <>—</>
  const { Show } = widgetOf(field)
  return <Show field={field} value={value} plain />
}
