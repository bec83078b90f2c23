import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { company as companyType } from '../../contract/customer/company.ts'
import { person } from '../../contract/customer/person.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { ListQuery } from '../../contract/records/routes.ts'
import { deal } from '../../contract/sales/deal.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { openDatabase, type Database } from '../db/database.ts'
import { runBatch } from './batch.ts'
import { getRecord, listRecords } from './list.ts'
import { search } from './search.ts'
import { createRecords, updateRecords } from './write.ts'

const company = await testCompany()
const { db, database } = company
const stages = await company.stages()
const rows = 100_000

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  Plans?: Node[]
}
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** A database that plans its statements instead of running them, and remembers the plans. */
function planning(): { database: Database; plans: Node[] } {
  const plans: Node[] = []
  const instead = {
    executeQuery: async (query: CompiledQuery) => {
      const { rows: found } = await database.lists.executeQuery<{ 'QUERY PLAN': { Plan: Node }[] }>(
        CompiledQuery.raw(`explain (format json) ${query.sql}`, [...query.parameters]),
      )
      plans.push(found[0]?.['QUERY PLAN'][0]?.Plan as Node)
      return { rows: [] }
    },
  } as unknown as Database['db']
  return { database: { ...database, db: instead, lists: instead }, plans }
}

/** The indexes that the statements of `run` read, and the tables that they read through. */
async function planOf(run: (context: ReturnType<typeof contextFor>) => Promise<unknown>) {
  const { database: instead, plans } = planning()
  await run(contextFor(instead)).catch((error: unknown) => {
    if (!(error as { problem?: { status: number } }).problem) throw error
  })
  const nodes = plans.flatMap(nodesOf)
  return {
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
    scanned: nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .flatMap((node) => node['Relation Name'] ?? []),
    sorts: nodes.some((node) => /Sort/.test(node['Node Type'])),
  }
}

beforeAll(async () => {
  // As many as a company of some size has, with the spread of values that makes plans go wrong.
  await sql`insert into users (name, role) select 'Member ' || i, 'seller' from generate_series(1, 200) i`.execute(
    db,
  )
  await sql`insert into companies (name, domain, owner_id, lifecycle_stage, created_at, updated_at)
    select 'Company ' || i, 'company' || i || '.example', u.id, 'customer', now() - i * interval '1 minute', now() - i * interval '1 second'
    from generate_series(1, ${rows}::int) i join (select id, row_number() over () as n from users) u on u.n = 1 + i % 200`.execute(
    db,
  )
  await sql`insert into people (first_name, last_name, email, source, owner_id, lifecycle_stage, created_at, updated_at)
    select 'First' || i % 1000, 'Last' || i, 'p' || i || '@example.com', 'source' || i % 50, u.id,
      (array['lead', 'mql', 'customer'])[1 + i % 3], now() - i * interval '1 minute', now() - i * interval '1 second'
    from generate_series(1, ${rows}::int) i join (select id, row_number() over () as n from users) u on u.n = 1 + i % 200`.execute(
    db,
  )
  await sql`insert into identities (kind, value, person_id) select 'email', email, id from people where email is not null`.execute(
    db,
  )
  await sql`insert into deals (name, pipeline_id, stage_id, owner_id, amount, amount_currency, created_at, updated_at)
    select 'Deal ' || i, ${stages.Proposal?.pipeline}, (array[${stages.Proposal?.id}::uuid, ${stages.Qualified?.id}::uuid])[1 + i % 2], u.id, i, 'EUR',
      now() - i * interval '1 minute', now() - i * interval '1 second'
    from generate_series(1, ${rows}::int) i join (select id, row_number() over () as n from users) u on u.n = 1 + i % 200`.execute(
    db,
  )
  await sql`insert into search_entries (record_id, type, title, document)
    select id, 'person', title, to_tsvector('simple', title) || array_to_tsvector(array['=' || email]) from people where email is not null
    union all select id, 'company', title, to_tsvector('simple', title) || array_to_tsvector(array['=' || domain]) from companies where domain is not null
    on conflict do nothing`.execute(db)
  await sql`vacuum analyze people, companies, deals, users, identities, search_entries, record_links`.execute(
    db,
  )
}, 120_000)

