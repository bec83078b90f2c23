import { text } from 'node:stream/consumers'
import {
  assert,
  asyncProperty,
  array,
  boolean,
  constant,
  double,
  maxSafeInteger,
  oneof,
  string,
} from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { administer } from '../../tests/postgres.ts'
import { copyIn, copyLine, copyOut } from './copy.ts'
import type { CopyRow } from './copy.ts'
import { isUnavailable } from './errors.ts'
import { transaction } from './transaction.ts'

const { database, db, connection } = await testDatabase({ poolSize: 2 })
await sql`create table copied (
  id int, name text, amount bigint, ratio float8, yes boolean, tags text[], at timestamptz, extra jsonb, bytes bytea
)`.execute(db)
const columns = ['id', 'name', 'amount', 'ratio', 'yes', 'tags', 'at', 'extra', 'bytes']

const empty = () => sql`truncate copied`.execute(db)
const count = async () => (await sql<{ n: number }>`select count(*) as n from copied`.execute(db)).rows[0]?.n
const numbers = function* (many: number, from = 0): Generator<CopyRow> {
  for (let n = from; n < from + many; n++) yield [n, `name ${n}`]
}

test('every kind of value goes in as itself', async () => {
  await empty()
  const at = new Date('2026-11-22T10:00:00.123Z')
  const row = [
    1,
    'a\tb\\c\nd\re',
    12n,
    0.1,
    true,
    ['x', 'y, "z"', '\\', null, ''],
    at,
    { a: ['\n'] },
    Buffer.from([0, 255]),
  ]
  expect(await copyIn(db, 'copied', columns, [row, [2].concat(Array(8).fill(null))])).toBe(2)
  const { rows } = await sql`select * from copied order by id`.execute(db)
  expect(rows[0]).toEqual({
    id: 1,
    name: 'a\tb\\c\nd\re',
    amount: 12,
    ratio: 0.1,
    yes: true,
    tags: ['x', 'y, "z"', '\\', null, ''],
    at: '2026-11-22T10:00:00.123Z',
    extra: { a: ['\n'] },
    bytes: Buffer.from([0, 255]),
  })
  expect(Object.values(rows[1] ?? {})).toEqual([2, null, null, null, null, null, null, null, null])
})

test('what goes in comes out, whatever the text', async () => {
  const value = string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', ''))
  const rows = array(
    oneof(constant(null), value).chain((name) =>
      maxSafeInteger().chain((amount) =>
        double({ noDefaultInfinity: true }).chain((ratio) =>
          boolean().chain((yes) =>
            array(oneof(constant(null), value)).map((tags) => ({ name, amount, ratio, yes, tags })),
          ),
        ),
      ),
    ),
    { maxLength: 20 },
  )
  await assert(
    asyncProperty(rows, async (wanted) => {
      await empty()
      const lines = wanted.map((row, id) => [id, row.name, row.amount, row.ratio, row.yes, row.tags])
      await copyIn(db, 'copied', columns.slice(0, 6), lines)
      const { rows } = await sql`select name, amount, ratio, yes, tags from copied order by id`.execute(db)
      expect(rows).toEqual(
        wanted.map((row) => ({ ...row, ratio: row.ratio === 0 ? expect.closeTo(0) : row.ratio })),
      )
    }),
    { numRuns: 60 },
  )
})

test('text in COPY’s own format is taken as it is, cut anywhere', async () => {
  await empty()
  const whole = Buffer.from(copyLine([1, 'ä€😀']) + copyLine([2, 'two']))
  async function* pieces() {
    for (const byte of whole) yield Buffer.from([byte])
  }
  expect(await copyIn(db, 'copied', ['id', 'name'], pieces())).toBe(2)
  const { rows } = await sql`select name from copied order by id`.execute(db)
  expect(rows).toEqual([{ name: 'ä€😀' }, { name: 'two' }])
})

