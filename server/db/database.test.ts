import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { administer } from '../../tests/postgres.ts'
import { openDatabase } from './database.ts'
import type { Db } from './database.ts'
import { isUnavailable } from './errors.ts'
import { transaction } from './transaction.ts'

const { database, db, connection } = await testDatabase()
const rowsOf = async <Row>(on: Db, query: ReturnType<typeof sql<Row>>) => (await query.execute(on)).rows

await sql`create table counted (n int primary key, team text not null default 'one')`.execute(db)

test('values arrive as the product counts and writes them', async () => {
  const rows = await rowsOf(
    db,
    sql`select
      9007199254740991::bigint as money, '12.50'::numeric as exact, '2026-11-22'::date as day,
      '2026-11-22 11:00:00+01'::timestamptz as whole, '2026-11-22 10:00:00.123456Z'::timestamptz as fine,
      '2026-11-22 10:00:00.5Z'::timestamptz as half, '{"a": [1]}'::jsonb as json,
      '{1,null}'::bigint[] as numbers, '{2026-11-22}'::date[] as days,
      '{"2026-11-22 10:00Z"}'::timestamptz[] as moments`,
  )
  expect(rows).toEqual([
    {
      money: 9007199254740991,
      exact: '12.50',
      day: '2026-11-22',
      whole: '2026-11-22T10:00:00.000Z',
      fine: '2026-11-22T10:00:00.123456Z',
      half: '2026-11-22T10:00:00.500Z',
      json: { a: [1] },
      numbers: [1, null],
      days: ['2026-11-22'],
      moments: ['2026-11-22T10:00:00.000Z'],
    },
  ])
})

test('a number that JavaScript cannot hold exactly is refused, not rounded', async () => {
  await expect(sql`select 9007199254740992::bigint`.execute(db)).rejects.toThrow(/too large/)
  expect(await rowsOf(db, sql`select 1 as one`)).toEqual([{ one: 1 }])
})

test('a moment survives the way there and back to the microsecond', async () => {
  const text = '2026-03-29T01:00:00.000001Z'
  expect(await rowsOf(db, sql`select ${text}::timestamptz as moment`)).toEqual([{ moment: text }])
})

test('statements are prepared once for a connection, and a connection holds a limited number', async () => {
  const prepared = await transaction(db, async (tx) => {
    for (let n = 0; n < 3; n++) await sql`select ${n}::int as same`.execute(tx)
    const few = await rowsOf(
      tx,
      sql<{ n: number }>`select count(*) as n from pg_prepared_statements where statement like '%as same'`,
    )
    for (let n = 0; n < 700; n++) await sql`select ${n}::int as ${sql.ref(`other${n}`)}`.execute(tx)
    const many = await rowsOf(tx, sql<{ n: number }>`select count(*) as n from pg_prepared_statements`)
    return { same: few[0]?.n, all: many[0]?.n ?? 0 }
  })
  expect(prepared.same).toBe(1)
  expect(prepared.all).toBeLessThanOrEqual(300)
})

test('statements under way when a connection forgets its statements still run', async () => {
  const sums = await transaction(db, (tx) =>
    Promise.all(
      Array.from({ length: 900 }, (_, n) =>
        rowsOf(tx, sql<{ n: number }>`select ${n}::int as n, ${sql.lit(n % 450)}`),
      ),
    ),
  )
  expect(sums.map(([row]) => row?.n)).toEqual(Array.from({ length: 900 }, (_, n) => n))
})

test('lists are planned for their values, whatever came before', async () => {
  await sql`insert into counted select n, case when n <= 20000 then 'large' else 'small' end
    from generate_series(1, 20010) n`.execute(db)
  await sql`create index on counted (team)`.execute(db)
  await sql`analyze counted`.execute(db)
  // A statement with parameters cannot be explained, so the plans of the prepared one are counted instead.
  const plans = (on: Db) =>
    on.connection().execute(async (one) => {
      for (let i = 0; i < 10; i++)
        await sql`select count(*) from counted where team = ${'large'}`.execute(one)
      return rowsOf(
        one,
        sql`select generic_plans, custom_plans from pg_prepared_statements where statement like '%from counted where team%'`,
      )
    })
  expect(await plans(database.lists)).toEqual([{ generic_plans: 0, custom_plans: 10 }])
})

