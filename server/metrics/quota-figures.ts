import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Measure } from '../../contract/metrics/routes.ts'
import { nothing, standingsIn, together, type Standing } from '../sales/quotas/standing/queries.ts'
import { leftOutOf } from './forecast-deals.ts'
import { answerRolledUp, periodsOf } from './rolled-up.ts'
import type { MetricSource } from './source.ts'

export const noStanding: Standing = { ...nothing, quota: null, ofMembers: null, quotas: [] }

const sum = (a: bigint | null, b: bigint | null) => (a === null || b === null ? (a ?? b) : a + b)

export const bothStandings = (a: Standing, b: Standing): Standing => ({
  ...together(a, b),
  quota: sum(a.quota, b.quota),
  ofMembers: sum(a.ofMembers, b.ofMembers),
  quotas: [...a.quotas, ...b.quotas],
})

/** A metric of how the quotas stand, worked out by what works out their page. */
export const standingAnswer =
  (
    definition: MetricDefinition,
    measure: (standing: Standing, currency: string) => Measure,
  ): NonNullable<MetricSource['answer']> =>
  async ({ context, query }) => {
    const periods = periodsOf(context, query)
    const { period, units } = periods
    const asked = { measure: 'amount', period, units, asOf: query.asOf } as const
    const { parts, structure, leftOut } = await standingsIn(context, asked)
    return answerRolledUp(context, query, periods, {
      definition,
      parts,
      structure,
      nothing: noStanding,
      together: bothStandings,
      measure: (standing) => measure(standing, context.organisation.currency),
      leftOut: leftOutOf(leftOut),
    })
  }