test('joins the transaction it is called in', async () => {
  await empty()
  const failing = transaction(db, async (tx) => {
    await copyIn(tx, 'copied', ['id', 'name'], numbers(1000))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await count()).toBe(0)
  await transaction(db, async (tx) => {
    await copyIn(tx, 'copied', ['id', 'name'], numbers(1000))
    await copyIn(tx, 'copied', ['id', 'name'], numbers(1000, 1000))
  })
  expect(await count()).toBe(2000)
})

test('a source that fails leaves nothing, and the connection is good for more', async () => {
  await empty()
  async function* broken() {
    yield* numbers(50_000)
    throw new Error('the file ended early')
  }
  await expect(copyIn(db, 'copied', ['id', 'name'], broken())).rejects.toThrow('the file ended early')
  expect(await count()).toBe(0)
  await expect(copyIn(db, 'copied', ['id'], [['not a number']])).rejects.toThrow(/invalid input syntax/)
  await expect(copyIn(db, 'nowhere', ['id'], numbers(100_000))).rejects.toThrow(/nowhere/)
  expect(await copyIn(db, 'copied', ['id', 'name'], numbers(3))).toBe(3)
})

test('a source is read no faster than the database writes', async () => {
  await empty()
  let ahead = 0
  async function* rows() {
    for (let n = 0; n < 300; n++) {
      ahead++
      yield copyLine([n, 'x'.repeat(100_000)])
    }
  }
  const copying = await transaction(db, async (tx) => {
    await sql`lock table copied in access exclusive mode`.execute(tx)
    const copy = copyIn(database.lists, 'copied', ['id', 'name'], rows())
    const waiting = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like 'copy "copied"%'`
    while ((await waiting.execute(db)).rows.length === 0);
    // The copy waits for the lock, so it can have read no more than fits on the way.
    expect(ahead).toBeLessThan(20)
    return { copy }
  })
  expect(await copying.copy).toBe(300)
})

test('a query comes out as text or CSV, with its parameters', async () => {
  await empty()
  await copyIn(
    db,
    'copied',
    ['id', 'name', 'tags'],
    [
      [1, 'a "quoted", thing', ['x']],
      [2, "it's $1", null],
      [3, 'left out', null],
    ],
  )
  const query = sql`select id, name, '$1' as price from copied
    where id = any(${[1, 2]}::int[]) and name <> ${"o'brien\\"} and ${null}::int is null order by id`
  expect(await text(copyOut(db, query))).toBe('1\ta "quoted", thing\t$1\n2\tit\'s $1\t$1\n')
  expect(await text(copyOut(db, query, 'csv with header'))).toBe(
    'id,name,price\n1,"a ""quoted"", thing",$1\n2,it\'s $1,$1\n',
  )
})

test('inside a transaction the query sees its writes', async () => {
  await empty()
  const seen = await transaction(db, async (tx) => {
    await copyIn(tx, 'copied', ['id', 'name'], numbers(2))
    return text(copyOut(tx, sql`select id from copied order by id`))
  })
  expect(seen).toBe('0\n1\n')
})

test('a mistake in the query arrives in the stream, and a stream left early frees its connection', async () => {
  await expect(text(copyOut(db, sql`select nothing from nowhere`))).rejects.toThrow(/nowhere/)
  const stream = copyOut(database.lists, sql`select repeat('x', 1000) from generate_series(1, 1000000)`)
  for await (const _ of stream) break
  // This pool has a single connection.
  expect((await sql`select 1 as one`.execute(database.lists)).rows).toEqual([{ one: 1 }])
})

test('a connection lost on the way ends the copy in both directions', async () => {
  const killCopies = () =>
    administer(connection, "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'copy%'")
  async function* endless() {
    for (let n = 0; ; n++) {
      yield copyLine([n, 'x'.repeat(10_000)])
      if (n === 5000) await killCopies()
    }
  }
  const lostIn = await copyIn(db, 'copied', ['id', 'name'], endless()).catch((error: unknown) => error)
  expect(isUnavailable(lostIn)).toBe(true)

  const out = copyOut(db, sql`select repeat('x', 1000) from generate_series(1, 1000000)`)
  const lostOut = await (async () => {
    let killed = false
    for await (const _ of out) {
      if (!killed) await killCopies()
      killed = true
    }
    return undefined
  })().catch((error: unknown) => error)
  expect(isUnavailable(lostOut)).toBe(true)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})

test('reading out is not bound by the limit on writing transactions', async () => {
  const { rows } = await sql<{
    limit: string
  }>`select current_setting('transaction_timeout') as limit`.execute(db)
  expect(rows[0]?.limit).not.toBe('0')
  const out = copyOut(
    db,
    sql`select current_setting('transaction_timeout'), current_setting('transaction_read_only')`,
  )
  expect(await text(out)).toBe('0\ton\n')
  expect((await sql`select current_setting('transaction_timeout') as limit`.execute(db)).rows).toEqual(rows)
})
