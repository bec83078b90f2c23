import { cycleLength as definition } from '../../contract/metrics/cycle-length.ts'
import { closedDeals, dealRecord } from './closed-deals.ts'
import { durationFigures, measureDuration } from './durations.ts'
import type { MetricSource } from './source.ts'

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
  figures: durationFigures('t.cycle_days'),
  measure: measureDuration,
  record: dealRecord,
  value: { sql: 't.cycle_days', unit: 'days' },
}
