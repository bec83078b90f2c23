import { addDays } from '../../contract/values/day.ts'
import type { Grain } from '../../contract/values/period.ts'
import { t } from '../text/pages.ts'
import type { Manner } from '../ui/format.ts'
import { day } from '../ui/format.ts'

const written = (from: string, manner: Manner, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(manner.locale, { timeZone: 'UTC', ...options }).format(
    new Date(`${from}T00:00:00Z`),
  )

/** A period by its first day, as a heading: “3 March 2026”, “March 2026”, “Q1 2026”. */
export function periodLabel(from: string, unit: Grain, manner: Manner): string {
  switch (unit) {
    case 'day':
      return written(from, manner, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' })
    case 'week':
      return t('group.week', { from: day(from, manner), to: day(addDays(from, 6), manner) })
    case 'month':
      return written(from, manner, { month: 'long', year: 'numeric' })
    case 'quarter':
      return t('group.quarter', {
        quarter: String(Math.ceil(Number(from.slice(5, 7)) / 3)),
        year: from.slice(0, 4),
      })
    case 'year':
      return from.slice(0, 4)
  }
}
