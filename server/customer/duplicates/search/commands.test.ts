import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { DuplicateSearch, Pair } from '../../../../contract/customer/duplicates.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import { testCompany } from '../../../../tests/builders.ts'
import { prepareJobs } from '../../../db/jobs.ts'
import { consume } from '../../../ledger/consumer.ts'
import { person } from '../../../../contract/customer/person.ts'
import { findDuplicates, startSearch, workSearch } from './commands.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
await prepareJobs(database.pool)

/** Works off what has happened. */
const follow = async () => {
  while (await consume(db, findDuplicates));
}

interface Pairs {
  data: Pair[]
  next: string | null
  count: number
  titles: Record<string, string>
}

const pairs = (query: Record<string, unknown> = {}, who = owner, plural = 'people') =>
  ask<Pairs>(who, 'GET', `/${plural}/duplicates/pairs`, { query })

const namesOf = ({ data }: Pairs) =>
  data.map(({ records, score }) => [...records.map(({ title }) => title).sort(), score])

const searchAll = async () => {
  await startSearch(db, person, null)
  await workSearch(database, person)
}

const clear = async () => {
  await follow()
  for (const table of ['people', 'companies', 'duplicate_pairs', 'duplicate_keys', 'search_entries'])
    await sql`delete from ${sql.table(table)}`.execute(db)
}

const two = async (first: Record<string, unknown> = {}, second: Record<string, unknown> = {}) => [
  await app.person({ firstName: 'Ana', lastName: 'Duarte', email: null, ...first }),
  await app.person({ firstName: 'Anna', lastName: 'Duarte', email: null, ...second }),
]

test('two who are new are found, lose their likeness when it is corrected, and are found again by a search', async () => {
  await clear()
  const [, anna] = await two({ phone: '+351912345678' }, { phone: '+351912345678' })
  await follow()
  const found = await pairs()
  expect(found).toMatchObject({ count: 1, next: null })
  expect(found.data[0]).toMatchObject({ score: 0.88, reasons: ['phone', 'name'], doubts: [] })

  await ask(owner, 'PATCH', `/people/${anna?.id}`, { body: { phone: '+351910000000', firstName: 'Rita' } })
  await follow()
  expect((await pairs()).data).toEqual([])

  await sql`update people set phone = '+351912345678', first_name = 'Ana' where id = ${anna?.id}`.execute(db)
  await sql`update identities set value = '+351912345678' where person_id = ${anna?.id}`.execute(db)
  await searchAll()
  expect((await pairs()).count).toBe(1)
  const { search } = await ask<{ search: DuplicateSearch }>(owner, 'GET', '/people/duplicates/search')
  expect(search).toMatchObject({ state: 'done', progress: 1, records: 2, found: 1, largeGroups: 0 })
})

test('what was said to be two stays so, whatever is searched, until it is taken back', async () => {
  await clear()
  const [ana] = await two({ phone: '+351912345678' }, { phone: '+351912345678' })
  await follow()
  const [pair] = (await pairs()).data
  const path = `/people/duplicates/pairs/${pair?.id}/dismissal`
  expect((await call(owner, 'PUT', path)).status).toBe(204)
  await ask(owner, 'PATCH', `/people/${ana?.id}`, { body: { jobTitle: 'CTO' } })
  await follow()
  await searchAll()
  expect((await pairs()).data).toEqual([])
  expect((await call(owner, 'DELETE', path)).status).toBe(204)
  expect((await pairs()).count).toBe(1)
})

test('a merge takes its pairs along, also what was said of them; taken apart, the two are not asked about again', async () => {
  await clear()
  const phone = '+351912345678'
  const [ana, anna] = (await two({ phone }, { phone })) as [AnyRecord, AnyRecord]
  const third = await app.person({ firstName: 'Ana', lastName: 'Duarte', email: null, phone })
  await follow()
  expect((await pairs()).count).toBe(3)
  const apart = (await pairs()).data.find(({ records }) => records.every(({ id }) => id !== ana.id))
  await call(owner, 'PUT', `/people/duplicates/pairs/${apart?.id}/dismissal`)
  await ask(owner, 'POST', `/people/${ana.id}/merge`, { body: { others: [anna.id] } })
  await follow()
  // That Anna and the third are two holds for Ana now.
  expect((await pairs()).data).toEqual([])
  const { data: merges } = await ask<{ data: { id: string }[] }>(owner, 'GET', `/people/${ana.id}/merges`)
  await ask(owner, 'POST', `/people/${ana.id}/merges/${merges[0]?.id}/undo`)
  await follow()
  expect((await pairs()).data.map(({ records }) => records.map(({ id }) => id).sort())).toEqual([
    [ana.id, third.id].sort(),
  ])
})

test('a pair is for those who may change both', async () => {
  await clear()
  const [ana] = await two({ phone: '+351912345678' }, { phone: '+351912345678' })
  await follow()
  const [pair] = (await pairs()).data
  const viewer = await app.member('viewer')
  expect(await pairs({}, viewer)).toMatchObject({ data: [], count: 0 })
  expect((await call(viewer, 'PUT', `/people/duplicates/pairs/${pair?.id}/dismissal`)).status).toBe(403)
  await ask(owner, 'DELETE', `/people/${ana?.id}`)
  expect(await pairs()).toMatchObject({ data: [], count: 0 })
})

