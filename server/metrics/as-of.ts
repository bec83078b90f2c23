import type { RecordType } from '../../contract/records/record-type.ts'
import { columnsOf } from '../records/column.ts'

/** Where the value of each field belongs in a row, and how it is made from what the ledger says of it. */
function places(type: RecordType): string {
  const place = (field: string, name: string, kind: string) => `('${field}', '${name}', '${kind}')`
  const places = columnsOf(type)
    .filter(({ linked }) => !linked)
    .flatMap(({ field, name, own, declared }) => {
      if (own) return [place(field, name, 'own')]
      if (declared.type === 'money')
        return [place(field, name, 'minor'), place(field, `${name}_currency`, 'currency')]
      return [place(field, name, 'plain')]
    })
  return [...places, place('deletedAt', 'deleted_at', 'plain')].join(', ')
}

/**
 * The deals as they were recorded before a moment: as they are, with what was recorded since taken back. Of each field
 * the first change since says what it was before. Days that came from moments are the organisation's days of now.
 */
export function dealsAsOf(type: RecordType, moment: string, zone: string) {
  // An id tells when it was made, a little before it was recorded: it narrows what is read.
  const since = `e.subject_type = '${type.name}' and e.recorded_at >= ${moment}::timestamptz
    and e.id >= id_from(${moment}::timestamptz - interval '1 hour')`
  return {
    moment,
    deals: 'deals_then',
    with: `told_since as (
        select distinct on (e.subject_id, change.field) e.subject_id as id, change.field, change.was
        from events e cross join lateral (
          select key as field, value -> 0 as was from jsonb_each(e.data -> 'changes')
          union all
          select 'deletedAt', case e.type when 'deal.restored' then to_jsonb(e.at) else 'null' end
          where e.type in ('deal.deleted', 'deal.restored')) change
        where ${since} order by e.subject_id, change.field, e.subject_version, e.id),
      fields_then as (
        select told.id, coalesce(jsonb_object_agg(place.name, value.was) filter (where place.kind <> 'own'), '{}') as was,
          coalesce(jsonb_object_agg(place.name, value.was) filter (where place.kind = 'own'), '{}') as own
        from told_since told join (values ${places(type)}) place (field, name, kind) on place.field = told.field
          cross join lateral (select case place.kind
            when 'minor' then to_jsonb(minor_units((told.was ->> 'amount')::numeric, told.was ->> 'currency')::bigint)
            when 'currency' then told.was -> 'currency' else told.was end as was) value
        group by told.id),
      counts_then as (
        select distinct on (deal_id) deal_id as id,
          jsonb_build_object('closed_amount', closed_amount, 'closed_on_stated', closed_on_stated, 'reopened', reopened) as was
        from deal_counts_before where changed_at >= ${moment}::timestamptz order by deal_id, changed_at, id),
      changed_since as (
        select id, bool_or(made) as made from (
          select e.subject_id as id, e.subject_version = 1 as made from events e where ${since}
          union all select id, false from counts_then) change
        group by id),
      deals_then as (
        select d.* from deals d where not exists (select from changed_since c where c.id = d.id)
        union all
        select counted.* from changed_since c join deals d on d.id = c.id
          left join fields_then f on f.id = c.id left join counts_then n on n.id = c.id
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
