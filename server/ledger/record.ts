import { CompiledQuery, sql } from 'kysely'
import type { EventName } from '../../contract/event-types.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/id.ts'
import type { Caller } from '../http/caller.ts'

/** An event to append. `changes` is from what to what by field; what is personal goes to `personal`. */
export interface NewEvent {
  type: EventName
  subject: { type: string; id: string; version: number | null }
  personId?: string | null
  companyId?: string | null
  /** When it happened, if not now. */
  at?: string
  data?: Record<string, unknown>
  personal?: Record<string, unknown>
  /** Further parties, on whose timelines it belongs as well. */
  parties?: { type: string; id: string }[]
}

/** An event as a row of `events`, for statements that append it beside their own writing. */
export interface EventRow {
  id: string
  type: string
  at: string
  origin: string
  actor_id: string | null
  key_id: string | null
  import_id: string | null
  subject_type: string
  subject_id: string
  subject_version: number | null
  person_id: string | null
  company_id: string | null
  data: Record<string, unknown>
  personal: Record<string, unknown> | null
}

export const eventRow = (event: NewEvent, caller: Caller, now: string): EventRow => ({
  id: newId(),
  type: event.type,
  at: event.at ?? now,
  origin: caller.origin,
  actor_id: caller.userId,
  key_id: caller.keyId,
  import_id: caller.importId ?? null,
  subject_type: event.subject.type,
  subject_id: event.subject.id,
  subject_version: event.subject.version,
  person_id: event.personId ?? null,
  company_id: event.companyId ?? null,
  data: event.data ?? {},
  personal: event.personal ?? null,
})

const columnNames = [
  'id', 'type', 'at', 'origin', 'actor_id', 'key_id', 'import_id', 'subject_type', 'subject_id', 'subject_version',
  'person_id', 'company_id', 'data', 'personal',
] as const satisfies (keyof EventRow)[] // prettier-ignore
const columns = columnNames.join(', ')

/** The part of a statement that appends the events in a JSON parameter (`$1`), an array of `EventRow`. */
export const appendEvents = (parameter: string): string => `insert into events (${columns})
  select ${columns} from json_to_recordset(${parameter}) as event (id uuid, type text, at timestamptz, origin text,
    actor_id uuid, key_id uuid, import_id uuid, subject_type text, subject_id uuid, subject_version int, person_id uuid,
    company_id uuid, data jsonb, personal jsonb)`

/** The same for one event, with a parameter for each of `eventValues` from this number on. */
export const appendEvent = (first: number): string =>
  `insert into events (${columns}) values (${columnNames.map((_, i) => `$${first + i}`).join(', ')})`

export const eventValues = (event: EventRow): unknown[] => columnNames.map((name) => event[name])

const appendAll = appendEvents('$1')

/**
 * Appends events in the transaction that made the change, and answers with their ids. Notify the channel `ledger` after
 * its commit.
 */
export async function record(tx: Db, caller: Caller, now: string, events: NewEvent[]): Promise<string[]> {
  if (events.length === 0) return []
  const rows = events.map((event) => eventRow(event, caller, now))
  await tx.executeQuery(CompiledQuery.raw(appendAll, [JSON.stringify(rows)]))
  const parties = events.flatMap((event, i) =>
    (event.parties ?? []).map((party) => ({
      event_id: rows[i]?.id,
      subject_type: party.type,
      subject_id: party.id,
      at: rows[i]?.at,
    })),
  )
  const ids = rows.map(({ id }) => id)
  if (parties.length === 0) return ids
  await sql`insert into event_subjects (event_id, subject_type, subject_id, at)
    select event_id, subject_type, subject_id, at
    from json_to_recordset(${JSON.stringify(parties)}) as party (event_id uuid, subject_type text, subject_id uuid, at timestamptz)
    on conflict do nothing`.execute(tx)
  return ids
}
