import { CompiledQuery, sql } from 'kysely'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Pass } from '../../../contract/records/import.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'

/** Below this many rows of a file, keeping its indexes up to date costs less than building them anew. */
const WORTH_IT = 50_000
/** Tables with more rows than this are in use: their readers keep their indexes. */
const EMPTY = 5_000
/** Builders at once; an index is built by one process, so two keep two cores busy. */
const BUILDERS = 2

const shared = ['identities', 'external_ids', 'events', 'search_entries']

/** Constraints of a customer's own e-mail: whoever has one has it as an identity too, where it is unique already. */
const impliedKeys = (type: RecordType): string[] =>
  type.customer === 'self' && type.fields.email?.unique ? [`${type.plural}_email_key`] : []

/** Ids of events are made for each anew: nobody brings one that may be there. */
const madeKeys = ['events_pkey']

/**
 * Sets aside what a first import into empty tables would keep up to date row by row: indexes that only serve reading,
 * and the checks of references, which the import has made itself. Keys and unique indexes by which something could
 * come in twice stay; what is set aside is noted in the same transaction. A million people take half the time that way.
 */
export async function setIndexesAside(db: Db, passes: readonly Pass[]): Promise<void> {
  const large = passes
    .filter((pass) => pass.rows >= WORTH_IT)
    .map((pass) => recordTypeOf(pass.recordType).plural)
  if (large.length === 0) return
  const tables = [...new Set([...large, ...shared])]
  const implied = [...madeKeys, ...passes.map((pass) => recordTypeOf(pass.recordType)).flatMap(impliedKeys)]
  await transaction(db, async (tx) => {
    await sql`set local lock_timeout = '5s'`.execute(tx)
    for (const table of tables) {
      const { rows } = await sql<{
        used: boolean
      }>`select count(*) > ${EMPTY} as used from (select from ${sql.table(table)} limit ${EMPTY + 1}) sample`.execute(
        tx,
      )
      if (rows[0]?.used) return
    }
    const { rows } = await sql<{ name: string; dropping: string }>`
      with aside as (
        select c.relname as name, 'index' as kind, format('drop index %I', c.relname) as dropping,
          regexp_replace(replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON '), '^CREATE INDEX ', 'CREATE INDEX IF NOT EXISTS ') as definition
        from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = any(${tables}::text[]::regclass[]) and not i.indisunique
        union all
        select k.conname, 'key', format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname),
          format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
        from pg_constraint k where k.conname = any(${implied}::text[]) and k.conrelid = any(${tables}::text[]::regclass[])
        union all
        -- A reference whose record went meanwhile goes with it, as the constraint would have had it.
        select f.conname, 'reference', format('alter table %s drop constraint %I', f.conrelid::regclass, f.conname),
          format('do $do$ begin alter table %1$s add constraint %4$I %5$s; exception when foreign_key_violation then '
              || case f.confdeltype when 'c' then 'delete from %1$s t' else 'update %1$s t set %2$I = null' end
              || ' where %2$I is not null and not exists (select from %3$s o where o.id = t.%2$I); '
              || 'alter table %1$s add constraint %4$I %5$s; end $do$',
            f.conrelid::regclass, a.attname, f.confrelid::regclass, f.conname, pg_get_constraintdef(f.oid))
        from pg_constraint f join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
        where f.contype = 'f' and f.conrelid = any(case when has_parameter_privilege('session_replication_role', 'set')
          then ${large}::text[] else ${tables}::text[] end::regclass[]) and array_length(f.conkey, 1) = 1 and f.confdeltype in ('c', 'n')
      ), noted as (insert into import_rebuilds (name, kind, definition) select name, kind, definition from aside on conflict (name) do nothing returning name)
      select name, dropping from aside join noted using (name)`.execute(tx)
    for (const { dropping } of rows) await tx.executeQuery(CompiledQuery.raw(dropping))
  }).catch((error: unknown) => {
    // Somebody holds the tables: then it goes the slower way.
    if ((error as { code?: string }).code !== '55P03') throw error
  })
}

/** Builds again what was set aside, each index in a transaction of its own, so that a process that dies loses none. */
export async function rebuildIndexes(db: Db): Promise<void> {
  await Promise.all(Array.from({ length: BUILDERS }, () => buildUntilDone(db)))
}

async function buildUntilDone(db: Db): Promise<void> {
  for (;;) {
    const built = await transaction(db, async (tx) => {
      // What a processor's caches hold is sorted fastest, however much memory there is: texts take half the time.
      await sql`set local maintenance_work_mem = '8MB'`.execute(tx)
      await sql`select set_config(name, '0', true) from pg_settings where name in
        ('transaction_timeout', 'statement_timeout', 'max_parallel_maintenance_workers')`.execute(tx)
      // Constraints lock their table for each other and for its indexes, so one builder makes them all while the other
      // has the long indexes of the search before it; those of few rows come last, so that both end together.
      const { rows } = await sql<{
        definition: string
      }>`delete from import_rebuilds where name =
        (select name from import_rebuilds
          where kind = 'index' or pg_try_advisory_xact_lock(hashtext('import_rebuilds'))
          order by kind = 'index', definition like '% USING gin %' desc, definition like '%IS NOT NULL%', name
          limit 1 for update skip locked)
        returning definition`.execute(tx)
      if (!rows[0]) return false
      const { definition } = rows[0]
      await tx.executeQuery(CompiledQuery.raw(definition))
      return true
    })
    if (!built) return
  }
}
