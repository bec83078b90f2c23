import type { TimelineEntry } from '../../contract/customer/timeline.ts'

export interface TimelineDay {
  /** `YYYY-MM-DD` in the reader's zone. */
  day: string
  entries: TimelineEntry[]
}

/** Entries by the day they happened on, in the order they came. */
export function byDay(entries: readonly TimelineEntry[], dayOf: (at: string) => string): TimelineDay[] {
  const days: TimelineDay[] = []
  for (const entry of entries) {
    const day = dayOf(entry.at)
    const last = days.at(-1)
    if (last?.day === day) last.entries.push(entry)
    else days.push({ day, entries: [entry] })
  }
  return days
}
