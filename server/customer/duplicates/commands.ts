const kept = (kind: 'dropped' | 'added', row: string) => `
  insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
  select $1, 'duplicate_pairs', null, '${kind}', to_jsonb(${row}) from ${row}`

/**
 * The pairs of a record that is merged into another: they go with it, and of whom it was said that they are not the
 * same, that holds for the other now. Taking the merge apart brings all back.
 */
export const settlePairs: readonly string[] = [
  `with gone as (delete from duplicate_pairs p where $3::uuid in (p.first_id, p.second_id) and $2::uuid <> $3::uuid returning p.*)
    ${kept('dropped', 'gone')}`,
  `with apart as (select distinct unnest(array[(l.row ->> 'first_id')::uuid, (l.row ->> 'second_id')::uuid]) as id
      from record_merge_rows l where l.merge_id = $1 and l.table_name = 'duplicate_pairs' and l.row ->> 'state' = 'dismissed'),
    gone as (delete from duplicate_pairs p using apart where apart.id not in ($2::uuid, $3::uuid) and p.state = 'open'
      and p.first_id = least(apart.id, $2::uuid) and p.second_id = greatest(apart.id, $2::uuid) returning p.*)
    ${kept('dropped', 'gone')}`,
  `with said as (select l.row, case when l.row ->> 'first_id' = $3::uuid::text then l.row ->> 'second_id' else l.row ->> 'first_id' end::uuid as other
      from record_merge_rows l where l.merge_id = $1 and l.table_name = 'duplicate_pairs' and l.row ->> 'state' = 'dismissed'
        and $3::uuid::text in (l.row ->> 'first_id', l.row ->> 'second_id')),
    carried as (insert into duplicate_pairs (type, first_id, second_id, score, reasons, state, found_at, dismissed_at, dismissed_by)
      select p.type, least(said.other, $2::uuid), greatest(said.other, $2::uuid), p.score, p.reasons, 'dismissed', p.found_at, p.dismissed_at, p.dismissed_by
      from said, lateral jsonb_populate_record(null::duplicate_pairs, said.row) p where said.other <> $2::uuid
      on conflict do nothing returning *)
    ${kept('added', 'carried')}`,
]
