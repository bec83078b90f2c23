import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { DrillQuery } from '../../contract/metrics/routes.ts'
import { dayOf } from '../../contract/values/day.ts'
import type { Context } from '../http/context.ts'
import { peopleAt } from '../sales/forecast/people/queries.ts'
import { dealsOf, groundOf } from '../sales/forecast/queries.ts'
import { periodOf } from './asked-period.ts'
import { recordsBehind } from './behind.ts'
import { ownersAsked } from './rolled-up.ts'
import type { MetricSource, Rows } from './source.ts'

const outcomes = { closed: 'Won', commit: 'Commit', best_case: 'Best case', pipeline: 'Pipeline' }
export type Counted = keyof typeof outcomes

/** The deals that the forecast counts for a question, of some categories: as its page lists them. */
async function rowsAsked(
  context: Context,
  query: DrillQuery,
  period: { from: string; to: string },
  categories: readonly Counted[],
): Promise<Rows> {
  const structure = await peopleAt(context.database.lists, query.asOf)
  const owners = ownersAsked(context, query, structure)
  return ({ bind, from, to }) => {
    const ground = groundOf(context, query.asOf, { values: [], bind })
    const known = owners?.nobody ? bind(structure.people.map(({ id }) => id)) : null
    const whose = owners && [
      `f.owner_id = any(${bind(owners.ids)}::uuid[])`,
      ...(known ? [`f.owner_id is null or f.owner_id <> all(${known}::uuid[])`] : []),
    ]
    return {
      with: ground.with.join(', '),
      from: `(${dealsOf(ground, period, ', t.title')}) f`,
      where: `f.category = any(${bind(categories)}::text[]) and f."on" >= ${from}::date and f."on" < ${to}::date
        and (${whose?.join(' or ') ?? 'true'})`,
    }
  }
}

/** A metric that is made of the forecast's deals opens onto them. */
export function forecastDeals(
  definition: MetricDefinition,
  categories: readonly Counted[],
  counted = 'f.amount is not null',
) {
  const source: MetricSource = {
    definition,
    // Only asked whether a question fits; the rows of a question are those above.
    rows: () => ({ from: 'deals t', where: 'true' }),
    day: 'f."on"',
    counted,
    leftOut: [
      { reason: 'no-amount', label: 'Without an amount', when: 'not f.priced' },
      { reason: 'no-rate', label: 'No exchange rate known', when: 'f.priced and f.amount is null' },
    ],
    adds: true,
    figures: {},
    measure: () => ({ value: null, n: 0 }),
    record: { type: `'deal'`, id: 'f.id', title: 'f.title' },
    value: { sql: 'f.amount', unit: 'money' },
    outcome: `case f.category ${Object.entries(outcomes)
      .map(([category, label]) => `when '${category}' then '${label}'`)
      .join(' ')} end`,
  }
  return {
    ...source,
    async behind(context, query) {
      const { limit, after, leftOut } = query
      const period = periodOf(query, dayOf(query.asOf ?? context.now, context.organisation.timeZone))
      const rows = await rowsAsked(context, query, period, categories)
      return recordsBehind(context, { ...source, rows }, { ...period, limit, after, leftOut })
    },
  } satisfies MetricSource
}

const labels = {
  'no-amount': 'Without an amount',
  'no-rate': 'No exchange rate known',
  'no-cost': 'Without the cost of a product',
}

/** What the forecast and the quotas leave out, as metrics say it. */
export const leftOutOf = (all: readonly { reason: keyof typeof labels; n: number }[]) =>
  all.map(({ reason, n }) => ({ reason, label: labels[reason], n }))
