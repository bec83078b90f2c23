import type { Database } from '../db/database.ts'
import { causeOf, type Log } from '../db/log.ts'
import { endOfLedger, eventsAfter, type Position, type StoredEvent } from './read.ts'

/** What it answers is waited for while a gap is read, so that a slow page slows only its own reading. */
export type Listener = (events: StoredEvent[]) => Promise<void> | void

/** Follows the ledger's end for the pages that listen on this process. */
export interface Live {
  /** From now on, or first all since a position, in order and without a gap. Returns how to stop. */
  subscribe(listener: Listener, since?: Position): Promise<() => void>
  close(): Promise<void>
}

const after = (event: StoredEvent, position: Position) =>
  event.tx > position.tx || (event.tx === position.tx && event.id > position.id)

const batch = 500

export async function openLive(database: Database, log: Log, pollMs = 1_000): Promise<Live> {
  const listeners = new Set<Listener>()
  /** How far it has been read; nothing is read while nobody listens. */
  let position: Promise<Position> | null = null
  let reading: Promise<void> | null = null
  let again = false

  const begin = () =>
    (position ??= endOfLedger(database.db).catch((error: unknown) => {
      position = null
      throw error
    }))

  async function readOn(): Promise<void> {
    try {
      for (;;) {
        again = false
        const events = await eventsAfter(database.db, await begin(), batch)
        const last = events.at(-1)
        if (last) {
          position = Promise.resolve({ tx: last.tx, id: last.id })
          for (const listener of listeners) void listener(events)
        }
        if (listeners.size === 0 || (events.length < batch && !again)) return
      }
    } catch (error) {
      log.warn(`Live changes wait for the database: ${causeOf(error)}`)
    } finally {
      reading = null
    }
  }

  function read(): void {
    again = true
    if (listeners.size > 0) reading ??= readOn()
    else if (!reading) position = null
  }

  const unlisten = await database.listen('ledger', read)
  const poll = setInterval(read, pollMs)

  return {
    async subscribe(listener, since) {
      if (!since) {
        listeners.add(listener)
        await begin().catch((error: unknown) => {
          listeners.delete(listener)
          throw error
        })
        return () => listeners.delete(listener)
      }
      // What arrives while the gap is read waits, and what the gap already held is left out.
      let sent = since
      let waiting: StoredEvent[] | null = []
      const deliver: Listener = (events) => {
        if (waiting) return void waiting.push(...events)
        const fresh = events.filter((event) => after(event, sent))
        if (fresh.length > 0) return listener(fresh)
      }
      listeners.add(deliver)
      try {
        await begin()
        for (;;) {
          const missed = await eventsAfter(database.db, sent, batch)
          const last = missed.at(-1)
          if (last) {
            sent = { tx: last.tx, id: last.id }
            await listener(missed)
          }
          if (missed.length < batch) break
        }
      } catch (error) {
        listeners.delete(deliver)
        throw error
      }
      const rest = waiting.filter((event) => after(event, sent))
      waiting = null
      if (rest.length > 0) void listener(rest)
      return () => listeners.delete(deliver)
    },
    async close() {
      clearInterval(poll)
      listeners.clear()
      await unlisten()
      await reading
    },
  }
}
