import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { eventTypeOf } from '../../contract/event-types.ts'
import type { PrintedTimeline } from '../records/print/print-record.tsx'
import { messageOf } from '../shell/api.ts'
import { day as dayText, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { timelineQuery } from './customer-api.ts'
import { WithTitles } from './describe-changes.tsx'
import { byDay } from './timeline-days.ts'
import { Entry } from './timeline-entry.tsx'
import classes from './timeline.module.css'

/** Everything that happened to a customer, from the latest to the first, for paper. */
export const TimelineOnPaper: PrintedTimeline = ({ type, record, onWhole }) => {
  const manner = useManner()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    timelineQuery(type, record.id, {}),
  )
  const read = data !== undefined || error !== null
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage()
    else if (read && !hasNextPage) onWhole()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, error, read, onWhole])
  const entries = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data])
  const titles = useMemo(
    () => Object.assign({}, ...(data?.pages.map((page) => page.titles) ?? [])) as Record<string, string>,
    [data],
  )
  if (error) return <p role="alert">{messageOf(error)}</p>
  return (
    <WithTitles titles={titles}>
      <ol className={classes.days}>
        {byDay(entries, (at) => dayIn(at, manner)).map(({ day, entries: ofDay }) => (
          <li key={day} className={classes.day}>
            <h3 className={classes.dayName}>{dayText(day, manner)}</h3>
            <ol>
              {ofDay.map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  self={record.id}
                  wing={eventTypeOf(entry.type)?.wing ?? 'customer'}
                  glows={false}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
    </WithTitles>
  )
}
