import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'
import { causeOf, type Log } from '../db/log.ts'
import { transaction } from '../db/transaction.ts'
import { endOfLedger, eventsAfter, type Position, type StoredEvent } from './read.ts'

/**
 * Something that follows the ledger. `handle` gets each event once, in commit order, in the transaction that moves the
 * cursor: its effects inside the database happen exactly once. What leaves the database goes by a job added in `tx`.
 */
export interface Consumer {
  name: string
  handle(tx: Db, events: StoredEvent[]): Promise<void>
  batch?: number
  /** Whether nothing asks for it at present: then it passes over what there is, without reading it. */
  idle?(tx: Db): Promise<boolean>
}

/** Where a consumer that has never run begins: at the ledger's first event. */
const beginning: Position = { tx: -1, id: '00000000-0000-0000-0000-000000000000' }

const usualBatch = 1_000
const restMs = 100

/** Reads and handles one batch. The number of events; null when another process has the consumer in hand. */
export async function consume(db: Db, consumer: Consumer): Promise<number | null> {
  const handled = await take(db, consumer)
  if (handled !== null) return handled
  // Another process has it in hand, or there is none yet.
  await sql`insert into ledger_cursors (consumer, tx, event_id) values (${consumer.name}, ${beginning.tx}, ${beginning.id})
    on conflict do nothing`.execute(db)
  return take(db, consumer)
}

async function take(db: Db, consumer: Consumer): Promise<number | null> {
  return transaction(db, async (tx) => {
    // The lock is a statement of its own: the next one then sees all that committed before the lock was had.
    const { rows } = await sql<{ tx: number; event_id: string }>`
      select tx, event_id from ledger_cursors where consumer = ${consumer.name} for update skip locked`.execute(
      tx,
    )
    const cursor = rows[0]
    if (!cursor) return null
    if (consumer.idle && (await passedOver(tx, consumer, cursor.tx))) return 0
    const events = await eventsAfter(tx, { tx: cursor.tx, id: cursor.event_id }, consumer.batch ?? usualBatch)
    const last = events.at(-1)
    if (!last) return 0
    await consumer.handle(tx, events)
    await sql`update ledger_cursors set tx = ${last.tx}, event_id = ${last.id}, moved_at = now()
      where consumer = ${consumer.name}`.execute(tx)
    return events.length
  })
}

/**
 * Moves an idle consumer to the end of what is complete. The end is taken first: whoever gives it something to do
 * afterwards commits later than all that is passed over.
 */
async function passedOver(tx: Db, consumer: Consumer, position: number): Promise<boolean> {
  const end = await endOfLedger(tx)
  if (!(await consumer.idle?.(tx))) return false
  if (end.tx > position)
    await sql`update ledger_cursors set tx = ${end.tx}, event_id = ${end.id}, moved_at = now()
      where consumer = ${consumer.name}`.execute(tx)
  return true
}

/** Sets a consumer back (or forward): it next reads what comes after this position. */
export async function replayFrom(db: Db, name: string, position: Position = beginning): Promise<void> {
  await sql`insert into ledger_cursors (consumer, tx, event_id) values (${name}, ${position.tx}, ${position.id})
    on conflict (consumer) do update set tx = excluded.tx, event_id = excluded.event_id, moved_at = now()`.execute(
    db,
  )
}

/** Runs consumers until stopped: at each notice of the ledger, and every few seconds in case a notice was lost. */
export async function runConsumers(database: Database, consumers: Consumer[], log: Log, pollMs = 2_000) {
  const stopping = new AbortController()
  const loops = consumers.map((consumer) => {
    let wake = (): void => undefined
    let due = true
    const run = async () => {
      while (!stopping.signal.aborted) {
        due = false
        try {
          const handled = await consume(database.db, consumer)
          if (handled === (consumer.batch ?? usualBatch)) continue
        } catch (error) {
          log.error(`The ledger's consumer ${consumer.name} failed and tries again: ${causeOf(error)}`)
        }
        // Many small writes in a row are read together.
        await setTimeout(restMs, undefined, { signal: stopping.signal }).catch(() => undefined)
        if (stopping.signal.aborted || due) continue
        await new Promise<void>((resolve) => {
          const timer = globalThis.setTimeout(resolve, pollMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
    }
    return { done: run(), wake: () => ((due = true), wake()) }
  })
  const unlisten = await database.listen('ledger', () => loops.forEach((loop) => loop.wake()))
  return {
    async stop() {
      stopping.abort()
      await unlisten()
      loops.forEach((loop) => loop.wake())
      await Promise.all(loops.map((loop) => loop.done))
    },
  }
}