test('many pairs are merged in one go, as the plan said', async () => {
  await clear()
  for (let i = 0; i < 3; i++)
    await app.person({
      firstName: 'Ana',
      lastName: 'Duarte',
      email: null,
      phone: '+351912345678',
      jobTitle: i === 1 ? 'CTO' : null,
    })
  await app.person({ firstName: 'Rui', lastName: 'Costa', email: null, phone: '+351912345678' })
  await follow()
  const plan = await ask<{ pairs: string[]; groups: { id: string }[][]; merged: number }>(
    owner,
    'GET',
    '/people/duplicates/plan',
    { query: { atLeast: 0.8 } },
  )
  expect([plan.pairs.length, plan.groups.length, plan.groups[0]?.length, plan.merged]).toEqual([3, 1, 3, 2])
  const { results } = await ask<{ results: { status: number }[] }>(
    owner,
    'POST',
    '/people/duplicates/merge',
    {
      body: { pairs: plan.pairs },
    },
  )
  expect(results.map(({ status }) => status)).toEqual([200, 200, 200])
  const left = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/people', { query: { sort: 'title' } })
  expect(left.data.map(({ title, jobTitle }) => [title, jobTitle])).toEqual([
    ['Ana Duarte', 'CTO'],
    ['Rui Costa', null],
  ])
})

test('a page of pairs goes on where the last ended, likeliest first', async () => {
  await clear()
  for (let i = 0; i < 4; i++)
    await two(
      { lastName: `Duarte${'abcd'[i]}${i}`, phone: `+35191234567${i}` },
      { lastName: `Duarte${'abcd'[i]}${i}`, phone: `+35191234567${i}`, birthday: '1990-07-01' },
    )
  await follow()
  const all = namesOf(await pairs())
  const paged: unknown[] = []
  for (let page = await pairs({ limit: 3 }); ; page = await pairs({ limit: 3, after: page.next })) {
    paged.push(...namesOf(page))
    if (!page.next) break
  }
  expect(paged).toEqual(all)
  const scores = all.map(([, , score]) => Number(score))
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))
  expect(
    (await call(owner, 'GET', '/people/duplicates/pairs', { query: { after: 'nonsense' } })).status,
  ).toBe(422)
})

test('a search finds what following the ledger finds, goes on where it was stopped, and ends when told to', async () => {
  await clear()
  const firsts = ['Ana', 'Anna', 'Bill', 'William', 'Rui', 'Rita']
  for (let i = 0; i < 40; i++)
    await app.person({
      firstName: firsts[i % 6],
      lastName: ['Duarte', 'Duatre', 'Costa'][i % 3],
      email: null,
      phone: i % 2 ? `+3519123456${10 + (i % 8)}` : null,
      birthday: i % 5 ? null : '1990-07-01',
    })
  await follow()
  const found = async () =>
    (
      await sql<{ pair: string }>`select first_id || ' ' || second_id || ' ' || score || reasons::text as pair
        from duplicate_pairs order by 1`.execute(db)
    ).rows.map(({ pair }) => pair)
  const followed = await found()
  expect(followed.length).toBeGreaterThan(10)
  await sql`delete from duplicate_pairs`.execute(db)
  await startSearch(db, person, null)
  // Stopped before it has done anything, as with its process: nothing is lost.
  await workSearch(database, person, AbortSignal.abort())
  await Promise.all([workSearch(database, person), workSearch(database, person)])
  expect(await found()).toEqual(followed)

  await startSearch(db, person, null)
  expect((await call(owner, 'DELETE', '/people/duplicates/search')).status).toBe(204)
  await workSearch(database, person)
  const { search } = await ask<{ search: DuplicateSearch }>(owner, 'GET', '/people/duplicates/search')
  expect(search.state).toBe('cancelled')
  expect(await found()).toEqual(followed)
})

test('a switchboard with hundreds of people is compared in part, and that is said', async () => {
  await clear()
  await sql`insert into people (first_name, last_name, phone)
    select 'Person ' || chr(65 + n % 26) || n, 'Quintela' || n, '+351225550142' from generate_series(1, 300) n`.execute(
    db,
  )
  await sql`insert into identities (kind, value, person_id) select 'phone', phone, id from people`.execute(db)
  await searchAll()
  const { search } = await ask<{ search: DuplicateSearch }>(owner, 'GET', '/people/duplicates/search')
  expect(search).toMatchObject({ state: 'done', largeGroups: 1, large: [{ kind: 'phone', size: 300 }] })
  expect(search.compared).toBeLessThanOrEqual(3_000)
})

test('companies are found as people are', async () => {
  await clear()
  await app.company({ name: 'Velo Porto', domain: 'veloporto.pt' })
  await app.company({ name: 'Velo Porto, Lda.', website: 'https://www.veloporto.pt' })
  await follow()
  const { data } = await pairs({}, owner, 'companies')
  expect(data).toMatchObject([{ reasons: ['domain', 'name'] }])
})

test('in the sample company a few are there twice, and the two at one phone are two', async () => {
  await clear()
  await ask(owner, 'POST', '/sample')
  await follow()
  const found = await pairs({ atLeast: 0.7, limit: 100 })
  expect(found.count).toBeGreaterThanOrEqual(5)
  expect(found.data.some(({ records }) => records.some(({ title }) => title === 'Pelagia Quintanilha'))).toBe(
    false,
  )
}, 60_000)
