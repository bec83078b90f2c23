import { cycleLength as definition } from '../../contract/metrics/cycle-length.ts'
import { closedDeals, dealRecord } from './closed-deals.ts'
import { count, type MetricSource } from './source.ts'

const days = (figure: string | null | undefined) => (figure == null ? null : Number(figure))
const percentiles = 'percentile_cont(array[0.5, 0.9]) within group (order by t.cycle_days)'

export const cycleLength: MetricSource = {
  definition,
  ...closedDeals('won'),
  counted: 't.cycle_days is not null',
  leftOut: [
    { reason: 'contradictory-dates', label: 'Closed before opened', when: 't.dates_contradict' },
    {
      reason: 'no-opening',
      label: 'Without the day it was opened',
      when: 't.cycle_days is null and not t.dates_contradict',
    },
  ],
  adds: false,
  figures: {
    n: 'count(t.cycle_days)',
    mean: 'avg(t.cycle_days)',
    median: `(${percentiles})[1]`,
    p90: `(${percentiles})[2]`,
  },
  measure: (figures) => {
    const median = days(figures.median)
    return { value: median, n: count(figures.n), mean: days(figures.mean), median, p90: days(figures.p90) }
  },
  record: dealRecord,
  value: { sql: 't.cycle_days', unit: 'days' },
}
