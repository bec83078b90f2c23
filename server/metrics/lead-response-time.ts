import { leadResponseTime as definition } from '../../contract/metrics/lead-response-time.ts'
import { durationFigures, measureDuration } from './durations.ts'
import type { MetricSource } from './source.ts'

const clock = durationFigures('t.response_hours')

export const leadResponseTime: MetricSource = {
  definition,
  // A lead arrives when it is new, at the latest time that it was; one that came in at work arrives at its first entry.
  rows: ({ from, to, may }) => ({
    from: `leads t cross join lateral (
        select e.entered_on from lead_status_entries e where e.lead_id = t.id and e.status in ('new', 'working')
        order by e.status = 'new' desc, case when e.status = 'new' then e.at end desc, e.at, e.id limit 1) arrival`,
    where: `t.deleted_at is null and arrival.entered_on >= ${from}::date and arrival.entered_on < ${to}::date
      and ${may('lead', 't')}`,
  }),
  day: 'arrival.entered_on',
  counted: 't.response_business_hours is not null',
  leftOut: [
    {
      reason: 'waiting',
      label: 'Nobody has responded yet',
      when: `t.response_business_hours is null and t.status in ('new', 'working')`,
    },
    {
      reason: 'decided',
      label: 'Decided about without a touch',
      when: `t.response_business_hours is null and t.status not in ('new', 'working')`,
    },
  ],
  adds: false,
  figures: { ...durationFigures('t.response_business_hours'), clock: clock.median },
  measure: (figures) => {
    const measured = measureDuration(figures)
    const { n } = measured
    const calendar = figures.clock == null ? null : Number(figures.clock)
    return {
      ...measured,
      beside: [{ key: 'calendar', label: 'By the clock on the wall', unit: 'hours', value: calendar, n }],
    }
  },
  record: { type: `'lead'`, id: 't.id', title: 't.title' },
  value: { sql: 't.response_business_hours', unit: 'hours' },
}
