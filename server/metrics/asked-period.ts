import type { MetricQuery } from '../../contract/metrics/routes.ts'
import { next, startOf, type Period } from '../../contract/values/period.ts'
import { invalidField } from '../http/problem.ts'

/** The period asked for; this year unless said. */
export function periodOf(query: Pick<MetricQuery, 'from' | 'to'>, today: string): Period {
  const from = query.from ?? startOf(query.to ?? today, 'year')
  const period = { from, to: query.to ?? next(from, 'year') }
  if (period.from >= period.to)
    throw invalidField('to', 'The period ends before it begins. “to” is the first day that no longer counts.')
  return period
}
