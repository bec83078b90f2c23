import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { myDayRoute } from '../../contract/sales/my-day.ts'
import type { DayItem, DayReason } from '../../contract/sales/my-day.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { call } from '../shell/api.ts'

/**
 * Below the deals' key: that a deal was touched is told of deals alone, without an event. By the minute things become due by
 * themselves.
 */
export const dayKey = ['records', 'deal', 'my-day'] as const
export const dayQuery = (limit: number) =>
  queryOptions({
    queryKey: [...dayKey, limit],
    queryFn: ({ signal }) => call(myDayRoute, { query: { limit }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

/** What can be done with an item by a form. */
export type DayForm = 'call' | 'note' | 'next' | 'postpone'

/** An item as the record that it is, as far as a change of it needs. */
export const recordOf = ({ id, title, version }: DayItem): AnyRecord =>
  ({ id, title, version }) as unknown as AnyRecord

/** Under which heading an item stands. */
export const groupOf = {
  meetingNow: 'now',
  leadUrgent: 'now',
  taskLate: 'late',
  taskToday: 'today',
  meetingToday: 'today',
  leadWaiting: 'leads',
  quoteViewed: 'quotes',
  quoteLapsing: 'quotes',
  dealClosing: 'closing',
  dealQuiet: 'quiet',
} as const satisfies Record<DayReason, string>
