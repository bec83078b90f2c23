import type { PlainKey } from '../text/t.ts'

export interface RelativePeriod {
  unit: 'day' | 'week' | 'month' | 'quarter' | 'year'
  from: number
  to: number
}

/** Periods with a name of their own, half-open and counted in units from the present one. */
export const named: readonly { key: PlainKey; period: RelativePeriod }[] = [
  { key: 'relative.today', period: { unit: 'day', from: 0, to: 1 } },
  { key: 'relative.yesterday', period: { unit: 'day', from: -1, to: 0 } },
  { key: 'relative.tomorrow', period: { unit: 'day', from: 1, to: 2 } },
  { key: 'relative.thisWeek', period: { unit: 'week', from: 0, to: 1 } },
  { key: 'relative.lastWeek', period: { unit: 'week', from: -1, to: 0 } },
  { key: 'relative.nextWeek', period: { unit: 'week', from: 1, to: 2 } },
  { key: 'relative.thisMonth', period: { unit: 'month', from: 0, to: 1 } },
  { key: 'relative.lastMonth', period: { unit: 'month', from: -1, to: 0 } },
  { key: 'relative.nextMonth', period: { unit: 'month', from: 1, to: 2 } },
  { key: 'relative.thisQuarter', period: { unit: 'quarter', from: 0, to: 1 } },
  { key: 'relative.lastQuarter', period: { unit: 'quarter', from: -1, to: 0 } },
  { key: 'relative.thisYear', period: { unit: 'year', from: 0, to: 1 } },
  { key: 'relative.lastYear', period: { unit: 'year', from: -1, to: 0 } },
]

export const nameOf = (period: RelativePeriod): string | null =>
  named.find(
    ({ period: known }) => known.unit === period.unit && known.from === period.from && known.to === period.to,
  )?.key ?? null

/** "The last 30 days" ends before today; "the next 7 days" begins with today. */
export const lastUnits = (count: number, unit: RelativePeriod['unit']): RelativePeriod => ({
  unit,
  from: -count,
  to: 0,
})
export const nextUnits = (count: number, unit: RelativePeriod['unit']): RelativePeriod => ({
  unit,
  from: 0,
  to: count,
})

/** How the picker shows a period: by name, or as a count of units before or after now. */
export function shapeOf(period: RelativePeriod | null): {
  choice: string | null
  count: number
  unit: RelativePeriod['unit']
} {
  if (!period) return { choice: null, count: 30, unit: 'day' }
  const name = nameOf(period)
  if (name) return { choice: name, count: 30, unit: period.unit }
  return period.to <= 0
    ? { choice: 'last', count: -period.from, unit: period.unit }
    : { choice: 'next', count: period.to, unit: period.unit }
}
