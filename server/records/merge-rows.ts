import { CompiledQuery } from 'kysely'
import type { Db } from '../db/database.ts'
import { columnsIn, type Reference } from './merge-references.ts'

/** A merge under way, or one being taken apart. */
export interface Merging {
  id: string
  type: string
  primary: string
  secondary: string
}

const run = async (tx: Db, text: string, values: unknown[]): Promise<void> => {
  await tx.executeQuery(CompiledQuery.raw(text, values))
}

/** The table's rows that refer to the record in `$${at}`. */
const referring = ({ column, typeColumn }: Reference, alias: string, at: number) =>
  `${alias}.${column} = $${at}::uuid${typeColumn ? ` and ${alias}.${typeColumn} = $4` : ''}`

const keep = (kind: 'moved' | 'dropped', reference: Reference, row: string, from: string) =>
  `insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
    select $1, '${reference.table}', '${reference.column}', '${kind}', ${row} from ${from}`

/**
 * Points all rows that refer to the secondary to the primary. Where the primary has the like, a unique index would
 * refuse a second one: the secondary's is dropped. What refers from the primary to the secondary is left to the caller.
 */
export async function repoint(tx: Db, merging: Merging, references: readonly Reference[], own: string) {
  for (const reference of references) {
    const { table, column, key, unique, typeColumn } = reference
    const values = [merging.id, merging.primary, merging.secondary, ...(typeColumn ? [merging.type] : [])]
    for (const { columns, nulls } of unique) {
      const same = columns.map((name) =>
        nulls ? `s.${name} is not distinct from p.${name}` : `s.${name} = p.${name}`,
      )
      const where = [referring(reference, 's', 3), referring(reference, 'p', 2), ...same].join(' and ')
      await run(
        tx,
        `with gone as (delete from ${table} s using ${table} p where ${where} returning s.*)
          ${keep('dropped', reference, 'to_jsonb(gone)', 'gone')}`,
        values,
      )
    }
    const self = table === own ? 'and t.id <> $2::uuid' : ''
    await run(
      tx,
      `with moved as (update ${table} t set ${column} = $2::uuid where ${referring(reference, 't', 3)} ${self}
          returning ${key.map((name) => `t.${name}`).join(', ')})
        ${keep('moved', reference, 'to_jsonb(moved)', 'moved')}`,
      values,
    )
  }
}

interface Kept {
  table_name: string
  column_name: string | null
  kind: 'moved' | 'dropped' | 'changed' | 'added'
}

const keptIn = async (tx: Db, merge: string): Promise<Kept[]> => {
  const { rows } = await tx.executeQuery<Kept>(
    CompiledQuery.raw(
      `select distinct table_name, column_name, kind from record_merge_rows where merge_id = $1 order by 1, 2, 3`,
      [merge],
    ),
  )
  return rows
}

const sameRow = (columns: readonly string[]) =>
  columns.map((name) => `t.${name} is not distinct from k.${name}`).join(' and ')

/** The primary key of a table, or all its columns. */
async function keyOf(tx: Db, table: string): Promise<string[]> {
  const { rows } = await tx.executeQuery<{ name: string }>(
    CompiledQuery.raw(
      `select a.attname::text as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indrelid = $1::regclass and i.indisprimary`,
      [table],
    ),
  )
  return rows.length > 0 ? rows.map(({ name }) => name) : columnsIn(tx, table)
}

/** The rows kept of a merge as rows of their table again: `k`, out of the text that holds one. */
const kept = (table: string, kind: string, row: string, column: string | null) =>
  `record_merge_rows l, lateral jsonb_populate_record(null::${table}, ${row}) k
    where l.merge_id = $1 and l.kind = '${kind}' and l.table_name = '${table}'
      and l.column_name is not distinct from ${column === null ? 'null' : `'${column}'`}`

/**
 * Takes back what a merge did to other rows: what it pointed to the primary refers to the secondary again, unless
 * somebody has pointed it elsewhere since; what it dropped, changed and added is as it was.
 */
export async function takeBack(tx: Db, { id, primary, secondary }: Merging): Promise<void> {
  const all = await keptIn(tx, id)
  const of = (kind: Kept['kind']) => all.filter((one) => one.kind === kind)
  for (const { table_name: table, column_name: column } of of('added'))
    await run(
      tx,
      `delete from ${table} t using ${kept(table, 'added', 'l.row', column)} and ${sameRow(await keyOf(tx, table))}`,
      [id],
    )
  for (const { table_name: table, column_name: column } of of('moved')) {
    const moved = await tx.executeQuery<{ keys: string[] }>(
      CompiledQuery.raw(
        `select array(select jsonb_object_keys(row)) as keys from record_merge_rows
          where merge_id = $1 and kind = 'moved' and table_name = $2 and column_name = $3 limit 1`,
        [id, table, column],
      ),
    )
    await run(
      tx,
      `update ${table} t set ${column} = $3::uuid from ${kept(table, 'moved', 'l.row', column)}
        and t.${column} = $2::uuid and ${sameRow(moved.rows[0]?.keys ?? [])}`,
      [id, primary, secondary],
    )
  }
  // A later merge into one of these rows began from how this one had left it.
  await run(
    tx,
    `update record_merges later set primary_before = later.primary_before || jsonb_build_object(l.column_name, $3::text)
      from record_merge_rows l join record_merges this on this.id = l.merge_id
      where l.merge_id = $1 and l.kind = 'moved' and later.undone_at is null
        and (later.merged_at, later.id) > (this.merged_at, this.id)
        and l.row ->> 'id' = later.into_id::text and later.primary_before ->> l.column_name = $2::text`,
    [id, primary, secondary],
  )
  for (const { table_name: table, column_name: column } of of('changed')) {
    const columns = await columnsIn(tx, table)
    // What somebody has changed since stays.
    await run(
      tx,
      `update ${table} t set ${columns.map((name) => `${name} = k.${name}`).join(', ')}
        from ${kept(table, 'changed', `l.row -> 'before'`, column)}
        and ${sameRow(await keyOf(tx, table))} and to_jsonb(t) = l.row -> 'after'`,
      [id],
    )
  }
  for (const { table_name: table, column_name: column } of of('dropped')) {
    const columns = await columnsIn(tx, table)
    await run(
      tx,
      `insert into ${table} (${columns.join(', ')}) overriding system value
        select ${columns.map((name) => `k.${name}`).join(', ')} from ${kept(table, 'dropped', 'l.row', column)}
        on conflict do nothing`,
      [id],
    )
  }
}
