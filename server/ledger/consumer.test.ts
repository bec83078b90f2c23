import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { openDatabase, type Db } from '../db/database.ts'
import { silent } from '../db/log.ts'
import { transaction } from '../db/transaction.ts'
import { system } from '../http/caller.ts'
import { consume, replayFrom, runConsumers, type Consumer } from './consumer.ts'
import { endOfLedger, eventsAfter, type StoredEvent } from './read.ts'
import { record, type NewEvent } from './record.ts'

const { database, db, connection } = await testDatabase({ poolSize: 24 })
/** Another process on the same database. */
const other = openDatabase({ connection, poolSize: 4, applicationName: 'other' })
afterAll(() => other.close())

await sql`create table seen (event_id uuid not null, consumer text not null, place bigserial)`.execute(db)
beforeEach(async () => {
  await sql`truncate events, seen, ledger_cursors`.execute(db)
})

const event = (): NewEvent => ({
  type: 'person.updated',
  subject: { type: 'person', id: randomUUID(), version: 1 },
})
const write = (tx: Db, count = 1) =>
  record(tx, system('api'), new Date().toISOString(), Array.from({ length: count }, event))

const soon = { timeout: 10_000, interval: 10 }

/** A consumer whose effect can be counted. */
const follower = (name = 'follower', batch?: number): Consumer => ({
  name,
  ...(batch ? { batch } : {}),
  handle: async (tx, events) => {
    await sql`insert into seen (event_id, consumer) select id, ${name} from unnest(${events.map(({ id }) => id)}::uuid[]) as id`.execute(
      tx,
    )
  },
})

const idsOf = async (statement: string) =>
  (await sql<{ id: string }>`${sql.raw(statement)}`.execute(db)).rows.map(({ id }) => id)
const written = () => idsOf('select id from events order by tx, id')
const seen = (name = 'follower') =>
  idsOf(`select event_id as id from seen where consumer = '${name}' order by place`)

/** Until nothing is left before the horizon, which other databases of this cluster may hold back for a moment. */
async function drain(consumer: Consumer): Promise<void> {
  await expect
    .poll(async () => {
      for (;;) {
        const handled = await consume(db, consumer)
        if (!handled) break
      }
      return (await seen(consumer.name)).length
    }, soon)
    .toBe((await written()).length)
}

test('slow and fast transactions interleaved: nothing is skipped and nothing seen twice, in commit order', async () => {
  const work = { writing: true }
  let committed = 0
  const writer = async (slow: boolean, rounds: number) => {
    for (let i = 0; i < rounds; i++) {
      const fails = i % 7 === 3
      await transaction(db, async (tx) => {
        await write(tx, 1 + (i % 3))
        // The slow ones have their ids early and commit late.
        if (slow) await sql`select pg_sleep(${0.002 + (i % 5) * 0.006})`.execute(tx)
        if (fails) throw new Error('rolled back')
      }).then(
        () => (committed += 1 + (i % 3)),
        () => undefined,
      )
    }
  }
  const consumers = [database.db, other.db].map(async (on) => {
    const consumer = follower('follower', 17)
    while (work.writing) await consume(on, consumer)
  })
  /** What everybody writes first: a cursor over ids, of what is there already. */
  const plain = { seen: new Set<string>(), last: '00000000-0000-0000-0000-000000000000' }
  const naive = (async () => {
    while (work.writing) {
      const { rows } = await sql<{
        id: string
      }>`select id from events where id > ${plain.last} order by id limit 17`.execute(other.db)
      for (const { id } of rows) plain.seen.add(id)
      plain.last = rows.at(-1)?.id ?? plain.last
    }
  })()
  await Promise.all([
    ...Array.from({ length: 8 }, () => writer(true, 18)),
    ...Array.from({ length: 4 }, () => writer(false, 90)),
  ])
  work.writing = false
  await Promise.all([...consumers, naive])
  await drain(follower())

  const all = await written()
  const skipped = all.filter((id) => !plain.seen.has(id) && id < plain.last).length
  const message = `of ${all.length} events a cursor over ids alone would have skipped ${skipped}`
  expect(all.length, message).toBe(committed)
  expect(await seen(), message).toEqual(all)
  // Otherwise this test has shown nothing.
  expect(skipped, message).toBeGreaterThan(0)
})

