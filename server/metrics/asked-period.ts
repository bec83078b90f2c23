import type { MetricQuery } from '../../contract/metrics/routes.ts'
import { next, startOf, unitsOf, type Grain, type Period } from '../../contract/values/period.ts'
import { invalidField } from '../http/problem.ts'

/** The period asked for; this year unless said. */
export function periodOf(query: Pick<MetricQuery, 'from' | 'to'>, today: string): Period {
  const from = query.from ?? startOf(query.to ?? today, 'year')
  const period = { from, to: query.to ?? next(from, 'year') }
  if (period.from >= period.to)
    throw invalidField('to', 'The period ends before it begins. “to” is the first day that no longer counts.')
  return period
}

const mostPoints = 1_100

/** First days of the units that a series is asked for. */
export function unitsAsked(period: Period, grain: Grain): string[] {
  const units = unitsOf(period, grain)
  if (units.length > mostPoints)
    throw invalidField(
      'grain',
      `This period has ${units.length} ${grain}s; a series has at most ${mostPoints} points. Use a larger grain.`,
    )
  return units
}
