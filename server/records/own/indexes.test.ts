import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { Filter } from '../../../contract/records/filter.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { contextFor, testCompany } from '../../../tests/builders.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { silent } from '../../db/log.ts'
import { listRecords } from '../list.ts'
import { typeIn } from '../types.ts'
import { tendIndexes } from './indexes.ts'
import { ownFieldJobs } from './jobs.ts'
import { noteUses, oftenEnough, saveUses } from './uses.ts'

const { owner, ask, database, db } = await testCompany()
await prepareJobs(database.pool)

const add = (input: Record<string, unknown>) =>
  ask<OwnField>(owner, 'POST', '/fields', { body: { recordType: 'person', ...input } })

/** Many people whose own fields say different things. */
async function people(count: number): Promise<void> {
  await sql`insert into people (last_name, custom) select 'P' || i, jsonb_build_object(
      'own_tier', 'tier-' || i % 3000, 'own_since', to_char(date '2000-01-01' + i % 9000, 'YYYY-MM-DD'),
      'own_score', i, 'own_labels', jsonb_build_array('l' || i % 3000, 'all'))
    from generate_series(1, ${count}) i`.execute(db)
  await sql`analyze people`.execute(db)
}

async function planOf(query: { filter?: Filter; sort?: string }): Promise<string> {
  const context = contextFor(database)
  let plan = ''
  const lists = {
    executeQuery: async (compiled: { sql: string; parameters: readonly unknown[] }) => {
      const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${compiled.sql}`, [
        ...compiled.parameters,
      ])
      plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      return { rows: [] }
    },
  }
  await listRecords(
    { ...context, database: { ...database, lists: lists as never } },
    typeIn(database, 'person'),
    { limit: 60, ...query },
  )
  return plan
}

const indexes = async () => {
  const { rows } = await sql<{
    name: string
  }>`select indexname as name from pg_indexes where indexname like 'people\\_own\\_%' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

test('what lists ask for often gets its index, which they then use, and loses it when nobody asks', async () => {
  await add({ type: 'text', label: 'Tier' })
  await add({ type: 'date', label: 'Since' })
  await add({ type: 'number', label: 'Score' })
  await add({ type: 'tags', label: 'Labels' })
  await people(12_000)
  const asked: { filter?: Filter; sort?: string; index: string }[] = [
    { filter: { field: 'own_tier', op: 'is', value: 'tier-7' }, index: 'people_own_tier_value' },
    { filter: { field: 'own_tier', op: 'contains', value: 'er-2711' }, index: 'people_own_tier_words' },
    { filter: { field: 'own_since', op: 'atLeast', value: '2024-08-20' }, index: 'people_own_since_value' },
    { filter: { field: 'own_labels', op: 'anyOf', value: ['l17'] }, index: 'people_own_labels_any' },
    { sort: 'own_score', index: 'people_own_score_ascending' },
    { sort: '-own_since', index: 'people_own_since_descending' },
  ]
  const read = ({ filter, sort }: (typeof asked)[number]) =>
    ask<{ data: AnyRecord[] }>(owner, 'GET', '/people', { query: { filter, sort } })
  for (const one of asked) expect(await planOf(one)).not.toContain(one.index)
  for (const one of asked) {
    await read(one)
    for (let again = 1; again < oftenEnough.times; again++)
      noteUses(database, typeIn(database, 'person'), one.filter, one.sort)
  }
  await ask(owner, 'GET', '/people', { query: { filter: { field: 'own_score', op: 'is', value: 1 } } })
  await saveUses(database)
  await tendIndexes(database, silent, 1_000)
  // One that was asked for only once has none.
  expect(await indexes()).toEqual(asked.map(({ index }) => index).sort())
  for (const one of asked) expect(await planOf(one), one.index).toContain(one.index)

  // A second look changes nothing; later, when only one of them has been asked for, the others go.
  await tendIndexes(database, silent, 1_000)
  expect(await indexes()).toHaveLength(asked.length)
  await sql`update own_field_uses set day = day - 40 where name <> 'own_score'`.execute(db)
  await tendIndexes(database, silent, 1_000)
  expect(await indexes()).toEqual(['people_own_score_ascending'])
  await ask(owner, 'POST', `/fields/${(await field('own_score')).id}/retire`)
  await tendIndexes(database, silent, 1_000)
  expect(await indexes()).toEqual([])
})

async function field(name: string): Promise<OwnField> {
  const { data } = await ask<{ data: OwnField[] }>(owner, 'GET', '/fields')
  return data.find((one) => one.name === name) as OwnField
}

test('a field that is to be found by searching is found in old records too, and no longer when it is not', async () => {
  const { id } = await add({ type: 'text', label: 'Secret name' })
  const made = await ask(owner, 'POST', '/people', {
    body: { lastName: 'Agent', own_secret_name: 'Quicksilver' },
  })
  const found = async () =>
    (await ask<{ data: { id: string }[] }>(owner, 'GET', '/search', { query: { q: 'quicksil' } })).data.map(
      (hit) => hit.id,
    )
  const again = async (searched: boolean) => {
    await ask(owner, 'PATCH', `/fields/${id}`, { body: { searched } })
    const job = ownFieldJobs.find(({ name }) => name === 'own-field-search')
    await job?.run(
      { recordType: 'person', name: 'own_secret_name' },
      { database, log: silent, signal: undefined },
    )
  }
  expect(await found()).toEqual([])
  await again(true)
  expect(await found()).toEqual([made.id])
  await again(false)
  expect(await found()).toEqual([])
})
