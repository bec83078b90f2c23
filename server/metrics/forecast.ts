import { forecast as definition } from '../../contract/metrics/forecast.ts'
import type { Measure } from '../../contract/metrics/routes.ts'
import type { ForecastColumn } from '../../contract/sales/forecast.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { peopleAt } from '../sales/forecast/people/queries.ts'
import { readFigures } from '../sales/forecast/queries.ts'
import { addParts, columnsOf, noParts, rollUp, type Parts } from '../sales/forecast/rules.ts'
import { forecastDeals, leftOutOf, type Counted } from './forecast-deals.ts'
import { answerRolledUp, periodsOf } from './rolled-up.ts'
import type { MetricSource } from './source.ts'

const columns = [
  { key: 'closed', label: 'Closed' },
  { key: 'best_case', label: 'Best case' },
  { key: 'pipeline', label: 'Pipeline' },
] as const

/** As on its page, a deal without an amount is a deal of its column all the same. */
const dealsIn = (...categories: Counted[]) => forecastDeals(definition, categories, 'true')

export const forecast: MetricSource = {
  ...dealsIn('closed', 'commit'),
  parts: {
    closed: dealsIn('closed'),
    best_case: dealsIn('closed', 'commit', 'best_case'),
    pipeline: dealsIn('closed', 'commit', 'best_case', 'pipeline'),
  },
  async answer({ context, query }) {
    const { currency } = context.organisation
    const periods = periodsOf(context, query)
    const [{ parts, leftOut }, structure] = await Promise.all([
      readFigures(context, periods.period, query.asOf, periods.units),
      peopleAt(context.database.lists, query.asOf),
    ])
    const column = (of: Parts, key: ForecastColumn) => moneyOf(of[key].amount, currency)
    return answerRolledUp(context, query, periods, {
      definition,
      parts: parts.map((known) => rollUp(structure.people, structure.teams, known, addParts, noParts)),
      structure,
      nothing: noParts,
      together: addParts,
      measure: (figures): Measure => {
        const sums = columnsOf(figures)
        return {
          value: column(sums, 'commit'),
          n: sums.commit.deals,
          beside: columns.map(({ key, label }) => ({
            key,
            label,
            unit: 'money',
            value: column(sums, key),
            n: sums[key].deals,
          })),
        }
      },
      leftOut: leftOutOf(leftOut),
    })
  },
}
