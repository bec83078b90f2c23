import { sql } from 'kysely'
import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { Db } from '../../../db/database.ts'
import { profileOf, type Key, type Known, type Profile } from './rules.ts'

const place = `t.address ->> 'city' as city, t.address ->> 'postalCode' as "postalCode"`

const known: Record<string, string> = {
  person: `t.id, t.first_name as "firstName", t.last_name as "lastName", t.company_id as company, t.birthday, ${place}`,
  company: `t.id, t.name, t.website, t.parent_id as parent, ${place}`,
}

/** What else they are known by, in one look for each. */
const identities = ({ name }: RecordType) => `cross join lateral (
  select array_agg(i.value) filter (where i.kind = 'email') as emails, array_agg(i.value) filter (where i.kind = 'phone') as phones,
    array_agg(i.value) filter (where i.kind = 'domain') as domains from identities i where i.${name}_id = t.id) known`

const select = (type: RecordType) => `${known[type.name]}, known.* `

type Row = { [K in keyof Known]: Known[K] | null }

const toProfile = (row: Row): Profile =>
  profileOf({
    ...row,
    emails: row.emails ?? [],
    phones: row.phones ?? [],
    domains: row.domains ?? [],
  } as Known)

/** The profiles of records that are in use. */
export async function profilesOf(db: Db, type: RecordType, ids: readonly string[]): Promise<Profile[]> {
  const { rows } = await db.executeQuery<Row>(
    CompiledQuery.raw(
      `select ${select(type)} from ${type.plural} t ${identities(type)} where t.id = any($1::uuid[]) and t.deleted_at is null`,
      [ids],
    ),
  )
  return rows.map(toProfile)
}

/** The next records in the order of their ids, in use or not: `at` is where to go on. */
export async function profilesAfter(
  db: Db,
  type: RecordType,
  after: string | null,
  limit: number,
): Promise<{ profiles: Profile[]; at: string | null }> {
  const { rows } = await db.executeQuery<Row & { binned: boolean }>(
    CompiledQuery.raw(
      `select ${select(type)}, t.deleted_at is not null as binned from ${type.plural} t ${identities(type)}
        where ${after === null ? '$1::uuid is null' : 't.id > $1::uuid'} order by t.id limit $2`,
      [after, limit],
    ),
  )
  return {
    profiles: rows.filter(({ binned }) => !binned).map(toProfile),
    at: rows.at(-1)?.id ?? null,
  }
}

export interface Group {
  kind: Key['kind']
  key: string
  size: number
  ids: string[]
}

/** A group is read no further than this; one that is larger is said to be, and compared in part. */
const readAtMost = 5_000

/** The next groups of records with one key, in the order of the keys. */
export async function groupsAfter(
  db: Db,
  type: RecordType,
  after: string | null,
  limit: number,
): Promise<Group[]> {
  // Read along the index from where the last ones ended; hashing would read all that is left for each piece.
  await sql`set local enable_hashagg = off`.execute(db)
  await sql`set local enable_seqscan = off`.execute(db)
  const { rows } = await sql<Group>`
    select min(kind) as kind, key::text as key, count(*)::int as size, (array_agg(record_id))[1:${sql.lit(readAtMost)}] as ids
    from duplicate_keys where type = ${type.name} and key > coalesce(${after}::bigint, -9223372036854775808)
    group by key having count(*) > 1 order by duplicate_keys.key limit ${limit}`.execute(db)
  return rows
}

/** Records that share a key with these, by key. */
export async function groupsWith(
  db: Db,
  type: RecordType,
  ids: readonly string[],
  most: number,
): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select k.kind, k.key::text as key, cardinality(o.ids) as size, o.ids
    from (select distinct kind, key from duplicate_keys where type = ${type.name} and record_id = any(${ids}::uuid[])) k,
      lateral (select array(select record_id from duplicate_keys o where o.type = ${type.name} and o.key = k.key limit ${most + 1}) as ids) o
    where cardinality(o.ids) > 1`.execute(db)
  return rows
}

/** The records that have some keys, by key; of a large group the first. */
export async function groupsOf(
  db: Db,
  type: RecordType,
  keys: readonly Key[],
  most: number,
): Promise<Group[]> {
  const { rows } = await sql<Group>`
    select k.kind, k.key::text as key, cardinality(o.ids) as size, o.ids
    from (select distinct * from unnest(${keys.map(({ kind }) => kind)}::text[], ${keys.map(({ key }) => key)}::bigint[]) k (kind, key)) k,
      lateral (select array(select record_id from duplicate_keys o where o.type = ${type.name} and o.key = k.key limit ${most + 1}) as ids) o
    where cardinality(o.ids) > 0`.execute(db)
  return rows
}

export async function titlesOf(
  db: Db,
  type: RecordType,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; title: string }>`select id, title from ${sql.table(type.plural)}
    where id = any(${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, title }) => [id, title]))
}
