import { activitiesPerDeal as definition } from '../../contract/metrics/activities-per-deal.ts'
import type { Beside } from '../../contract/metrics/routes.ts'
import { activitiesOf, activityKinds } from './activities.ts'
import { closedDeals, dealRecord } from './closed-deals.ts'
import { count, ratio, type Figures, type MetricSource } from './source.ts'

const { rows: closedRows, ...closed } = closedDeals()

const names = activityKinds.map(({ type }) => type)
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
    const counts = activitiesOf('t', ground.may).map(({ type, count: done }) => `${done} as ${type}`)
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
      ...activityKinds.flatMap(({ type, won, lost }) => [
        per(figures, `won-${type}`, won, `won_${type}`, 'n'),
        per(figures, `lost-${type}`, lost, `lost_${type}`, 'lost'),
      ]),
    ],
  }),
  record: dealRecord,
  outcome: `initcap(t.status) || ': ' || (${all})`,
}