describe('a consumer that dies', () => {
  const deaths: Record<string, (run: () => Promise<void>, tx: Db) => Promise<void>> = {
    'before its effect': () => Promise.reject(new Error('died')),
    'after its effect': async (run) => {
      await run()
      throw new Error('died')
    },
    'with its connection, before its effect': async (run, tx) => {
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
      await run()
    },
    'with its connection, after its effect': async (run, tx) => {
      await run()
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
    },
    'with its connection, noticed only at the commit': async (run, tx) => {
      await run()
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(other.db)
    },
  }

  test.each(Object.keys(deaths))('%s repeats nothing and loses nothing', async (kind) => {
    for (let i = 0; i < 5; i++) await write(db, 10)
    const healthy = follower('follower', 10)
    let batches = 0
    const dying: Consumer = {
      ...healthy,
      handle: (tx, events) =>
        batches++ % 2 === 0
          ? (deaths[kind] as (typeof deaths)[string])(() => healthy.handle(tx, events), tx)
          : healthy.handle(tx, events),
    }
    let died = 0
    await expect
      .poll(async () => {
        await consume(db, dying).catch(() => died++)
        return (await seen()).length
      }, soon)
      .toBe(50)
    expect(died).toBe(5)
    await drain(healthy)
    expect(await seen()).toEqual(await written())
  })

  test('is tried again by itself, and everything after it still comes', async () => {
    const healthy = follower()
    let attempts = 0
    const moody: Consumer = {
      ...healthy,
      handle: (tx, events) =>
        attempts++ < 3 ? Promise.reject(new Error('not today')) : healthy.handle(tx, events),
    }
    const errors: string[] = []
    const running = await runConsumers(
      database,
      [moody],
      { ...silent, error: (message) => errors.push(message) },
      20,
    )
    await write(db, 5)
    await expect.poll(async () => (await seen()).length, soon).toBe(5)
    await running.stop()
    expect(errors).toHaveLength(3)
  })
})

describe('following', () => {
  test('wakes at a notice, long before the next look', async () => {
    const running = await runConsumers(database, [follower('a'), follower('b')], silent, 60_000)
    await write(db, 3)
    // Events wait for older transactions of the whole cluster, so somebody may have to say it again.
    await expect
      .poll(async () => {
        database.notify('ledger')
        return [(await seen('a')).length, (await seen('b')).length]
      }, soon)
      .toEqual([3, 3])
    await running.stop()
  })

  test('finds by itself what it was not told of', async () => {
    const running = await runConsumers(database, [follower()], silent, 20)
    await write(db, 3)
    await expect.poll(async () => (await seen()).length, soon).toBe(3)
    await running.stop()
    await write(db)
    expect(await seen()).toHaveLength(3)
  })

  test('is one process’s at a time: the other is told that it is in hand', async () => {
    await write(db, 4)
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    let entered = (): void => undefined
    const inside = new Promise<void>((resolve) => (entered = resolve))
    const slow: Consumer = {
      ...follower(),
      handle: async (tx, events) => {
        entered()
        await held
        await follower().handle(tx, events)
      },
    }
    const first = (async () => {
      while (!(await consume(db, slow))) continue
    })()
    await inside
    expect(await consume(other.db, slow)).toBeNull()
    release()
    await first
    await drain(follower())
    expect(await seen()).toEqual(await written())
  })
})

describe('replay', () => {
  test('from the beginning shows all once more, from a place what comes after it', async () => {
    for (let i = 0; i < 4; i++) await write(db, 5)
    await drain(follower())
    const all = await written()
    await sql`truncate seen`.execute(db)
    await replayFrom(db, 'follower')
    await drain(follower())
    expect(await seen()).toEqual(all)

    const middle = (await sql<StoredEvent>`select id, tx from events where id = ${all[7]}`.execute(db))
      .rows[0] as StoredEvent
    await sql`truncate seen`.execute(db)
    await replayFrom(db, 'follower', { tx: middle.tx, id: middle.id })
    await expect
      .poll(async () => {
        await consume(db, follower())
        return (await seen()).length
      }, soon)
      .toBe(12)
    expect(await seen()).toEqual(all.slice(8))
  })

  test('can begin a new consumer at the end', async () => {
    await write(db, 5)
    await drain(follower('old'))
    await replayFrom(db, 'new', await endOfLedger(db))
    await write(db, 2)
    await expect
      .poll(async () => {
        await consume(db, follower('new'))
        return (await seen('new')).length
      }, soon)
      .toBe(2)
    expect(await seen('new')).toEqual((await written()).slice(5))
  })
})

test('an event is not read while an older transaction may still write before it', async () => {
  const start = await endOfLedger(db)
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  let begun = (): void => undefined
  const open = new Promise<void>((resolve) => (begun = resolve))
  const older = transaction(db, async (tx) => {
    await write(tx)
    begun()
    await held
  })
  await open
  await write(db)
  expect(await eventsAfter(db, start, 10)).toEqual([])
  release()
  await older
  await expect.poll(async () => (await eventsAfter(db, start, 10)).length, soon).toBe(2)
})
