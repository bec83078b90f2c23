import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Figure, Measure, MetricAnswer } from '../../contract/metrics/routes.ts'
import { inText } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import * as format from '../ui/format.ts'
import type { Manner } from '../ui/format.ts'
import type { Comparison } from '../ui/stat-figure.tsx'

type Unit = MetricDefinition['unit']

/** A figure as a height: money in major units, a ratio as its fraction. */
export const sizeOf = (figure: Figure | undefined): number | null =>
  figure === null || figure === undefined ? null : typeof figure === 'number' ? figure : Number(figure.amount)

/** A figure with its unit, "—" where nothing is known. Large money is rounded to three digits unless `full`. */
export function written(
  figure: Figure | undefined,
  unit: Unit,
  manner: Manner,
  style: 'full' | 'compact' = 'compact',
): string {
  if (figure === null || figure === undefined) return '—'
  if (typeof figure !== 'number') return format.money(figure, manner, style)
  if (unit === 'ratio') return format.percent(figure, manner, style === 'full' ? 2 : 1)
  if (isDuration(unit)) return duration(figure, unit, manner, style)
  return format.number(figure, manner)
}

/** A size of a chart's scale, written like the figures of its metric. */
export const writtenSize = (size: number, unit: Unit, manner: Manner): string =>
  unit === 'money'
    ? format.money({ amount: size.toFixed(2), currency: manner.currency }, manner, 'compact')
    : written(size, unit, manner)

type Duration = Extract<Unit, 'days' | 'hours' | 'months'>

export const isDuration = (unit: Unit): unit is Duration =>
  unit === 'days' || unit === 'hours' || unit === 'months'

/** Whole days, hours or months, of a few of them their tenths; `full` to the hundredth. */
export function duration(
  count: number,
  unit: Duration,
  manner: Manner,
  style: 'full' | 'compact' = 'compact',
): string {
  const steps = style === 'full' ? 100 : Math.abs(count) >= 10 ? 1 : 10
  const rounded = Math.round(count * steps) / steps
  return t(`metrics.${unit}`, { count: rounded, amount: format.number(rounded, manner) })
}

/** How a figure stands against the period before, in words: points for a ratio, days for a duration, else per cent. */
export function comparisonOf(
  now: Figure | undefined,
  before: Figure | undefined,
  { unit, direction }: Pick<MetricDefinition, 'unit' | 'direction'>,
  manner: Manner,
): Comparison | null {
  const [is, was] = [sizeOf(now), sizeOf(before)]
  if (is === null || was === null) return null
  const difference = is - was
  const tone = difference > 0 === (direction === 'up') ? 'better' : 'worse'
  const same = { words: t('metrics.asBefore'), tone: 'same' } as const
  if (unit === 'ratio') {
    const points = Math.round(Math.abs(difference) * 1000) / 10
    const params = { count: points, points: format.number(points, manner, 1) }
    return points === 0
      ? same
      : { words: difference > 0 ? t('metrics.morePoints', params) : t('metrics.lessPoints', params), tone }
  }
  if (isDuration(unit)) {
    const rounded = Math.round(Math.abs(difference) * 10) / 10
    const params = { span: duration(rounded, unit, manner) }
    return rounded === 0
      ? same
      : { words: difference > 0 ? t('metrics.longer', params) : t('metrics.shorter', params), tone }
  }
  if (was === 0) return is === 0 ? same : { words: t('metrics.fromNothing'), tone }
  const change = Math.abs(difference / was)
  if (change < 0.005) return same
  const params = { change: format.percent(change, manner, 0) }
  return { words: difference > 0 ? t('metrics.morePercent', params) : t('metrics.lessPercent', params), tone }
}

/** The formula with this period's figures in it. */
export function formulaOf(
  { terms, unit, formula }: MetricDefinition,
  measure: Measure,
  manner: Manner,
): string {
  const value = written(measure.value, unit, manner, 'full')
  if (formula) {
    const part = (key: string) => {
      const found = measure.beside?.find((one) => one.key === key)
      return found ? written(found.value, found.unit, manner, 'full') : key
    }
    return `${formula.replaceAll(/[a-z][a-z-]*/g, part)} = ${value}`
  }
  if ('numerator' in terms) {
    const top = written(measure.numerator, unit === 'money' ? 'money' : 'number', manner, 'full')
    return `${top} ${terms.numerator} ÷ ${written(measure.denominator, 'number', manner)} ${terms.denominator} = ${value}`
  }
  const parts = { count: measure.n, of: terms.of, value }
  if (isDuration(unit)) return t('metrics.medianOf', parts)
  return unit === 'money'
    ? t('metrics.sumOf', parts)
    : t('metrics.countOf', { count: measure.n, of: terms.of })
}

/** Why there is no figure, or none yet: nothing to divide by, or only what is left out. */
export function whyOf(
  { terms, anchor }: MetricDefinition,
  { value, n, none, leftOut }: MetricAnswer,
): string | undefined {
  if (none) return none.label
  if ((n === 0 || value === null) && leftOut[0])
    return t('metrics.onlyLeftOut', { count: leftOut[0].n, reason: inText(leftOut[0].label) })
  if (value === null) return t('metrics.whyNone', { of: 'numerator' in terms ? terms.denominator : terms.of })
  return anchor === null ? t('metrics.now') : undefined
}

/** Whether groups add up to the whole, so that each has a share of it. */
export const hasShare = ({ terms, unit, formula, rolledUp }: MetricDefinition): boolean =>
  !rolledUp && formula === undefined && 'of' in terms && !isDuration(unit)
