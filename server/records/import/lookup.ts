import { CompiledQuery, sql } from 'kysely'
import type { ReferenceKey } from '../../../contract/records/import-mapping.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { columnNamed } from '../column.ts'

/** By what records are found: their id at a source, their name, or the value of a field. */
export type Key =
  | { by: 'externalId'; source: string }
  | { by: 'id' }
  | { by: 'name' }
  | { by: 'field'; field: string }

export const referenceKey = (by: ReferenceKey, source: string): Key =>
  by === 'externalId'
    ? { by, source }
    : by === 'email' || by === 'domain'
      ? { by: 'field', field: by }
      : { by }

/** Names and addresses are the same in any case; ids and codes are not. */
export const normal = (type: RecordType, key: Key, value: string): string => {
  if (key.by === 'name') return type.fields.name ? value.toLowerCase() : value
  if (key.by !== 'field') return value
  return key.field === 'name' || key.field === 'domain' || type.fields[key.field]?.type === 'email'
    ? value.toLowerCase()
    : value
}

export const labelOf = (key: Key): string =>
  key.by === 'externalId' ? `id at ${key.source}` : key.by === 'field' ? key.field : key.by

/** Does the database see to it that one record at most has such a key? */
export const isUnique = (type: RecordType, key: Key): boolean =>
  key.by === 'externalId' || (key.by === 'field' && type.fields[key.field]?.unique === true)

/** The kind of key and its value in one text. */
export const keyText = (key: Key, value: string): string => `${labelOf(key)} ${value}`

export interface Found {
  id: string
  binned: boolean
}

/** Where records are looked up: in the database, or in it and in what a dry run has planned so far. */
export type Lookup = (type: RecordType, key: Key, values: readonly string[]) => Promise<Map<string, Found[]>>

/** The records that have each of some (normalised) values, oldest first. */
export const lookupIn =
  (db: Db): Lookup =>
  async (type, key, values) => {
    const found = new Map<string, Found[]>()
    if (values.length === 0) return found
    const text = statementOf(type, key)
    const parameters: unknown[] = [values]
    if (key.by === 'externalId') parameters.push(type.name, key.source)
    const { rows } = await db.executeQuery<{ key: string; id: string; binned: boolean }>(
      CompiledQuery.raw(text, parameters),
    )
    for (const { key: value, id, binned } of rows) {
      const known = found.get(value)
      if (known) known.push({ id, binned })
      else found.set(value, [{ id, binned }])
    }
    return found
  }

/** At most so many of the values under which records are known, for telling what need not be looked up. */
export async function knownValues(db: Db, type: RecordType, key: Key, most: number): Promise<string[]> {
  const parameters: unknown[] = [most]
  if (key.by === 'externalId') parameters.push(type.name, key.source)
  const text = `select key from (${selectOf(type, key)}) known limit $1`
  const { rows } = await db.executeQuery<{ key: string }>(CompiledQuery.raw(text, parameters))
  return rows.map((row) => row.key)
}

/** Of the values in $1; of a source, $2 is the type and $3 the source. */
function statementOf(type: RecordType, key: Key): string {
  const column = key.by === 'field' || key.by === 'name' ? ' order by id' : ''
  return `select * from (${selectOf(type, key)}) found where key = any($1::text[])${column}`
}

function selectOf(type: RecordType, key: Key): string {
  const binned = 't.deleted_at is not null as binned'
  const table = `${type.plural} t`
  if (key.by === 'externalId')
    return `select e.external_id as key, t.id, ${binned} from external_ids e join ${table} on t.id = e.record_id
      where e.type = $2 and e.source = $3`
  if (key.by === 'id') return `select t.id::text as key, t.id, ${binned} from ${table}`
  const field = key.by === 'name' ? (type.fields.name ? 'name' : 'title') : key.field
  const column = columnNamed(type, field)
  if (!column) throw new Error(`${type.name} has no field ${field}`)
  // A customer is known by every e-mail it ever had, not only by the one of its record.
  if (column.declared.type === 'email' && !column.own && type.customer === 'self')
    return `select i.value as key, t.id, ${binned} from identities i join ${table} on t.id = i.${type.name}_id
      where i.kind = 'email'`
  const folded = normal(type, key, 'A') === 'a' && column.declared.type !== 'email' && field !== 'domain'
  const expression = folded ? `lower(${column.at('t')})` : `${column.at('t')}::text`
  return `select ${expression} as key, t.id, ${binned} from ${table} where ${expression} is not null`
}

/** What a dry run would have written: a table that only its connection sees. */
export class Pending {
  #db: Db
  /** Of stages planned by this dry run, the pipelines that they hang from. */
  readonly scopes = new Map<string, string>()
  /** Names planned, as the files write them, for suggesting what misspelt ones mean. */
  readonly names = new Map<string, string[]>()
  constructor(db: Db) {
    this.#db = db
  }

  /** The transaction to work in next; its connection must be the one of `open`. */
  within(db: Db): this {
    this.#db = db
    return this
  }

  async open(): Promise<void> {
    await sql`create temp table if not exists import_pending (key text not null, id uuid not null, primary key (key, id))`.execute(
      this.#db,
    )
    await sql`truncate import_pending`.execute(this.#db)
  }

  async add(entries: readonly { type: RecordType; key: Key; value: string; id: string }[]): Promise<void> {
    if (entries.length === 0) return
    const keys = entries.map(({ type, key, value }) => pendingKey(type, key, value))
    await sql`insert into import_pending (key, id) select * from unnest(${keys}::text[], ${entries.map(({ id }) => id)}::uuid[])
      on conflict do nothing`.execute(this.#db)
  }

  lookup: Lookup = async (type, key, values) => {
    const found = await lookupIn(this.#db)(type, key, values)
    const byKey = new Map(values.map((value) => [pendingKey(type, key, value), value]))
    const { rows } = await sql<{ key: string; id: string }>`
      select key, id from import_pending where key = any(${[...byKey.keys()]}::text[]) order by id`.execute(
      this.#db,
    )
    for (const { key: text, id } of rows) {
      const value = byKey.get(text)!
      found.set(value, [...(found.get(value) ?? []), { id, binned: false }])
    }
    return found
  }
}

const pendingKey = (type: RecordType, key: Key, value: string) => `${type.name} ${keyText(key, value)}`
