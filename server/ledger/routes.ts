import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { liveRoute, type LiveMany } from '../../contract/ledger/live.ts'
import type { LiveEvent } from '../../contract/ledger/event-type.ts'
import type { Database, Db } from '../db/database.ts'
import type { Bind } from '../http/bind.ts'
import type { Caller } from '../http/caller.ts'
import { invalidField, Refusal, tooMany, unauthenticated } from '../http/problem.ts'
import type { Live } from './live.ts'
import { visibleTo } from './live-filter.ts'
import { endOfLedger, writtenPosition, type Position, type StoredEvent } from './read.ts'

/** A number of each member's own that pages follow, such as that of unread notifications. */
export interface Signal {
  /** The channel of the database that says it may have changed. */
  channel: string
  /** The name of the server-sent event. */
  event: string
  read(db: Db, userIds: readonly string[]): Promise<Map<string, number>>
}

export interface LiveOptions {
  database: Database
  /** Asked again and again: a page whose session has ended is told nothing more. */
  authenticate: (request: FastifyRequest) => Promise<Caller | null>
  signals?: readonly Signal[]
  heartbeatMs?: number
  connectionsPerCaller?: number
}

/** More at once are said in one message. */
const mostAtOnce = 100
/** Events that wait for a page that does not read; it is cut off then, and comes back for the rest. */
const mostWaiting = 5_000

function read(text: string): Position {
  const [, tx, id] = /^(\d{1,16})_([0-9a-f-]{36})$/.exec(text) ?? []
  if (!tx || !id)
    throw invalidField('Last-Event-ID', 'This is no id of an event of this stream. Begin again without it.')
  return { tx: Number(tx), id }
}

const said = (event: StoredEvent): LiveEvent => ({
  id: event.id,
  type: event.type,
  subjectType: event.subject_type,
  subjectId: event.subject_id,
  version: event.subject_version,
  personId: event.person_id,
  companyId: event.company_id,
  actorId: event.actor_id,
})

function messages(events: readonly StoredEvent[]): string {
  const last = events.at(-1)
  if (last && events.length > mostAtOnce) {
    const many: LiveMany = { types: [...new Set(events.map((event) => event.subject_type))] }
    return `event: many\nid: ${writtenPosition(last)}\ndata: ${JSON.stringify(many)}\n\n`
  }
  return events
    .map((event) => `id: ${writtenPosition(event)}\ndata: ${JSON.stringify(said(event))}\n\n`)
    .join('')
}

interface Connection {
  key: string
  userId: string | null
  /** Asks again who this is; ends when it is nobody, or somebody else. */
  check(): Promise<void>
  beat(): void
  signal(event: string, value: number): void
  /** Says that records of these types have gone without an event. */
  gone(types: string): void
  end(): void
}

/** The stream of one page. Everything is written in the order in which it happened, each at the page's own pace. */
function connect(
  live: Live,
  options: LiveOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  since: Position,
  caller: Caller,
  closed: () => void,
) {
  const { database, authenticate } = options
  const { raw } = reply
  let who = caller
  let waiting = 0
  let work = Promise.resolve()
  let position = since
  let stalled = false
  let stop = (): void => undefined
  const told = new Map<string, number>()

  function end(): void {
    raw.end()
    raw.destroy()
  }
  async function send(text: string): Promise<void> {
    if (!text || raw.destroyed) return
    if (!raw.write(text)) await Promise.race([once(raw, 'drain'), once(raw, 'close')])
  }
  async function deliver(events: StoredEvent[]): Promise<void> {
    await send(messages(await visibleTo(database.db, who, events)))
    waiting -= events.length
    const last = events.at(-1)
    if (last) position = { tx: last.tx, id: last.id }
  }
  const listener = (events: StoredEvent[]): Promise<void> => {
    waiting += events.length
    if (waiting > mostWaiting) end()
    else work = work.then(() => deliver(events)).catch(end)
    return work
  }

  raw.on('close', () => {
    stop()
    closed()
  })
  reply.hijack()
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that gather what they pass on would hold it back.
    'x-accel-buffering': 'no',
  })
  // The id alone is remembered by the page, so that it resumes from here though nothing has happened yet.
  raw.write(`retry: 1000\nid: ${writtenPosition(since)}\n\n`)
  live.subscribe(listener, since).then(
    (unsubscribe) => (raw.destroyed ? unsubscribe() : (stop = unsubscribe)),
    () => end(),
  )

  return {
    key: caller.keyId ?? caller.userId ?? '',
    userId: caller.userId,
    async check() {
      try {
        const now = await authenticate(request)
        if (!now || now.userId !== caller.userId || now.keyId !== caller.keyId) end()
        else who = now
      } catch (error) {
        // A database that is away says nothing about the session.
        if (error instanceof Refusal) end()
      }
    },
    beat() {
      if (stalled && raw.writableNeedDrain) return end()
      stalled = raw.writableNeedDrain
      if (!stalled) raw.write(waiting === 0 ? `id: ${writtenPosition(position)}\n\n` : ':\n\n')
    },
    signal(event, value) {
      if (told.get(event) === value) return
      told.set(event, value)
      raw.write(`event: ${event}\ndata: ${JSON.stringify({ value })}\n\n`)
    },
    gone(types) {
      if (types && !raw.destroyed) raw.write(`event: many\ndata: ${types}\n\n`)
    },
    end,
  } satisfies Connection
}

/** The live stream of each page on this process. Close it before the server, which waits for open connections. */
export async function bindLive(
  bind: Bind,
  live: Live,
  options: LiveOptions,
): Promise<{ close(): Promise<void> }> {
  const { database, signals = [], heartbeatMs = 15_000, connectionsPerCaller = 30 } = options
  const connections = new Set<Connection>()

  async function signal({ event, read: of }: Signal, to: Iterable<Connection>): Promise<void> {
    const members = [...to].flatMap((connection) =>
      connection.userId ? [{ connection, userId: connection.userId }] : [],
    )
    if (members.length === 0) return
    const values = await of(database.db, [...new Set(members.map(({ userId }) => userId))])
    for (const { connection, userId } of members) connection.signal(event, values.get(userId) ?? 0)
  }
  // What cannot be read now is read at the next notice, or when the page comes back.
  const tryToSignal = (one: Signal, to: Iterable<Connection>) => void signal(one, to).catch(() => undefined)

  bind(liveRoute, async ({ query, context, request, reply }) => {
    const { caller } = context
    const key = caller.keyId ?? caller.userId
    if (!key) throw unauthenticated()
    if ([...connections].filter((connection) => connection.key === key).length >= connectionsPerCaller)
      throw tooMany(30)
    const header = request.headers['last-event-id']
    const last = typeof header === 'string' ? header : query.after
    const since = last ? read(last) : await endOfLedger(database.db)
    const connection: Connection = connect(live, options, request, reply, since, caller, () =>
      connections.delete(connection),
    )
    connections.add(connection)
    for (const one of signals) tryToSignal(one, [connection])
  })

  const check = () => connections.forEach((connection) => void connection.check())
  const beating = setInterval(() => {
    connections.forEach((connection) => connection.beat())
    check()
  }, heartbeatMs)
  const unlisten = await Promise.all([
    database.listen('callers', check),
    database.listen('gone', (types) => connections.forEach((connection) => connection.gone(types))),
    ...signals.map((one) => database.listen(one.channel, () => tryToSignal(one, connections))),
  ])

  return {
    async close() {
      clearInterval(beating)
      for (const connection of connections) connection.end()
      await Promise.all(unlisten.map((stop) => stop()))
    },
  }
}
