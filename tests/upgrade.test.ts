import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import type { SearchHit } from '../contract/records/search.ts'
import { consumers } from '../server/composition.ts'
import { openDatabase, type Db } from '../server/db/database.ts'
import { prepareJobs } from '../server/db/jobs.ts'
import { silent } from '../server/db/log.ts'
import { migrate } from '../server/db/migrate.ts'
import { restoreBackup } from '../server/keeping/restore.ts'
import { settleCluster } from '../server/ledger/cluster.ts'
import { consume } from '../server/ledger/consumer.ts'
import { password, testApp } from './builders.ts'
import { emptyDatabase } from './database.ts'
import { temporaryFolder } from './postgres.ts'

/** Databases as each release left them, filled with its sample company; `scripts/release-dump.ts` makes them. */
const releases = join(import.meta.dirname, 'releases')
const names = (await readdir(releases)).sort()

const dataFolder = await temporaryFolder()
const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
  await rm(dataFolder, { recursive: true, force: true })
})

async function migrated() {
  const connection = await emptyDatabase()
  await migrate(connection)
  const database = openDatabase({ connection, poolSize: 4 })
  closing.push(() => database.close())
  await settleCluster(database.db)
  await prepareJobs(database.pool)
  return { database, db: database.db, connection }
}

/** Partitions go by the calendar, and the ledger's offset by what was restored; everything else is the schema. */
const parts: Record<string, string> = {
  columns: `select c.relname || '.' || a.attname || ' ' || a.attnum || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end || a.attidentity::text || a.attgenerated::text
      || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '') as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0 and not a.attisdropped`,
  indexes: `select pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' invalid' end as line
    from pg_index i join pg_class c on c.oid = i.indexrelid where not c.relispartition`,
  constraints: `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(n.oid)
      || case when convalidated then '' else ' not valid' end as line
    from pg_constraint n join pg_class c on c.oid = n.conrelid where not c.relispartition and conparentid = 0`,
  functions: `select pg_get_functiondef(c.oid) as line from pg_proc c where c.proname <> 'ledger_offset' and c.prokind = 'f'
    and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  triggers: `select pg_get_triggerdef(t.oid) || t.tgenabled::text as line from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal`,
}

async function schemaOf(db: Db): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const [name, text] of Object.entries(parts)) {
    const namespace = name === 'functions' ? 'c.pronamespace' : 'c.relnamespace'
    const ours = `${text} and ${namespace} in ('public'::regnamespace, 'graphile_worker'::regnamespace) order by 1`
    found[name] = (await db.executeQuery<{ line: string }>(CompiledQuery.raw(ours))).rows.map(
      ({ line }) => line,
    )
  }
  return found
}

test('every release that there was is here', () => {
  expect(names).toContain('0007.throughline')
})

describe.each(names)('release %s', (name) => {
  test('comes to the present, equal to a fresh one, and works', async () => {
    const [old, fresh] = [await migrated(), await migrated()]
    const { manifest, rows } = await restoreBackup({
      database: old.database,
      dataFolder,
      path: join(releases, name),
      sealingKey: Buffer.alloc(32, 7),
      keyIsKept: false,
      log: silent,
    })
    expect(manifest.migrations.at(-1)?.name.slice(0, 4)).toBe(name.slice(0, 4))
    expect(rows).toBeGreaterThan(5_000)
    expect(await schemaOf(old.db)).toEqual(await schemaOf(fresh.db))

    const app = await testApp({ dataFolder }, old)
    const mira = await app.signIn('mira@northwind.example', password)
    const ana = await app.ask<{ data: SearchHit[] }>(mira, 'GET', '/search', { query: { q: 'Ana Duarte' } })
    const id = ana.data[0]?.id
    expect(ana.data[0]).toMatchObject({ type: 'person', title: 'Ana Duarte' })
    const timeline = await app.ask<{ data: unknown[] }>(mira, 'GET', `/people/${id}/timeline`)
    expect(timeline.data.length).toBeGreaterThan(5)
    await app.ask(mira, 'PATCH', `/people/${id}`, { body: { jobTitle: 'Head of everything' } })
    const { value } = await app.ask(mira, 'GET', '/metrics/sales.win-rate', {
      query: { from: '2025-01-01', to: '2027-01-01' },
    })
    expect(value).toBeGreaterThan(0)
    for (const consumer of consumers) while (await consume(old.db, consumer));
    const { rows: unread } = await sql<{ n: number }>`select count(*) as n from events e
      where not exists (select from ledger_cursors c where (c.tx, c.event_id) >= (e.tx, e.id))`.execute(
      old.db,
    )
    expect(unread[0]?.n).toBe(0)
  }, 120_000)
})
