import { daysInStage as definition } from '../../contract/metrics/days-in-stage.ts'
import { dealRow } from './deal-row.ts'
import { durationFigures, measureDuration } from './durations.ts'
import type { MetricSource } from './source.ts'

const asStayed = dealRow('d', { stage_id: 'stay.stage_id' })

export const daysInStage: MetricSource = {
  definition,
  rows: ({ deals, from, to, asOf, may }) => {
    const told = asOf ? `and recorded_at < ${asOf}::timestamptz` : ''
    return {
      with: `stays as (
          select deal_id, stage_id, status, at, lead(at) over path as left_at, lead(entered_on) over path as left_on
          from deal_stage_entries where deal_id in (
            select deal_id from deal_stage_entries where entered_on >= ${from}::date and entered_on < ${to}::date) ${told}
          window path as (partition by deal_id order by at, id))`,
      from: `(select deal_id, stage_id, left_on, extract(epoch from left_at - at)::float8 / 86400 as days
          from stays where status = 'open' and left_on >= ${from}::date and left_on < ${to}::date) stay
        join ${deals} d on d.id = stay.deal_id cross join lateral (select ${asStayed}) t`,
      where: `t.deleted_at is null and ${may('deal', 't')}`,
    }
  },
  day: 'stay.left_on',
  adds: false,
  listsOnce: true,
  figures: durationFigures('stay.days'),
  measure: measureDuration,
  record: { type: `'deal'`, id: 't.id', title: 't.title' },
  value: { sql: 'stay.days', unit: 'days' },
}