const list = (type: RecordType, query: Partial<ListQuery>) => (context: ReturnType<typeof contextFor>) =>
  listRecords(context, type, { limit: 60, ...query })

describe('at a hundred thousand rows the main lists read an index in its order', () => {
  const owner = () =>
    sql<{ id: string }>`select id from users where name = 'Member 7'`
      .execute(db)
      .then(({ rows: [row] }) => String(row?.id))
  const is = (field: string, value: string) => ({ field, op: 'is' as const, value })

  test.each<[string, RecordType, () => Promise<Partial<ListQuery>> | Partial<ListQuery>, string]>([
    ['people, newest first', person, () => ({}), 'people_created'],
    ['people by title', person, () => ({ sort: 'title' }), 'people_title'],
    ['people by title, backwards', person, () => ({ sort: '-title' }), 'people_title'],
    ['people by change', person, () => ({ sort: '-updatedAt' }), 'people_updated'],
    ['people of one owner', person, async () => ({ filter: is('owner', await owner()) }), 'people_owner'],
    ['people of one source', person, () => ({ filter: is('source', 'source7') }), 'people_source'],
    [
      'people of a source that nobody has',
      person,
      () => ({ filter: is('source', 'nowhere') }),
      'people_source',
    ],
    ['people in one stage of life', person, () => ({ filter: is('lifecycleStage', 'mql') }), 'people_stage'],
    ['a person by e-mail', person, () => ({ filter: is('email', 'P77@example.com') }), 'people_email_key'],
    ['companies, newest first', companyType, () => ({}), 'companies_created'],
    ['companies by title', companyType, () => ({ sort: 'title' }), 'companies_title'],
    ['companies by change', companyType, () => ({ sort: '-updatedAt' }), 'companies_updated'],
    [
      'companies of one owner',
      companyType,
      async () => ({ filter: is('owner', await owner()) }),
      'companies_owner',
    ],
    [
      'a company by domain',
      companyType,
      () => ({ filter: is('domain', 'company7.example') }),
      'companies_domain',
    ],
    ['deals, newest first', deal, () => ({}), 'deals_created'],
    ['deals by title', deal, () => ({ sort: 'title' }), 'deals_title'],
    ['deals by change', deal, () => ({ sort: '-updatedAt' }), 'deals_updated'],
    ['deals of one owner', deal, async () => ({ filter: is('owner', await owner()) }), 'deals_owner'],
    ['deals in one stage', deal, () => ({ filter: is('stage', String(stages.Proposal?.id)) }), 'deals_stage'],
  ])('%s', async (_, type, query, index) => {
    const asked = await query()
    const first = await planOf(list(type, asked))
    expect(first).toMatchObject({ scanned: [], indexes: [index] })
    const page = await listRecords(contextFor(database), type, { limit: 2, ...asked })
    if (!page.next) return
    // The next page as well, from its cursor on.
    const next = await planOf(list(type, { ...asked, after: page.next }))
    expect(next).toMatchObject({ scanned: [], indexes: [index], sorts: false })
    expect(first.sorts).toBe(false)
  })

  test('a record by id, and whom an address belongs to', async () => {
    const { id } = await company.person()
    expect(await planOf((context) => getRecord(context, person, id))).toMatchObject({
      scanned: [],
      indexes: ['people_pkey'],
    })
    const { database: instead, plans } = planning()
    await instead.db.executeQuery(
      CompiledQuery.raw(`select person_id from identities where kind = 'email' and value = $1`, [
        'p77@example.com',
      ]),
    )
    expect(plans.flatMap(nodesOf).map((node) => node['Index Name'])).toContain('identities_email_key')
  })

  test('no search reads the table from its beginning, whether it finds many, few or none', async () => {
    const one = openDatabase({ connection: company.connection, poolSize: 1 })
    const scans = async () => {
      await sql`select pg_stat_force_next_flush()`.execute(one.db)
      return (
        await sql<{
          n: number
        }>`select seq_scan as n from pg_stat_user_tables where relname = 'search_entries'`.execute(one.db)
      ).rows[0]?.n
    }
    const before = await scans()
    for (const q of [
      'p77@example.com',
      'First77 Last',
      'company 7',
      'company 77777',
      'last99',
      'zzzzz',
      'frist77',
      'co',
      'a',
    ])
      await search(contextFor({ ...one, lists: one.db }), q, 12)
    expect(await scans()).toBe(before)
    await sql`select count(*) from search_entries where title = title || ''`.execute(one.db)
    expect(await scans()).not.toBe(before)
    await one.close()
  })

  test.each(['p77@example.com', 'last99', 'zzzzz'])('a list narrowed by a search for %s', async (q) => {
    expect((await planOf(list(person, { q }))).scanned).toEqual([])
  })
})

