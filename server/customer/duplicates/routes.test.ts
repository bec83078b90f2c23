import { sql, type CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import type { Duplicate } from '../../../contract/customer/duplicates.ts'
import { contextFor, testCompany } from '../../../tests/builders.ts'
import { peopleStatement } from './queries.ts'

const app = await testCompany()
const { owner, ask, db, database } = app
const find = async (plural: string, query: Record<string, string>) =>
  (await ask<{ data: Duplicate[] }>(owner, 'GET', `/${plural}/duplicates`, { query })).data.map(
    ({ title, score, reasons }) => ({ title, score, reasons }),
  )

test('who may already be there is found by address, number and name, likeliest first', async () => {
  const velo = await app.company({
    name: 'Velo Porto, Lda.',
    domain: 'veloporto.example',
    phone: '+351 22 555 0142',
  })
  const ana = await app.person({
    firstName: 'Ana',
    lastName: 'Duarte',
    email: 'ana@veloporto.example',
    company: velo.id,
  })
  await app.person({ firstName: 'Bruno', lastName: 'Silva', phone: '+351 912 345 678' })
  await ask(owner, 'POST', `/people/${ana.id}/identities`, {
    body: { kind: 'email', value: 'ana@home.example' },
  })

  expect(await find('people', { email: 'ANA@home.example' })).toEqual([
    { title: 'Ana Duarte', score: 1, reasons: ['email'] },
  ])
  expect(await find('people', { firstName: 'ana', lastName: 'duarte' })).toEqual([
    { title: 'Ana Duarte', score: 0.6, reasons: ['name'] },
  ])
  expect(await find('people', { firstName: 'Anna', lastName: 'Duarte', company: velo.id })).toEqual([
    { title: 'Ana Duarte', score: 0.58, reasons: ['similarName', 'company'] },
  ])
  expect(await find('people', { firstName: 'Ana', lastName: 'Duarte', phone: '+351912345678' })).toEqual([
    { title: 'Bruno Silva', score: 0.7, reasons: ['phone'] },
    { title: 'Ana Duarte', score: 0.6, reasons: ['name'] },
  ])
  expect(await find('people', { email: 'ana@veloporto.example', without: ana.id })).toEqual([])
  expect(await find('people', {})).toEqual([])

  expect(await find('companies', { name: 'velo porto' })).toEqual([
    { title: 'Velo Porto, Lda.', score: 0.6, reasons: ['name'] },
  ])
  expect(await find('companies', { domain: 'www.veloporto.example' })).toMatchObject([
    { title: 'Velo Porto, Lda.', reasons: ['domain'] },
  ])
})

test('what is in the bin is no duplicate', async () => {
  const gone = await app.person({ firstName: 'Carla', lastName: 'Esteves' })
  await ask(owner, 'DELETE', `/people/${gone.id}`)
  expect(await find('people', { firstName: 'Carla', lastName: 'Esteves' })).toEqual([])
})

test('among 50,000 people it is answered by the indexes alone', async () => {
  await sql`insert into people (first_name, last_name, email)
    select initcap(left(md5(n::text), 6)), initcap(right(md5(n::text), 8)), 'maria' || n || '@many.example' from generate_series(1, 50000) n`.execute(
    db,
  )
  await sql`insert into search_entries (record_id, type, title, document)
    select id, 'person', title, to_tsvector('simple', title) from people where email like '%@many.example'`.execute(
    db,
  )
  await sql`insert into identities (kind, value, person_id)
    select 'email', email, id from people where email like '%@many.example'`.execute(db)
  await sql`analyze`.execute(db)
  const input = {
    email: 'maria777@many.example',
    phone: '+351225550142',
    firstName: 'Maria',
    lastName: 'Quintela',
  }
  expect(await find('people', input)).toMatchObject([{ score: 1 }])
  const statement = peopleStatement(contextFor(database), input)
  const plan = await database.lists.executeQuery({
    ...(statement as CompiledQuery),
    sql: `explain ${statement?.sql}`,
  })
  const scans = plan.rows
    .map((row) => Object.values(row as object).join(' '))
    .filter((line) => line.includes('Seq Scan'))
  // The few companies of this file are read whole.
  expect(scans.filter((line) => !line.includes('companies'))).toEqual([])
}, 60_000)
