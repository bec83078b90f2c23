import { stageConversion as definition } from '../../contract/metrics/stage-conversion.ts'
import { dealRow } from './deal-row.ts'
import { count, ratio, type MetricSource } from './source.ts'

/** The deal with the stage that it entered in the place of the one where it stands: groups and conditions ask of that. */
const asEntered = dealRow('d', { stage_id: 'cohort.stage_id' })

export const stageConversion: MetricSource = {
  definition,
  rows: ({ deals, from, to, asOf, may }) => {
    const told = (entry: string) => (asOf ? `and ${entry}.recorded_at < ${asOf}::timestamptz` : '')
    return {
      // Each deal's first entry into each open stage, and what its other entries say of it since.
      with: `ordered as (
          select id, pipeline_id, kind, position, lead(id) over (
            partition by pipeline_id, kind, deleted_at is null order by position, id) as next_id from stages),
        cohort as (
          select e.deal_id, e.stage_id, e.entered_on, bool_or(other.later and other.status = 'won') as won,
            bool_or(other.later and (other.status = 'won' or into_stage.kind = 'open'
              and into_stage.pipeline_id = s.pipeline_id and into_stage.position > s.position)) as onward,
            bool_or(other.later and (other.stage_id = s.next_id or s.next_id is null and other.status = 'won')) as next
          from deal_stage_entries e join ordered s on s.id = e.stage_id
            join (select deal_id, stage_id, status, at, id, recorded_at from deal_stage_entries) o on o.deal_id = e.deal_id ${told('o')}
            join ordered into_stage on into_stage.id = o.stage_id
            cross join lateral (select o.stage_id, o.status, (o.at, o.id) > (e.at, e.id) as later) other
          where e.status = 'open' and e.entered_on >= ${from}::date and e.entered_on < ${to}::date ${told('e')}
          group by e.id, e.deal_id, e.stage_id, e.entered_on
          having not bool_or(o.stage_id = e.stage_id and (o.at, o.id) < (e.at, e.id)))`,
      from: `cohort join ${deals} d on d.id = cohort.deal_id cross join lateral (select ${asEntered}) t`,
      where: `t.deleted_at is null and ${may('deal', 't')}`,
    }
  },
  day: 'cohort.entered_on',
  adds: true,
  listsOnce: true,
  figures: {
    n: 'count(*)',
    onward: 'count(*) filter (where cohort.onward)',
    next: 'count(*) filter (where cohort.next)',
    won: 'count(*) filter (where cohort.won)',
    lost: `count(*) filter (where not cohort.onward and t.status = 'lost')`,
  },
  measure: (figures) => {
    const n = count(figures.n)
    const share = (key: string, label: string, part: string | null | undefined) =>
      ({ key, label, unit: 'ratio', ...ratio(count(part), n) }) as const
    return {
      ...ratio(count(figures.onward), n),
      beside: [
        share('next', 'To the next stage', figures.next),
        share('won', 'Won in the end', figures.won),
        share('lost', 'Lost from there', figures.lost),
      ],
    }
  },
  record: { type: `'deal'`, id: 't.id', title: 't.title' },
  outcome: `case when bool_or(cohort.won) then 'Won' when bool_or(t.status = 'lost') then 'Lost'
    when bool_or(cohort.onward) then 'Went on' else 'Not yet' end`,
}
