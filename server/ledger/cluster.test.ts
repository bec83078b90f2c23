import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { system } from '../http/caller.ts'
import { settleCluster } from './cluster.ts'
import { consume } from './consumer.ts'
import { eventsAfter } from './read.ts'
import { record } from './record.ts'

const { db } = await testDatabase()

/** Far above the transaction ids that this cluster gives. */
const high = 5_000_000_000_000

const write = () =>
  record(db, system('api'), new Date().toISOString(), [
    { type: 'person.updated', subject: { type: 'person', id: randomUUID(), version: 1 } },
  ])
/** Of the events as they were written: ids made within one millisecond say nothing of that. */
const places = async () =>
  (await sql<{ tx: number }>`select tx from events order by recorded_at`.execute(db)).rows.map(({ tx }) => tx)
const offset = async () =>
  (await sql<{ offset: number }>`select ledger_offset() as offset`.execute(db)).rows[0]?.offset

/** As the database is when it was restored from another cluster, whose transactions had got further. */
async function restored(top = high) {
  await sql`truncate events, ledger_cursors`.execute(db)
  for (const tx of [top - 2, top - 1, top])
    await sql`insert into events (tx, type, origin, subject_type, subject_id) values (${tx}, 'person.updated', 'api', 'person', new_id())`.execute(
      db,
    )
  await sql`insert into ledger_cluster (system_identifier) values (42) on conflict (id) do update set system_identifier = 42`.execute(
    db,
  )
}

beforeEach(async () => {
  await sql`truncate events, ledger_cursors, ledger_cluster`.execute(db)
  await sql`create or replace function ledger_offset() returns bigint language sql stable parallel safe as 'select 0::bigint'`.execute(
    db,
  )
})

test('a first start, and every further one in the same cluster, moves nothing', async () => {
  expect(await settleCluster(db)).toBe('same')
  await write()
  expect(await settleCluster(db)).toBe('same')
  expect(await offset()).toBe(0)
})

test('without settling, events after a restore would come before those restored, and be lost to their followers', async () => {
  await restored()
  await write()
  const [, , last, now] = await places()
  expect(now).toBeLessThan(last as number)
})

test('in another cluster the order goes on after what was restored, and followers miss nothing', async () => {
  await restored()
  const handled: string[] = []
  const follower = {
    name: 'f',
    handle: (_: unknown, events: { id: string }[]) =>
      Promise.resolve(void handled.push(...events.map(({ id }) => id))),
  }
  // It had followed all but the last in the old cluster.
  await sql`insert into ledger_cursors (consumer, tx, event_id) select 'f', tx, id from events where tx = ${high - 1}`.execute(
    db,
  )

  expect(await settleCluster(db)).toBe('moved')
  await write()
  await write()
  const tx = await places()
  expect(tx.slice(3).every((place) => place > high)).toBe(true)
  expect(tx).toEqual(tx.toSorted((a, b) => a - b))
  await expect
    .poll(
      async () => {
        await consume(db, follower)
        return handled.length
      },
      { timeout: 10_000 },
    )
    .toBe(3)
  expect(handled).toEqual(
    (
      await sql<{ id: string }>`select id from events where tx >= ${high} order by tx, id`.execute(db)
    ).rows.map(({ id }) => id),
  )
  expect(await settleCluster(db)).toBe('same')
})

test('of several processes at the start of one restore, one moves the ledger', async () => {
  await restored()
  const answers = await Promise.all(Array.from({ length: 4 }, () => settleCluster(db)))
  expect(answers.sort()).toEqual(['moved', 'same', 'same', 'same'])
  expect(await offset()).toBe(high + 1)
})

test('restored again into a third cluster, it goes on after the second', async () => {
  await restored()
  await settleCluster(db)
  await write()
  const second = (await places()).at(-1) as number
  await sql`update ledger_cluster set system_identifier = 43`.execute(db)
  expect(await settleCluster(db)).toBe('moved')
  await write()
  expect((await places()).at(-1)).toBeGreaterThan(second)
  await expect
    .poll(
      async () =>
        (await eventsAfter(db, { tx: second - 1, id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' }, 10)).length,
      { timeout: 10_000 },
    )
    .toBe(2)
})

test('an empty ledger that moves has nothing to come after', async () => {
  await settleCluster(db)
  await sql`update ledger_cluster set system_identifier = 43`.execute(db)
  expect(await settleCluster(db)).toBe('moved')
  expect(await offset()).toBe(1)
})