test('a transaction is kept or dropped as one, and a nested one joins it', async () => {
  const failing = transaction(db, async (tx) => {
    await sql`insert into counted values (-1)`.execute(tx)
    await transaction(tx, (inner) => sql`insert into counted values (-2)`.execute(inner))
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  await transaction(db, async (tx) => {
    await transaction(tx, (inner) => sql`insert into counted values (-3)`.execute(inner))
  })
  expect(await rowsOf(db, sql`select n from counted where n < 0`)).toEqual([{ n: -3 }])
})

test('a transaction left open too long is ended by the server', async () => {
  const hasty = openDatabase({ connection, poolSize: 1, maxTransactionSeconds: 0.2 })
  const left = transaction(hasty.db, async (tx) => {
    await sql`insert into counted values (-4)`.execute(tx)
    await sql`select pg_sleep(30)`.execute(tx)
  })
  await expect(left).rejects.toThrow(/timeout|terminat/i)
  expect(await rowsOf(hasty.db, sql`select n from counted where n = -4`)).toEqual([])
  await hasty.close()
})

test('a lost connection is told as such, ends no process, and the next request finds a new one', async () => {
  const error = await transaction(db, async (tx) => {
    const [row] = await rowsOf(tx, sql<{ pid: number }>`select pg_backend_pid() as pid`)
    await administer(connection, `select pg_terminate_backend(${row?.pid})`)
    await sql`select 1`.execute(tx)
  }).catch((thrown: unknown) => thrown)
  expect(isUnavailable(error)).toBe(true)
  expect(await rowsOf(db, sql`select 1 as one`)).toEqual([{ one: 1 }])
})

test.each([
  ['nobody listens on the port', { host: '127.0.0.1', port: 1 }],
  ['the socket is missing', { host: '/tmp/there-is-no-such-folder' }],
  ['the name is unknown', { host: 'no-such-host.invalid' }],
])('%s: unavailable', async (_, place) => {
  const nowhere = openDatabase({ connection: { ...connection, ...place } })
  const error = await sql`select 1`.execute(nowhere.db).catch((thrown: unknown) => thrown)
  expect(isUnavailable(error)).toBe(true)
  await nowhere.close()
})

test('mistakes in a statement are not taken for a lost database', async () => {
  for (const wrong of [
    sql`select 1 / 0`,
    sql`select nothing from nowhere`,
    sql`insert into counted values (1)`,
  ]) {
    const error = await wrong.execute(db).catch((thrown: unknown) => thrown)
    expect(isUnavailable(error)).toBe(false)
  }
})

test('notices reach other processes, the latest of many in one', async () => {
  const other = openDatabase({ connection })
  const heard: string[] = []
  const enough = new Promise<void>((resolve) => {
    void other
      .listen('news', (payload) => {
        heard.push(payload)
        if (payload === 'last') resolve()
      })
      .then(() => {
        for (let n = 1; n <= 50; n++) database.notify('news', String(n))
        database.notify('news', 'last')
      })
  })
  await enough
  expect(heard).toEqual(['last'])
  await other.close()
})

test('after a lost connection listeners are told to look, and hear again', async () => {
  const heard: string[] = []
  let wake = (): void => undefined
  const until = async (payload: string) => {
    while (!heard.includes(payload)) await new Promise<void>((resolve) => (wake = resolve))
  }
  const listener = openDatabase({ connection, applicationName: 'listener' })
  await listener.listen('again', (payload) => {
    heard.push(payload)
    wake()
  })
  await administer(
    connection,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'listener listen'",
  )
  await until('')
  listener.notify('again', 'hello')
  await until('hello')
  expect(heard).toEqual(['', 'hello'])
  await listener.close()
})

test('who has left hears nothing more', async () => {
  const heard: string[] = []
  const leave = await database.listen('door', (payload) => heard.push(payload))
  await leave()
  const stay = new Promise<string>(
    (resolve) =>
      void database.listen('end', resolve).then(() => {
        database.notify('door', 'knock')
        database.notify('end', 'end')
      }),
  )
  await stay
  expect(heard).toEqual([])
})

test('a notice waiting to be sent is sent before the database closes', async () => {
  const heard = new Promise<string>(
    (resolve) =>
      void database.listen('last-words', resolve).then(async () => {
        const brief = openDatabase({ connection })
        brief.notify('last-words', 'goodbye')
        await brief.close()
      }),
  )
  expect(await heard).toBe('goodbye')
})
