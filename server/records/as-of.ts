import type { RecordType } from '../../contract/records/record-type.ts'
import { columnsOf } from './column.ts'

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

/** The events of a type since a moment. An id tells when it was made, a little before it was recorded: it narrows what is read. */
const since = (type: RecordType, moment: string) =>
  `e.subject_type = '${type.name}' and e.recorded_at >= ${moment}::timestamptz
    and e.id >= id_from(${moment}::timestamptz - interval '1 hour')`

/**
 * What the fields of a type's records were before a moment, as parts of a statement: `KEY_fields (id, was, own)` has of
 * each field the first change since, as columns and as own fields; `KEY_events (id, made)` whether it was made since.
 */
export const changesSince = (type: RecordType, moment: string, key = type.name): string => `
  ${key}_told as (
    select distinct on (e.subject_id, change.field) e.subject_id as id, change.field, change.was
    from events e cross join lateral (
      select key as field, value -> 0 as was from jsonb_each(e.data -> 'changes')
      union all
      select 'deletedAt', case e.type when '${type.name}.restored' then to_jsonb(e.at) else 'null' end
      where e.type in ('${type.name}.deleted', '${type.name}.restored')) change
    where ${since(type, moment)} order by e.subject_id, change.field, e.subject_version, e.id),
  ${key}_fields as (
    select told.id, coalesce(jsonb_object_agg(place.name, value.was) filter (where place.kind <> 'own'), '{}') as was,
      coalesce(jsonb_object_agg(place.name, value.was) filter (where place.kind = 'own'), '{}') as own
    from ${key}_told told join (values ${places(type)}) place (field, name, kind) on place.field = told.field
      cross join lateral (select case place.kind
        when 'minor' then to_jsonb(minor_units((told.was ->> 'amount')::numeric, told.was ->> 'currency')::bigint)
        when 'currency' then told.was -> 'currency' else told.was end as was) value
    group by told.id),
  ${key}_events as (
    select e.subject_id as id, coalesce(bool_or(e.subject_version = 1), false) as made
    from events e where ${since(type, moment)} group by 1)`

/**
 * The records of a type as they were recorded before a moment: as they are, with what was recorded since taken back. Of
 * types whose fields say all of them.
 */
export function recordsAsOf(type: RecordType, moment: string): { table: string; with: string } {
  const { name, plural } = type
  return {
    table: `${name}_then`,
    with: `${changesSince(type, moment)},
      ${name}_then as (
        select t.* from ${plural} t where not exists (select from ${name}_events e where e.id = t.id)
        union all
        select past.* from ${name}_events e join ${plural} t on t.id = e.id left join ${name}_fields f on f.id = e.id
          cross join lateral jsonb_populate_record(t, coalesce(f.was, '{}')
            || jsonb_build_object('custom', t.custom || coalesce(f.own, '{}'))) past
        where not e.made)`,
  }
}
