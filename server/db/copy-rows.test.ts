import {
  array,
  assert,
  asyncProperty,
  bigInt,
  boolean,
  constant,
  date,
  double,
  json,
  oneof,
  string,
  tuple,
  uuid,
  type Arbitrary,
} from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { copyRows, packIds, packRows, type CopyType, type Row } from './copy-rows.ts'
import { transaction } from './transaction.ts'

const { db } = await testDatabase({ poolSize: 2 })

const columns: Record<string, CopyType> = {
  id: 'uuid',
  name: 'text',
  place: 'integer',
  amount: 'bigint',
  ratio: 'double precision',
  yes: 'boolean',
  at: 'timestamptz',
  day: 'date',
  tags: 'text[]',
  extra: 'jsonb',
}
const names = Object.keys(columns)
const types = Object.values(columns)
await sql
  .raw(
    `create table copied (n int generated always as identity, ${names.map((name) => `${name} ${columns[name]}`).join(', ')})`,
  )
  .execute(db)

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const empty = () => sql`truncate copied`.execute(db)
const copied = async () =>
  (await sql<Record<string, unknown>>`select ${sql.raw(names.join(', '))} from copied order by n`.execute(db))
    .rows

test('every kind of value goes in as itself', async () => {
  await empty()
  const row: Row = [
    '0198c0de-0000-7000-8000-00000000abcd',
    'a\tb\\c\nd\re ä€😀',
    -3,
    '-9007199254740991',
    0.1,
    true,
    '2026-11-22T10:00:00.123Z',
    '1969-07-20',
    ['x', 'y, "z"', '\\', null, ''],
    { a: ['\n'] },
  ]
  const nothing: Row = names.map(() => null)
  expect(await copyRows(db, 'copied', names, [packRows(types, [row, nothing])])).toBe(2)
  expect((await copied()).map((found) => Object.values(found))).toEqual([
    row.map((value) => (value === '-9007199254740991' ? Number(value) : value)),
    nothing,
  ])
})

test('what goes in comes out, whatever it is and however it is divided', async () => {
  const text = string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '').toWellFormed())
  const long = text.map((value) => value.repeat(40))
  const ordinary = { min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z') }
  const moment = date({ ...ordinary, noInvalidDate: true })
  const kinds: Arbitrary<unknown>[] = [
    uuid(),
    oneof(text, long),
    bigInt(-(2n ** 31n), 2n ** 31n - 1n).map(Number),
    bigInt(BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)).map(Number),
    double({ noNaN: true, noDefaultInfinity: true }),
    boolean(),
    moment.map((at) => at.toISOString()),
    moment.map((at) => at.toISOString().slice(0, 10)),
    array(oneof(constant(null), text)),
    // The database keeps no zero character and no half of one that takes two.
    json().map((content) => JSON.parse(content.replaceAll(/\\u[0d][0-9a-f]{3}/gi, '')) as unknown),
  ]
  const row = tuple(
    ...kinds.map((kind) => oneof({ weight: 1, arbitrary: constant(null) }, { weight: 9, arbitrary: kind })),
  )
  const parts = array(array(row, { maxLength: 6 }), { maxLength: 4 })
  await assert(
    asyncProperty(parts, async (wanted) => {
      await empty()
      await copyRows(
        db,
        'copied',
        names,
        wanted.map((rows) => packRows(types, rows as Row[])),
      )
      const given = wanted
        .flat()
        .map((values) => Object.fromEntries(names.map((name, i) => [name, values[i]])))
      // JSON has no -0, and the order of its keys says nothing.
      expect(plain(await copied())).toEqual(plain(given))
    }),
    { numRuns: 100 },
  )
})

test('more than one piece of memory holds, and a row larger than it', async () => {
  await empty()
  const rows = Array.from({ length: 300 }, (_, i): Row => [`${i} ${'x'.repeat(10_000)}`])
  const huge: Row = ['ü'.repeat(3_000_000)]
  const pieces = [packRows(['text'], rows), packRows(['text'], [huge]), packRows(['text'], rows)]
  expect(await copyRows(db, 'copied', ['name'], pieces)).toBe(601)
  const { rows: found } = await sql<{
    length: number
  }>`select length(name) from copied where n > 0 order by n`.execute(db)
  expect(found.map(({ length }) => length)).toEqual(
    [...rows, huge, ...rows].map(([name]) => (name as string).length),
  )
})

test.each<[CopyType, unknown]>([
  ['uuid', '0198c0de-0000-7000-8000-00000000abc'],
  ['uuid', '0198c0de-0000-7000-8000-00000000abcg'],
  ['uuid', '0198c0de-0000-7000-8000-00000000abc€'],
  ['integer', 2 ** 31],
  ['integer', 1.5],
  ['bigint', '9223372036854775808'],
  ['bigint', 0.5],
  ['double precision', 'many'],
  ['timestamptz', 'yesterday'],
  ['date', '2026-02-40'],
])('no %s is made of %j', (type, value) => {
  expect(() => packRows([type], [[value as string]])).toThrow(RangeError)
})

test('what one call leaves half done is not in the next', async () => {
  await empty()
  expect(() => packRows(['text', 'integer'], [['left', 1], ['over', 0.5]])).toThrow(RangeError) // prettier-ignore
  expect(
    await copyRows(db, 'copied', ['name', 'place'], [packRows(['text', 'integer'], [['whole', 1]])]),
  ).toBe(1)
  expect(await copied()).toMatchObject([{ name: 'whole', place: 1 }])
})

test('joins the transaction it is called in', async () => {
  await empty()
  const failing = transaction(db, async (tx) => {
    await copyRows(tx, 'copied', ['place'], [packRows(['integer'], [[1]])])
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await copied()).toEqual([])
})

test('a mistake is told, and the connection is good for more', async () => {
  await empty()
  await expect(copyRows(db, 'nowhere', ['place'], [packRows(['integer'], [[1]])])).rejects.toThrow(/nowhere/)
  await expect(copyRows(db, 'copied', ['amount'], [packRows(['integer'], [[1]])])).rejects.toThrow(
    /insufficient data/,
  )
  expect(await copyRows(db, 'copied', ['place'], [])).toBe(0)
  expect(await copyRows(db, 'copied', ['place'], [packRows(['integer'], [[1]])])).toBe(1)
})

test('ids are a parameter', async () => {
  const ids = ['0198c0de-0000-7000-8000-00000000abcd', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  for (const some of [ids, []]) {
    const { rows } = await sql<{ ids: string[] }>`select ${packIds(some)}::uuid[] as ids`.execute(db)
    expect(rows[0]?.ids).toEqual(some)
  }
})
