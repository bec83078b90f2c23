import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier } from 'pg'
import type pg from 'pg'
import { causeOf, type Log } from './log.ts'

export type NoticeHandler = (payload: string) => void

/** How long notices wait for more of their kind. A NOTIFY each would serialise the commits of the whole cluster. */
const coalesceMs = 20

export interface Notices {
  listen(channel: string, handler: NoticeHandler): Promise<() => Promise<void>>
  notify(channel: string, payload?: string): void
  close(): Promise<void>
}

export function openNotices(config: pg.ClientConfig, pool: pg.Pool, log: Log): Notices {
  const handlers = new Map<string, Set<NoticeHandler>>()
  const waiting = new Map<string, string>()
  let timer: NodeJS.Timeout | undefined
  let client: Promise<pg.Client | undefined> | undefined
  let closed = false

  const tell = (channel: string, payload: string) => {
    for (const handler of handlers.get(channel) ?? []) {
      try {
        handler(payload)
      } catch (error) {
        log.error(`A listener of ${channel} failed: ${causeOf(error)}`)
      }
    }
  }

  async function connect(): Promise<pg.Client> {
    const next = new Client({
      ...config,
      application_name: `${config.application_name ?? ''} listen`.trim(),
    })
    next.on('error', () => undefined)
    next.on('notification', ({ channel, payload }) => tell(channel, payload ?? ''))
    await next.connect()
    try {
      for (const channel of handlers.keys()) await next.query(`listen ${escapeIdentifier(channel)}`)
    } catch (error) {
      await next.end().catch(() => undefined)
      throw error
    }
    next.once('end', () => {
      if (!closed) client = reconnect()
    })
    return next
  }

  async function reconnect(): Promise<pg.Client | undefined> {
    for (let wait = 50; ; wait = Math.min(wait * 2, 2000)) {
      if (closed) return undefined
      try {
        const next = await connect()
        // What was said meanwhile is lost, so everyone is told to look for themselves.
        for (const channel of handlers.keys()) tell(channel, '')
        return next
      } catch {
        await sleep(wait, undefined, { ref: false })
      }
    }
  }

  let turn: Promise<void> = Promise.resolve()
  /** One statement after the other: the connection takes no second one while it works on the first. */
  function inTurn(statement: string): Promise<void> {
    const mine = turn.then(async () => void (await (await client)?.query(statement)))
    turn = mine.catch(() => undefined)
    return mine
  }

  async function flush() {
    timer = undefined
    const batch = [...waiting]
    waiting.clear()
    try {
      await pool.query('select pg_notify(c, p) from unnest($1::text[], $2::text[]) as n (c, p)', [
        batch.map(([channel]) => channel),
        batch.map(([, payload]) => payload),
      ])
    } catch (error) {
      // Whoever listens also looks by itself now and then.
      log.warn(`A notice could not be sent: ${causeOf(error)}`)
    }
  }

  return {
    async listen(channel, handler) {
      const known = handlers.get(channel)
      if (known) known.add(handler)
      else handlers.set(channel, new Set([handler]))
      client ??= connect()
      try {
        await client
        if (!known) await inTurn(`listen ${escapeIdentifier(channel)}`)
      } catch (error) {
        client = undefined
        handlers.get(channel)?.delete(handler)
        throw error
      }
      return async () => {
        const remaining = handlers.get(channel)
        remaining?.delete(handler)
        if (remaining?.size !== 0) return
        handlers.delete(channel)
        if (!closed) await inTurn(`unlisten ${escapeIdentifier(channel)}`)
      }
    },
    notify(channel, payload = '') {
      waiting.set(channel, payload)
      timer ??= setTimeout(() => void flush(), coalesceMs)
    },
    async close() {
      if (timer) {
        clearTimeout(timer)
        await flush()
      }
      closed = true
      const open = await client?.catch((): undefined => undefined)
      await open?.end()
    },
  }
}
