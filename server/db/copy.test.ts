import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { administer } from '../../tests/postgres.ts'
import { copyIn, copyOut } from './copy.ts'
import { isUnavailable } from './errors.ts'
import { transaction } from './transaction.ts'

const { database, db, connection } = await testDatabase({ poolSize: 2 })
await sql`create table copied (id int, name text, tags text[])`.execute(db)

const empty = () => sql`truncate copied`.execute(db)
const count = async () => (await sql<{ n: number }>`select count(*) as n from copied`.execute(db)).rows[0]?.n
const numbers = function* (many: number, from = 0): Generator<string> {
  for (let n = from; n < from + many; n++) yield `${n}\tname ${n}\n`
}

test('text in COPY’s own format is taken as it is, cut anywhere', async () => {
  await empty()
  const whole = Buffer.from('1\tä€😀\n2\ttwo\n')
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
  await expect(copyIn(db, 'copied', ['id'], ['not a number\n'])).rejects.toThrow(/invalid input syntax/)
  await expect(copyIn(db, 'nowhere', ['id'], numbers(100_000))).rejects.toThrow(/nowhere/)
  expect(await copyIn(db, 'copied', ['id', 'name'], numbers(3))).toBe(3)
})

test('a source is read no faster than the database writes', async () => {
  await empty()
  let ahead = 0
  async function* rows() {
    for (let n = 0; n < 300; n++) {
      ahead++
      yield `${n}\t${'x'.repeat(100_000)}\n`
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
    ['1\ta "quoted", thing\t{x}\n', "2\tit's $1\t\\N\n", '3\tleft out\t\\N\n'],
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
      yield `${n}\t${'x'.repeat(10_000)}\n`
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