describe('the number of statements', () => {
  // With connections of its own: the server's follow the ledger besides.
  const counted = openDatabase({ connection: company.connection, poolSize: 2 })
  afterAll(() => counted.close())

  /** Statements that reach the database while `run` runs, after a first run has connected and prepared. */
  async function statements(run: () => Promise<unknown>): Promise<string[]> {
    await run()
    const sent: string[] = []
    // Both connections: while one of them passes on a notice, the other is taken.
    const clients = await Promise.all([counted.pool.connect(), counted.pool.connect()])
    clients.forEach((client) => client.release())
    const originals = clients.map((client) => client.query)
    clients.forEach((client, i) => {
      client.query = ((...args: [unknown, ...unknown[]]) => {
        const text = typeof args[0] === 'string' ? args[0] : (args[0] as { text: string }).text
        sent.push(text)
        return (originals[i] as (...args: unknown[]) => unknown).apply(client, args)
      }) as typeof client.query
    })
    try {
      await run()
    } finally {
      clients.forEach((client, i) => (client.query = originals[i] as typeof client.query))
    }
    return sent.filter((text) => !text.includes('pg_notify'))
  }
  const all = { ...counted, lists: counted.db }

  test('is one to get, one to list and one to create, for each of a thousand as for one', async () => {
    const context = contextFor(all)
    const { id } = await company.person()
    expect(await statements(() => getRecord(context, person, id))).toHaveLength(1)
    expect(await statements(() => listRecords(context, person, { limit: 60, sort: 'title' }))).toHaveLength(1)
    expect(
      await statements(() => createRecords(context, person, [{ values: { firstName: 'One' } }])),
    ).toHaveLength(1)
    expect(await statements(() => search(context, 'last99', 12))).toHaveLength(1)
    const operations = Array.from({ length: 1_000 }, () => ({
      do: 'create' as const,
      values: { firstName: 'Batch' },
    }))
    expect(await statements(() => runBatch(context, person, operations))).toHaveLength(1)
  })

  test('is four to change: begin, lock, write, commit; and three when nothing differs', async () => {
    const context = contextFor(all)
    const { id } = await company.person()
    let i = 0
    expect(
      await statements(() => updateRecords(context, person, [{ id, values: { jobTitle: `T${i++}` } }])),
    ).toHaveLength(4)
    expect(
      await statements(() => updateRecords(context, person, [{ id, values: { jobTitle: 'same' } }])),
    ).toHaveLength(3)
  })

  test('is one more for a deal, whose rules read the stages', async () => {
    const context = contextFor(all)
    const { id } = await company.deal()
    let i = 0
    expect(await statements(() => createRecords(context, deal, [{ values: { name: 'D' } }]))).toHaveLength(2)
    expect(
      await statements(() => updateRecords(context, deal, [{ id, values: { leadType: `T${i++}` } }])),
    ).toHaveLength(5)
  })
})
