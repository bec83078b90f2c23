import { sql } from 'kysely'
import type { Duplicate, Report } from '../../../contract/records/import.ts'
import type { Database, Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context, Organisation } from '../../http/context.ts'
import { Refusal } from '../../http/problem.ts'
import type { Ahead } from './ahead.ts'
import { takeChunk, type Outcome } from './chunk.ts'
import type { Pending } from './lookup.ts'
import type { Chunk } from './parse.ts'
import type { FilePlan } from './plan.ts'
import { forgetDeferrals, saveChunk, type ImportRow } from './store.ts'

const REPORTED = 100

/** Why work ended before its end. */
export type Stop = 'cancelled' | 'interrupted' | null

export interface Work {
  database: Database
  organisation: Organisation
  dataFolder: string
  /** Set when the process is to stop: the chunk in hand is finished, the rest waits for the next process. */
  signal?: AbortSignal | undefined
}

export interface Session extends Work {
  importRow: ImportRow
  /** The one connection of the import: it holds the lock and, in a dry run, what is pending. */
  db: Db
  pending: Pending | null
  report: { duplicates: (Duplicate & { pass: number })[]; unknown: Map<string, Report['unknown'][number]> }
}

/** How a chunk was taken: whether the import goes on, and whether all that was known of it ahead came true. */
export interface Taken {
  stop: Stop
  asForeseen: boolean
}

/** A chunk in hand. */
export interface Taking {
  taken: Promise<Taken>
  /** Comes when its first attempt has failed, so that a chunk waiting behind it lets go of what it has written. */
  failed: Promise<void>
}

interface Turn {
  /** Whether rows that wait for others may wait on. */
  more: boolean
  /** Whether these are rows that have waited. */
  again?: boolean
  ahead?: Ahead | null
  /** The chunk before, which may still be in hand. */
  before?: Taking | null
  /** Looks again at what was foreseen wrongly. */
  look?: () => Promise<Ahead>
}

/** What was known ahead stands on what the chunk before did not come to. */
class Unforeseen extends Error {}

/** Takes a chunk, in its turn after the one before. */
export function take(session: Session, at: number, plan: FilePlan, chunk: Chunk, turn: Turn): Taking {
  const failed = Promise.withResolvers<void>()
  const taken = attempts(session, at, plan, chunk, turn, failed.resolve)
  // Its failure is told where it is awaited.
  taken.catch(() => undefined)
  return { taken, failed: failed.promise }
}

async function attempts(
  session: Session,
  at: number,
  plan: FilePlan,
  chunk: Chunk,
  { more, again = false, ahead = null, before = null, look }: Turn,
  failed: () => void,
): Promise<Taken> {
  let foreseen = ahead
  let asForeseen = true
  const turn = async () => {
    if (!before) return
    const former = await Promise.race([before.taken, before.failed])
    if (!former || former.stop || !former.asForeseen) throw new Unforeseen()
  }
  // In a dry run the one connection knows what is pending.
  const db = session.pending ? session.db : session.database.db
  // Another writer may take an e-mail or make a name meanwhile: look again, then find the record at fault.
  for (let attempt = 1; ; attempt++) {
    try {
      const taken = await db.transaction().execute(async (tx) => {
        await setLimits(tx, attempt)
        const outcome = await takeChunk({
          context: contextIn(session, tx),
          importId: session.importRow.id,
          plan,
          chunk,
          startedAt: Date.parse(session.importRow.started_at),
          more,
          pending: session.pending?.within(tx) ?? null,
          careful: attempt === 3,
          ahead: attempt === 1 ? foreseen : null,
          turn,
        })
        if (again) await forgetDeferrals(tx, session.importRow.id, at, chunk)
        return { outcome, ...(await saveChunk(tx, session.importRow, at, { outcome, chunk, again })) }
      })
      session.importRow.counts[at] = taken.counts
      if (!again) session.importRow.at_row = Math.max(session.importRow.at_row, chunk.upTo)
      report(session, at, taken.outcome)
      session.database.notify('ledger')
      session.database.notify('imports', session.importRow.id)
      const stop = taken.cancelled ? 'cancelled' : session.signal?.aborted ? 'interrupted' : null
      const refused = taken.outcome.refusals.length > chunk.refused.length
      const { made, deferred } = taken.outcome
      asForeseen &&= attempt === 1 && !refused && made === 0 && deferred.length === 0
      return { stop, asForeseen }
    } catch (error) {
      failed()
      const unforeseen = error instanceof Unforeseen
      if (attempt === 3 || !(unforeseen || error instanceof Refusal || isConflict(error))) throw error
      const former = await before?.taken
      if (former?.stop) return { stop: former.stop, asForeseen: false }
      before = null
      asForeseen = false
      if (!unforeseen) continue
      foreseen = (await look?.()) ?? null
      attempt--
    }
  }
}

async function setLimits(tx: Db, attempt: number): Promise<void> {
  // A chunk lost to a crash is taken again, because its place is lost with it; the end is written for good.
  await sql`set local synchronous_commit = off`.execute(tx)
  // What a chunk brings to the indexes of the search goes in at once, rather than in many small parts.
  await sql`set local gin_pending_list_limit = '4MB'`.execute(tx)
  await sql`set local work_mem = '64MB'`.execute(tx)
  // It may wait for a row of the chunk behind it, which waits for its turn: then that one is to let go.
  if (attempt === 1) await sql`set local lock_timeout = '5s'`.execute(tx)
}

/** A constraint, a deadlock, or a lock that was not to be had. */
const isConflict = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^(23|40|55P03)/.test(error.code)

export function contextIn(session: Session, db: Db): Context {
  return {
    database: { ...session.database, db, lists: db },
    caller: { ...system('import', session.importRow.created_by), importId: session.importRow.id },
    organisation: session.organisation,
    now: new Date().toISOString(),
  }
}

function report({ report }: Session, pass: number, outcome: Outcome): void {
  for (const duplicate of outcome.duplicates)
    if (report.duplicates.length < REPORTED) report.duplicates.push({ pass, ...duplicate })
  for (const { field, column, word, rows } of outcome.unknown) {
    const key = `${pass} ${field} ${word}`
    const known = report.unknown.get(key)
    if (known) known.rows += rows
    else if (report.unknown.size < REPORTED)
      report.unknown.set(key, { pass, field, column, word, rows, suggestion: null })
  }
}
