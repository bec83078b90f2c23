import { addDays, dayOf, daysBetween } from '../../contract/values/day.ts'
import { next, previous, startOf } from '../../contract/values/period.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import { t } from '../text/seldom.ts'
import { day } from '../ui/format.ts'
import type { Manner } from '../ui/format.ts'
import type { MetricsSearch, Preset } from './search.ts'

const units = { Month: 'month', Quarter: 'quarter', Year: 'year' } as const

/** Long before any of a company's records. */
const beginning = '1970-01-01'

export function presetPeriod(preset: Preset, today: string): Period {
  if (preset === 'all') return { from: beginning, to: next(today, 'year') }
  const unit = units[preset.slice(4) as keyof typeof units]
  const shift = preset.startsWith('last') ? -1 : 0
  return { from: next(today, unit, shift), to: next(today, unit, shift + 1) }
}

/** The days that the address asks for; this quarter unless said. */
export const periodOf = ({ period, from, to }: MetricsSearch, today: string): Period =>
  from && to && from < to ? { from, to } : presetPeriod(period ?? 'thisQuarter', today)

/** What a period is compared with: the one before, and of one that is still running only as many days. */
export interface Comparable {
  full: Period
  soFar: Period
}

export function comparable(period: Period, today: string): Comparable | null {
  if (period.from <= beginning) return null
  const full = previous(period)
  if (today < period.from || today >= period.to) return { full, soFar: full }
  const to = addDays(full.from, daysBetween(period.from, today) + 1)
  return { full, soFar: { from: full.from, to: to < full.to ? to : full.to } }
}

/** Fine enough to see a shape, coarse enough to be read. */
export function grainFor(period: Period): Grain {
  if (period.from <= beginning) return 'quarter'
  const days = daysBetween(period.from, period.to)
  return days <= 45
    ? 'day'
    : days <= 190
      ? 'week'
      : days <= 800
        ? 'month'
        : days <= 2_000
          ? 'quarter'
          : 'year'
}

const months = (manner: Manner, iso: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(manner.locale, { ...options, timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`))

const quarterOf = (iso: string) => (Math.floor((Number(iso.slice(5, 7)) - 1) / 3) + 1) as 1 | 2 | 3 | 4

/** The first and last day of a period, as it is said: 1 Jul – 30 Sep 2026. */
export const range = (period: Period, manner: Manner): string =>
  `${day(period.from, manner)} – ${day(addDays(period.to, -1), manner)}`

/** What a period is called: September 2026, third quarter, 2026, or its days. */
export function periodName(period: Period, manner: Manner): string {
  if (period.from <= beginning) return t('metrics.all')
  for (const unit of ['year', 'quarter', 'month'] as const)
    if (startOf(period.from, unit) === period.from && next(period.from, unit) === period.to)
      return unitName(period.from, unit, manner)
  return range(period, manner)
}

/** The same within a sentence. */
export const shortName = (period: Period, manner: Manner): string =>
  startOf(period.from, 'quarter') === period.from && next(period.from, 'quarter') === period.to
    ? t('metrics.quarterShort', { quarter: quarterOf(period.from), year: period.from.slice(0, 4) })
    : periodName(period, manner)

/** What a unit of a series is called. */
export function unitName(from: string, grain: Grain, manner: Manner): string {
  switch (grain) {
    case 'year':
      return from.slice(0, 4)
    case 'quarter':
      return t('metrics.quarterName', {
        ordinal: t(`metrics.quarter${quarterOf(from)}`),
        year: from.slice(0, 4),
      })
    case 'month':
      return months(manner, from, { month: 'long', year: 'numeric' })
    case 'week':
      return t('metrics.weekOf', { day: day(from, manner) })
    case 'day':
      return day(from, manner)
  }
}

export const todayIn = (zone: string, now = new Date()): string => dayOf(now.toISOString(), zone)
