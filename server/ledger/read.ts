import { sql } from 'kysely'
import type { Db } from '../db/database.ts'

/** A place in the ledger's order. */
export interface Position {
  tx: number
  id: string
}

/** A position as pages keep it. */
export const writtenPosition = ({ tx, id }: Position): string => `${tx}_${id}`

/** An event as consumers read it. */
export interface StoredEvent {
  id: string
  tx: number
  type: string
  at: string
  recorded_at: string
  origin: string
  actor_id: string | null
  subject_type: string
  subject_id: string
  subject_version: number | null
  person_id: string | null
  company_id: string | null
  data: Record<string, unknown>
}

export const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Transactions below this number have ended: what they wrote is all there, in this order, for good. */
export const horizon = sql<number>`(pg_snapshot_xmin(pg_current_snapshot())::text::bigint + ledger_offset())`

/** The end of the ledger's complete prefix, from where only what comes later is read. */
export async function endOfLedger(db: Db): Promise<Position> {
  const { rows } = await sql<{ tx: number }>`select ${horizon} - 1 as tx`.execute(db)
  return { tx: rows[0]?.tx ?? 0, id: lastId }
}

/** Events after a position in commit order; none whose predecessors may still commit. */
export async function eventsAfter(db: Db, after: Position, limit: number): Promise<StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select id, tx, type, at, recorded_at, origin, actor_id, subject_type, subject_id, subject_version, person_id, company_id, data
    from events where (tx, id) > (${after.tx}, ${after.id}) and tx < ${horizon}
    order by tx, id limit ${limit}`.execute(db)
  return rows
}
