import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { silent } from '../db/log.ts'
import { transaction } from '../db/transaction.ts'
import { system } from '../http/caller.ts'
import { openLive } from './live.ts'
import type { Position, StoredEvent } from './read.ts'
import { record } from './record.ts'

const { database, db } = await testDatabase({ poolSize: 16 })
const live = await openLive(database, silent, 25)
afterAll(() => live.close())

test('whoever joins from any place on, while others write slow and fast, gets all after it once and in order', async () => {
  const told: StoredEvent[] = []
  await live.subscribe((events) => void told.push(...events))
  const start: Position = { tx: 0, id: '00000000-0000-0000-0000-000000000000' }
  const readers: { since: Position; got: StoredEvent[] }[] = []
  const work = { writing: true }

  const writer = async (n: number) => {
    for (let i = 0; i < 30; i++) {
      await transaction(db, async (tx) => {
        const events = Array.from({ length: 1 + ((n + i) % 4) }, () => ({
          type: 'person.updated' as const,
          subject: { type: 'person', id: randomUUID(), version: 1 },
        }))
        await record(tx, system('api'), new Date().toISOString(), events)
        if (n % 2) await sql`select pg_sleep(${0.001 + (i % 4) * 0.004})`.execute(tx)
      })
      database.notify('ledger')
    }
  }
  const joining = (async () => {
    for (let i = 0; work.writing; i++) {
      const known = told[Math.floor((told.length * (i % 10)) / 10)]
      const reader = { since: known ? { tx: known.tx, id: known.id } : start, got: [] as StoredEvent[] }
      await live.subscribe((events) => void reader.got.push(...events), reader.since)
      readers.push(reader)
    }
  })()
  await Promise.all(Array.from({ length: 8 }, (_, n) => writer(n)))
  work.writing = false
  await joining

  const all = (await sql<{ id: string; tx: number }>`select id, tx from events order by tx, id`.execute(db))
    .rows
  const after = ({ tx, id }: Position) =>
    all.filter((event) => event.tx > tx || (event.tx === tx && event.id > id)).map((event) => event.id)
  await expect.poll(() => told.length, { timeout: 10_000 }).toBe(all.length)
  expect(told.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
  expect(readers.length).toBeGreaterThan(10)
  for (const { since, got } of readers) expect(got.map(({ id }) => id)).toEqual(after(since))
})

test('whoever has left hears nothing more', async () => {
  const heard: StoredEvent[] = []
  const others: StoredEvent[] = []
  const leave = await live.subscribe((events) => void heard.push(...events))
  await live.subscribe((events) => void others.push(...events))
  leave()
  await record(db, system('api'), new Date().toISOString(), [
    { type: 'person.updated', subject: { type: 'person', id: randomUUID(), version: 1 } },
  ])
  await expect.poll(() => others.length, { timeout: 10_000 }).toBe(1)
  expect(heard).toEqual([])
})
