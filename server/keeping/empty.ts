import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import type { Migration } from '../db/migrate.ts'
import { indexesOf, madeBy, type Manifest } from './contents.ts'

/** Drops what our migrations have made, and nothing else: somebody may keep tables of their own beside it. */
export async function clearTables(tx: Db, migrations: readonly Migration[]): Promise<void> {
  for (const kind of ['view', 'materialized view', 'table', 'type'])
    for (const name of madeBy(migrations, kind))
      await sql`drop ${sql.raw(kind)} if exists ${sql.id(name)} cascade`.execute(tx)
  const { rows } = await sql<{ dropping: string }>`
    select format('drop function if exists %s cascade', p.oid::regprocedure) as dropping from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.proname = any(${madeBy(migrations, 'function')}::text[])`.execute(
    tx,
  )
  for (const { dropping } of rows) await tx.executeQuery(CompiledQuery.raw(dropping))
  await sql`delete from migration`.execute(tx)
}

/**
 * Sets aside what would slow rows down or ask about rows that are still to come: references, triggers, indexes for
 * reading. Needs no more than to own the tables. Answers with how to put them back, along with indexes made elsewhere.
 */
export async function setAside(tx: Db): Promise<(more: Manifest['indexes']) => Promise<void>> {
  const run = (text: string) => tx.executeQuery(CompiledQuery.raw(text))
  const { rows: references } = await sql<{ dropping: string; adding: string }>`
    select format('alter table %s drop constraint %I', conrelid::regclass, conname) as dropping,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as adding
    from pg_constraint where contype = 'f' and conparentid = 0
      and connamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace) order by oid`.execute(tx)
  const { rows: triggers } = await sql<{ name: string }>`
    select distinct tgrelid::regclass::text as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not tgisinternal and c.relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`.execute(
    tx,
  )
  const indexes = await indexesOf(tx)
  for (const { dropping } of references) await run(dropping)
  for (const { name } of triggers) await run(`alter table ${name} disable trigger user`)
  for (const { name } of indexes) await sql`drop index ${sql.id(name)}`.execute(tx)

  return async (more) => {
    await sql`select set_config('maintenance_work_mem', '256MB', true)`.execute(tx)
    const known = new Set(indexes.map(({ name }) => name))
    for (const { definition } of indexes) await run(definition)
    for (const { name, definition } of more) if (!known.has(name)) await run(definition)
    for (const { adding } of references) await run(adding)
    for (const { name } of triggers) await run(`alter table ${name} enable trigger user`)
  }
}
