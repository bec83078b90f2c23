import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { named, people, testImports } from '../../../tests/imports.ts'

const { company, done, rowsOf } = await testImports()

/** A file whose rows fill chunks of 10,000: each chunk is recognised while the one before it is being written. */
const file = (rows: string[]) => `id,name,mail,phone\n${rows.join('\n')}\n`
const row = (id: string, mail: string) => `${id},Somebody,${mail},`
const filling = (name: string, count: number) =>
  Array.from({ length: count }, (_, i) => row(`${name}${i}`, `${name}${i}@ahead.example`))
const ownersOf = (mail: string) =>
  rowsOf(sql<{ ids: string[] }>`select array_agg(e.external_id order by e.external_id) as ids
    from people p join external_ids e on e.record_id = p.id where p.email = ${mail} group by p.id`)

test('who comes again in the next chunk, or the one after it, stays one', async () => {
  const first = filling('a', 10_000)
  const second = [...filling('b', 9_900), ...first.slice(-100)]
  const third = [row('c', 'B7@ahead.example'), row('d', 'a7@ahead.example'), row('e', 'e@ahead.example')]
  const result = await done(people('next', named), { 'people.csv': file([...first, ...second, ...third]) })
  expect(result.counts[0]).toMatchObject({ rows: 20_003, created: 19_901, merged: 102, refused: 0 })
  expect(await ownersOf('b7@ahead.example')).toEqual([{ ids: ['b7', 'c'] }])
  expect(await ownersOf('a7@ahead.example')).toEqual([{ ids: ['a7', 'd'] }])
}, 60_000)

test('what a refused row claimed is free for a row of the next chunk', async () => {
  await done(people('binned', named), { 'people.csv': file([row('x', 'x@binned.example')]) })
  const [{ id } = { id: '' }] = await rowsOf(
    sql<{ id: string }>`select id from people where email = 'x@binned.example'`,
  )
  await company.ask(company.owner, 'DELETE', `/people/${id}`)
  const rows = [row('x', 'free@ahead.example'), ...filling('f', 9_999), row('y', 'free@ahead.example')]
  const result = await done(people('binned', named), { 'people.csv': file(rows) })
  expect(result.counts[0]).toMatchObject({ created: 10_000, refused: 1 })
  expect(await ownersOf('free@ahead.example')).toEqual([{ ids: ['y'] }])
}, 60_000)

test('what refused rows claimed is free two chunks on, also while chunks are written side by side', async () => {
  const bins = Array.from({ length: 4 }, (_, i) => row(`s${i}`, `s${i}@sides.example`))
  await done(people('sides', named), { 'people.csv': file(bins) })
  const binned = await rowsOf(sql<{ id: string }>`select id from people where email like 's_@sides.example'`)
  for (const { id } of binned) await company.ask(company.owner, 'DELETE', `/people/${id}`)
  // Each chunk begins with a row that is refused, and has what the refused rows of those before it claimed.
  const chunks = bins.map((_, i) => [
    row(`s${i}`, `claimed${i}@sides.example`),
    ...filling(`side${i}x`, 9_998),
    row(`t${i}`, i > 1 ? `claimed${i - 2}@sides.example` : `t${i}@sides.example`),
  ])
  const result = await done(people('sides', named), { 'people.csv': file(chunks.flat()) })
  expect(result.counts[0]).toMatchObject({ rows: 40_000, created: 39_996, refused: 4, merged: 0 })
  expect(await ownersOf('claimed0@sides.example')).toEqual([{ ids: ['t2'] }])
  expect(await ownersOf('claimed1@sides.example')).toEqual([{ ids: ['t3'] }])
  expect(await ownersOf('claimed2@sides.example')).toEqual([])
}, 60_000)

test('a try-out whose first chunk has refusals writes nothing of any chunk', async () => {
  await done(people('tried', named), { 'people.csv': file([row('x', 'x@tried.example')]) })
  const [{ id } = { id: '' }] = await rowsOf(
    sql<{ id: string }>`select id from people where email = 'x@tried.example'`,
  )
  await company.ask(company.owner, 'DELETE', `/people/${id}`)
  const count = () =>
    rowsOf(sql`select (select count(*) from people) as people, (select count(*) from events) as events`)
  const before = await count()
  const rows = [row('x', 'taken@tried.example'), ...filling('t', 20_500), row('y', 'taken@tried.example')]
  const result = await done(people('tried', named), { 'people.csv': file(rows) }, 'check')
  expect(result.counts[0]).toMatchObject({ rows: 20_502, created: 20_501, refused: 1 })
  expect(await count()).toEqual(before)
}, 60_000)
