import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../db/database.ts'
import { readMigrations, type Migration } from '../db/migrate.ts'

/** Folders below the data folder whose files belong to a backup as they are. */
export const keptFolders = ['imports'] as const
/** Below it stand the files that records have, by their ids, from whatever store. */
export const filesFolder = 'files'

/** What belongs to an installation, not to the company: a restored one has its own. */
const left = [
  'public.migration',
  'public.ledger_cluster',
  'public.backups',
  'public.deleted_files',
  'graphile_worker.migrations',
  'graphile_worker._private_known_crontabs',
]
export const schemas = ['public', 'graphile_worker']

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/i)

/** The first entry of a backup: what it is, and what does not stand in its rows. */
export const manifestSchema = z.object({
  entry: z.literal('manifest'),
  madeAt: z.string(),
  version: z.string(),
  organisation: z.string().nullable(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string(), appliedAt: z.string() })),
  /** No transaction of the ledger so far has a number above it, and no cursor stands beyond it. */
  high: z.string().regex(/^\d+$/),
  partitions: z.array(z.object({ parent: name, name, from: z.string(), to: z.string() })),
  sequences: z.array(z.object({ schema: name, name, value: z.string().regex(/^\d+$/) })),
  /** All indexes for reading; those that the schema does not bring were made while it ran. */
  indexes: z.array(z.object({ name, definition: z.string().regex(/^CREATE INDEX [^;]*$/) })),
  /** Of the key that secrets are sealed with; the key itself only when the backup takes it along. */
  sealingKey: z.object({
    fingerprint: z.string(),
    key: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),
  /** SHA-256 of the ids of those erased. */
  erasures: z.array(z.string().regex(/^[0-9a-f]{64}$/)),
})
export type Manifest = z.output<typeof manifestSchema>

export const entrySchema = z.discriminatedUnion('entry', [
  manifestSchema,
  z.object({
    entry: z.literal('table'),
    schema: z.enum(['public', 'graphile_worker']),
    name,
    columns: z.array(z.string()),
  }),
  z.object({ entry: z.literal('file'), path: z.string() }),
  z.object({ entry: z.literal('end'), rows: z.record(z.string(), z.number()), files: z.number() }),
])
export type Entry = z.output<typeof entrySchema>

/** Says which key it is without saying the key. */
export const fingerprintOf = (key: Buffer): string =>
  createHash('sha256').update('throughline sealing key').update(key).digest('hex').slice(0, 16)

export interface Table {
  schema: string
  name: string
  /** Those that hold something of their own: generated ones follow from them. */
  columns: string[]
  bytes: number
}

/** The names of what our migrations make of a kind, such as tables. Somebody may keep others beside them. */
export const madeBy = (migrations: readonly Migration[], kind: string): string[] =>
  migrations.flatMap(({ text }) =>
    Array.from(
      text.matchAll(new RegExp(`^\\s*create (?:or replace )?${kind} (?:if not exists )?(\\w+)`, 'gim')),
      (found) => found[1] ?? '',
    ),
  )

/** The tables of a backup, with their partitions as one. */
export async function tablesOf(db: Db): Promise<Table[]> {
  const ours = madeBy(await readMigrations(), 'table')
  const { rows } = await sql<Table>`
    select n.nspname as schema, c.relname as name,
      (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      case c.relkind when 'p' then (select sum(pg_table_size(relid)) from pg_partition_tree(c.oid))::bigint
        else pg_table_size(c.oid) end as bytes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where (n.nspname = 'graphile_worker' or n.nspname = 'public' and c.relname = any(${ours}::text[])) and c.relkind in ('r', 'p') and not c.relispartition
      and c.relpersistence = 'p' and n.nspname || '.' || c.relname <> all(${left}::text[])
    order by 1, 2`.execute(db)
  return rows
}

export async function partitionsOf(db: Db): Promise<Manifest['partitions']> {
  const { rows } = await sql<{ parent: string; name: string; bound: string }>`
    select p.relname as parent, c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
    from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
    where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1, 2`.execute(
    db,
  )
  return rows.flatMap(({ bound, ...partition }) => {
    const [, from, to] = /^FOR VALUES FROM \('([^']*)'\) TO \('([^']*)'\)$/.exec(bound) ?? []
    return from === undefined || to === undefined ? [] : [{ ...partition, from, to }]
  })
}

/** Indexes that only serve reading, by their name. */
export async function indexesOf(db: Db): Promise<Manifest['indexes']> {
  const ours = madeBy(await readMigrations(), 'table')
  const { rows } = await sql<Manifest['indexes'][number]>`
    select c.relname as name, replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace and not i.indisunique and not c.relispartition
      and i.indrelid::regclass::text = any(${ours}::text[])
    order by i.indrelid, 1`.execute(db)
  return rows
}
