import { quota as definition } from '../../contract/metrics/quota.ts'
import type { RecordBehind } from '../../contract/metrics/routes.ts'
import { dayOf } from '../../contract/values/day.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { standingsIn } from '../sales/quotas/standing/queries.ts'
import { periodOf } from './asked-period.ts'
import { forecastDeals } from './forecast-deals.ts'
import { bothStandings, standingAnswer } from './quota-figures.ts'
import { figuresOfGroup } from './rolled-up.ts'
import type { MetricSource } from './source.ts'

export const quota: MetricSource = {
  ...forecastDeals(definition, []),
  answer: standingAnswer(definition, ({ quota: target, ofMembers, quotas }, currency) => ({
    value: target === null ? null : moneyOf(target, currency),
    n: quotas.length,
    ...(target === null && { none: { reason: 'no-quota', label: 'No quota' } }),
    beside: [
      {
        key: 'members',
        label: 'Of its members together',
        unit: 'money',
        value: ofMembers === null ? null : moneyOf(ofMembers, currency),
        n: quotas.length,
      },
    ],
  })),

  /** Whose quotas they are: persons and teams, the largest first. */
  async behind(context, query) {
    const { currency, timeZone } = context.organisation
    const period = periodOf(query, dayOf(query.asOf ?? context.now, timeZone))
    const asked = { measure: 'amount', period, units: [], asOf: query.asOf } as const
    const { parts, structure } = await standingsIn(context, asked)
    const nodes = parts[0] ?? []
    const found = figuresOfGroup(context, query, nodes, { structure, together: bothStandings })
    const whose = new Set(query.leftOut ? [] : found?.quotas)
    const rows = nodes
      .filter(({ kind, id }) => kind !== 'company' && id !== null && whose.has(id))
      .toSorted((a, b) => Number((b.figures.quota ?? 0n) - (a.figures.quota ?? 0n)))
      .map(({ kind, id, name, figures }): RecordBehind => ({
        type: kind === 'team' ? 'team' : 'user',
        id: id ?? '',
        title: name,
        on: period.from,
        value: moneyOf(figures.quota ?? 0n, currency),
        outcome: null,
      }))
    const start = query.after ? rows.findIndex(({ id }) => id === query.after) + 1 : 0
    const data = rows.slice(start, start + query.limit)
    return { data, next: start + query.limit < rows.length ? (data.at(-1)?.id ?? null) : null }
  },
}
