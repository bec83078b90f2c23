import type { RecordType } from '../../../../contract/records/record-type.ts'
import { changesSince } from '../../../records/as-of.ts'

/**
 * The deals as they were recorded before a moment: as they are, with what was recorded since taken back. Of each field
 * the first change since says what it was before. Days that came from moments are the organisation's days of now.
 */
export function dealsAsOf(type: RecordType, moment: string, zone: string) {
  return {
    moment,
    deals: 'deals_then',
    with: `${changesSince(type, moment, 'deal')},
      counts_then as (
        select distinct on (deal_id) deal_id as id,
          jsonb_build_object('closed_amount', closed_amount, 'closed_on_stated', closed_on_stated, 'reopened', reopened) as was
        from deal_counts_before where changed_at >= ${moment}::timestamptz order by deal_id, changed_at, id),
      changed_since as (
        select id, bool_or(made) as made from (
          select id, made from deal_events
          union all select id, false from counts_then) change
        group by id),
      deals_then as not materialized (
        select d.* from deals d where not exists (select from changed_since c where c.id = d.id)
        union all
        select counted.* from changed_since c join deals d on d.id = c.id
          left join deal_fields f on f.id = c.id left join counts_then n on n.id = c.id
          cross join lateral jsonb_populate_record(d, coalesce(f.was, '{}') || coalesce(n.was, '{}')
            || jsonb_build_object('custom', d.custom || coalesce(f.own, '{}'))) past
          cross join lateral (select case when past.closed_on_stated then past.closed_on
            else (past.closed_at at time zone ${zone}::text)::date end as closed_on) day
          cross join lateral (select case when past.closed_on_stated then (day.closed_on - past.opened_on)::float8
            else extract(epoch from (past.closed_at at time zone ${zone}::text) - past.opened_on::timestamp)::float8 / 86400 end as days) cycle
          cross join lateral jsonb_populate_record(past, jsonb_build_object('closed_on', day.closed_on,
            'cycle_days', case when cycle.days >= 0 then cycle.days end,
            'dates_contradict', coalesce(day.closed_on < past.opened_on, false),
            'closed_amount', case when past.status <> 'open' then past.closed_amount end)) counted
        where not c.made)`,
  }
}
