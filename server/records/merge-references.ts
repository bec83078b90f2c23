import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'

/** A column that refers to records, and what tells its table's rows apart. */
export interface Reference {
  table: string
  column: string
  /** Of columns that hold ids of several types, the one that says of which. */
  typeColumn: string | null
  /** The columns of the primary key; of a table without one, all that are not made from others. */
  key: string[]
  /** What no two rows may have in common, without the column itself; `nulls`: two of nothing count as the same. */
  unique: { columns: string[]; nulls: boolean }[]
}

/**
 * Columns that refer to records without a foreign key, because they hold ids of several types. Those of the ledger are
 * not among them: it never changes, and is read through `primary_of`. A test looks for columns that are missing here.
 */
const loose: readonly { table: string; column: string; typeColumn: string | null }[] = [
  { table: 'external_ids', column: 'record_id', typeColumn: 'type' },
  { table: 'record_links', column: 'from_id', typeColumn: 'from_type' },
  { table: 'files', column: 'record_id', typeColumn: 'record_type' },
  { table: 'notifications', column: 'subject_id', typeColumn: 'subject_type' },
  { table: 'import_claims', column: 'record_id', typeColumn: 'type' },
  { table: 'import_meetings', column: 'record_id', typeColumn: null },
]

/** By name, so that two merges write the tables in one order. */
const found = `with refs as (
    select c.conrelid as rel, a.attname as col, null::text as type_col
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = $1::regclass and cardinality(c.conkey) = 1 and c.conparentid = 0
    union
    select to_regclass(l."table"), l."column"::name, l."typeColumn"
    from json_to_recordset($2) as l ("table" text, "column" text, "typeColumn" text)),
  -- Columns made from the referring one count as it.
  made as (
    select r.rel, r.col, g.attname
    from refs r join pg_attribute c on c.attrelid = r.rel and c.attname = r.col
      join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = r.rel and d.refobjsubid = c.attnum
        and d.classid = 'pg_attrdef'::regclass
      join pg_attrdef def on def.oid = d.objid
      join pg_attribute g on g.attrelid = r.rel and g.attnum = def.adnum and g.attgenerated <> '')
  select r.rel::regclass::text as "table", r.col::text as "column", r.type_col as "typeColumn",
    coalesce(
      (select array_agg(a.attname::text order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indrelid = r.rel and i.indisprimary),
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = r.rel and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')) as key,
    coalesce((select json_agg(json_build_object('nulls', i.indnullsnotdistinct, 'columns',
          (select coalesce(json_agg(a.attname order by a.attnum), '[]') from pg_attribute a where a.attrelid = i.indrelid
            and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1]) and a.attname <> r.col
            and not exists (select from made m where m.rel = r.rel and m.col = r.col and m.attname = a.attname))))
      from pg_index i where i.indrelid = r.rel and i.indisunique and i.indexprs is null and i.indpred is null
        and exists (select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any((i.indkey::int2[])[0:i.indnkeyatts - 1])
          and (a.attname = r.col or exists (select from made m where m.rel = r.rel and m.col = r.col and m.attname = a.attname)))),
      '[]') as unique
  from refs r where r.rel is not null order by 1, 2`

/** Every column of the database that refers to records of a type: its foreign keys as they are, and the loose ones. */
export async function referencesTo(db: Db, type: RecordType): Promise<Reference[]> {
  const { rows } = await db.executeQuery<Reference>(
    CompiledQuery.raw(found, [type.plural, JSON.stringify(loose)]),
  )
  return rows
}

/** The columns of a table that can be written, in their order. */
export async function columnsIn(db: Db, table: string): Promise<string[]> {
  const { rows } = await db.executeQuery<{ name: string }>(
    CompiledQuery.raw(
      `select attname::text as name from pg_attribute where attrelid = $1::regclass and attnum > 0
        and not attisdropped and attgenerated = '' order by attnum`,
      [table],
    ),
  )
  return rows.map(({ name }) => name)
}
