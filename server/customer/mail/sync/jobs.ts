import { randomUUID } from 'node:crypto'
import type { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import type { Database } from '../../../db/database.ts'
import { causeOf, type Log } from '../../../db/log.ts'
import type { Sealer } from '../../../db/sealed.ts'
import { system } from '../../../http/caller.ts'
import type { Context } from '../../../http/context.ts'
import type { Stores } from '../../../records/files/stores.ts'
import { readOrganisation } from '../../../team/organisation/queries.ts'
import { mailboxSignal } from '../mailboxes/commands.ts'
import { foldersOf, imapOf, imapSignIn } from '../mailboxes/queries.ts'
import { openImap } from '../servers/commands.ts'
import { explain } from '../servers/rules.ts'
import type { MailboxRow } from '../tables.ts'
import { bringEarlier, Overtaken, readEarlier, readFolder, type Reading } from './commands.ts'

export interface Holding {
  database: Database
  sealer: Sealer
  stores: Stores
  log: Log
  /** Seconds that a mailbox is this process's without its saying so again. */
  leaseSeconds?: number
  /** Milliseconds between looks at folders that the server tells nothing of. */
  pollMs?: number
}

/** So many mailboxes one process reads at the same time. */
const atOnce = 200

/**
 * Takes a mailbox that nobody reads, or that whoever read it has left. The lease only spares work: what is read twice is
 * kept once, because each piece is written down together with the position that it began at.
 */
async function claim({ database, leaseSeconds = 30 }: Holding, self: string): Promise<MailboxRow | null> {
  const { rows } = await sql<MailboxRow>`update mailboxes set held_by = ${self},
      held_until = now() + make_interval(secs => ${leaseSeconds})
    where id = (select id from mailboxes where not paused and (held_until is null or held_until < now())
        and (retry_at is null or retry_at <= now())
      order by held_until nulls first limit 1 for update skip locked)
    returning *`.execute(database.db)
  return rows[0] ?? null
}

/** Says that the mailbox is still this process's; null when it is not, or is not to be read any more. */
async function renew({ database, leaseSeconds = 30 }: Holding, self: string, id: string) {
  const { rows } =
    await sql<MailboxRow>`update mailboxes set held_until = now() + make_interval(secs => ${leaseSeconds})
    where id = ${id} and held_by = ${self} and held_until is not null and not paused returning *`.execute(
      database.db,
    )
  return rows[0] ?? null
}

const release = ({ database }: Holding, self: string, id: string) =>
  sql`update mailboxes set held_by = null, held_until = null where id = ${id} and held_by = ${self}`.execute(
    database.db,
  )

/** Seconds until it is tried again, after failing for so many seconds: ever less often, to a quarter of an hour. */
const restAfter = (seconds: number): number => Math.min(900, Math.max(10, seconds / 2))

async function noteFailure({ database }: Holding, self: string, id: string, error: unknown): Promise<void> {
  const now = new Date()
  const { rows } = await sql<{
    failing_since: string | null
  }>`select failing_since from mailboxes where id = ${id}`.execute(database.db)
  const since = rows[0]?.failing_since ?? now.toISOString()
  const rest = restAfter((now.getTime() - Date.parse(since)) / 1000)
  await sql`update mailboxes set error = ${explain(error, 'imap')}, failing_since = ${since},
      retry_at = now() + make_interval(secs => ${rest}), held_by = null, held_until = null
    where id = ${id} and held_by = ${self}`.execute(database.db)
}

/** Reads everything that is new once, and some of what was asked for of before; whether there is more of that. */
async function readAll(reading: Reading, client: ImapFlow): Promise<boolean> {
  const { db } = (await reading.context()).database
  const { id } = reading.mailbox
  const chosen = async () => (await foldersOf(db, id)).filter((folder) => folder.chosen)
  for (const folder of await chosen()) {
    if (reading.signal.aborted) return false
    await readFolder(reading, client, folder)
  }
  await bringEarlier(reading, client, await chosen())
  if (reading.signal.aborted) return false
  await sql`update mailboxes set seen_at = now(), error = null, failing_since = null, retry_at = null where id = ${id}`.execute(
    db,
  )
  return readEarlier(reading, client, await chosen())
}

/** One mailbox in hand: reads it, and waits for news of it, until stopped. */
function hold(holding: Holding, self: string, taken: MailboxRow) {
  const { database, sealer, stores, log, leaseSeconds = 30, pollMs = 60_000 } = holding
  const stopping = new AbortController()
  let mailbox = taken
  let wake = (): void => undefined
  let due = false
  const look = () => {
    due = true
    wake()
  }
  const stop = () => {
    stopping.abort()
    look()
  }
  const context = async (): Promise<Context> => ({
    database,
    caller: system('system'),
    organisation: (await readOrganisation(database.db)) ?? { name: '', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  })
  /** News from the server, from the database, or the time. */
  const news = () =>
    new Promise<void>((resolve) => {
      if (due || stopping.signal.aborted) return resolve()
      const timer = setTimeout(resolve, pollMs)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const work = async () => {
    let client: ImapFlow | null = null
    const renewing = setInterval(
      () => {
        renew(holding, self, taken.id).then(
          (row) => (row ? (mailbox = row) : stop()),
          () => undefined,
        )
      },
      (leaseSeconds * 1000) / 3,
    )
    try {
      client = await openImap(database.db, imapOf(taken), imapSignIn(taken, sealer))
      const opened = client
      stopping.signal.addEventListener('abort', () => opened.close())
      opened.on('exists', look)
      opened.on('close', look)
      while (!stopping.signal.aborted) {
        due = false
        if (await readAll({ context, stores, mailbox, signal: stopping.signal }, opened)) due = true
        // The inbox is where news is told of at once; the other folders are looked at from time to time.
        const inbox = (await foldersOf(database.db, taken.id)).find(({ kind }) => kind === 'inbox')
        if (inbox && !stopping.signal.aborted) await opened.mailboxOpen(inbox.path, { readOnly: true })
        await news()
        // Whoever asked may have changed what is kept.
        const row = await renew(holding, self, taken.id)
        if (!row) break
        mailbox = row
      }
      await release(holding, self, taken.id)
    } catch (error) {
      if (stopping.signal.aborted || error instanceof Overtaken) await release(holding, self, taken.id)
      else {
        log.warn(`A mailbox could not be read: ${causeOf(error)}`)
        await noteFailure(holding, self, taken.id, error)
      }
    } finally {
      clearInterval(renewing)
      client?.close()
    }
  }
  return {
    done: work().catch((error: unknown) => log.error(`A mailbox was left: ${causeOf(error)}`)),
    stop,
    look,
  }
}

/** Reads the members' mailboxes until stopped: each in one process, and each new message within a moment. */
export async function holdMailboxes(holding: Holding) {
  const { database, log, leaseSeconds = 30 } = holding
  const self = randomUUID()
  const held = new Map<string, ReturnType<typeof hold>>()
  const stopping = new AbortController()
  let wake = (): void => undefined
  let due = true
  const look = () => {
    due = true
    wake()
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      due = false
      try {
        for (
          let row = held.size < atOnce ? await claim(holding, self) : null;
          row;
          row = await claim(holding, self)
        ) {
          const { id } = row
          const one = hold(holding, self, row)
          held.set(id, one)
          void one.done.then(() => {
            if (held.get(id) === one) held.delete(id)
            look()
          })
          if (held.size >= atOnce) break
        }
      } catch (error) {
        log.warn(`Mailboxes could not be looked for: ${causeOf(error)}`)
      }
      await new Promise<void>((resolve) => {
        if (due || stopping.signal.aborted) return resolve()
        const timer = setTimeout(resolve, (leaseSeconds * 1000) / 3)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }
  const running = run()
  const unlisten = await database.listen(mailboxSignal, () => {
    for (const one of held.values()) one.look()
    look()
  })
  return {
    async stop() {
      stopping.abort()
      await unlisten()
      for (const one of held.values()) one.stop()
      look()
      await running
      await Promise.all([...held.values()].map(({ done }) => done))
    },
  }
}
