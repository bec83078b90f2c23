import { activitiesPerDeal as definition } from '../../contract/metrics/activities-per-deal.ts'
import type { Beside } from '../../contract/metrics/routes.ts'
import { activitiesOf, activityKinds, doneOn } from './activities.ts'
import { closedDeals, dealRecord } from './closed-deals.ts'
import { count, ratio, type Figures, type MetricPart, type MetricSource } from './source.ts'

const { rows: closedRows, ...closed } = closedDeals()

/** The activities of a kind on the deals that ended one way: what one of the figures beside counts. */
const partOf = (kind: (typeof activityKinds)[number], status: 'won' | 'lost'): MetricPart => ({
  rows: (ground) => {
    const { from, where } = closedRows(ground)
    const done = doneOn(kind, 't', ground.may)
    return {
      from: `${from} join ${done.table} a on ${done.where}`,
      where: `${where} and t.status = '${status}'`,
    }
  },
  record: { type: `'${kind.type}'`, id: 'a.id', title: 'a.title' },
  outcome: 't.title',
})

const names = activityKinds.map(({ key }) => key)
const all = names.map((name) => `done.${name}`).join(' + ')

const per = (figures: Figures, key: string, label: string, done: string, deals: string): Beside => ({
  key,
  label,
  unit: 'number',
  ...ratio(count(figures[done]), count(figures[deals])),
})

export const activitiesPerDeal: MetricSource = {
  definition,
  ...closed,
  rows: (ground) => {
    const { from, where } = closedRows(ground)
    const counts = activitiesOf('t', ground.may).map(({ key, count: done }) => `${done} as ${key}`)
    return { from: `${from} cross join lateral (select ${counts.join(', ')} offset 0) done`, where }
  },
  adds: true,
  figures: {
    n: `count(*) filter (where t.status = 'won')`,
    lost: `count(*) filter (where t.status = 'lost')`,
    ...Object.fromEntries(
      ['won', 'lost'].flatMap((status) => [
        [`${status}_all`, `sum(${all}) filter (where t.status = '${status}')`],
        ...names.map((name) => [
          `${status}_${name}`,
          `sum(done.${name}) filter (where t.status = '${status}')`,
        ]),
      ]),
    ),
  },
  measure: (figures) => ({
    ...ratio(count(figures.won_all), count(figures.n)),
    beside: [
      per(figures, 'lost', 'Activities per deal lost', 'lost_all', 'lost'),
      ...activityKinds.flatMap(({ key, won, lost }) => [
        per(figures, `won-${key}`, won, `won_${key}`, 'n'),
        per(figures, `lost-${key}`, lost, `lost_${key}`, 'lost'),
      ]),
    ],
  }),
  parts: Object.fromEntries(
    activityKinds.flatMap((kind) =>
      (['won', 'lost'] as const).map((status) => [`${status}-${kind.key}`, partOf(kind, status)]),
    ),
  ),
  record: dealRecord,
  outcome: `initcap(t.status) || ': ' || (${all})`,
}
