import { sql } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { copyRows, packRows, type Row } from '../../db/copy-rows.ts'
import { newId } from '../../db/id.ts'
import type { Context } from '../../http/context.ts'
import { Refusal as Told } from '../../http/problem.ts'
import type { EventRow } from '../../ledger/record.ts'
import { behaviourOf, type Change } from '../behaviour.ts'
import { hasLinks, writeLinks } from '../links.ts'
import { refusalOf } from '../refusals.ts'
import { statementsOf } from '../statements.ts'
import { eventOf, furtherEventsOf, ruleGround, run } from '../write.ts'
import { insertMany, linesFor, type Lines } from './bulk.ts'
import { sentenceOf, type PlannedChange } from './changes.ts'
import type { Draft } from './draft.ts'

/** Writes new and changed records of one type with all that belongs to them, in the transaction of the chunk. */
export async function writeChanges(
  context: Context,
  type: RecordType,
  planned: readonly PlannedChange[],
): Promise<void> {
  const { db } = context.database
  const fresh = planned.filter(({ version }) => version === 0)
  if (fresh.length > 0) {
    const changes = fresh.map(({ change }) => change)
    await insertMany(context, type, linesOfNew(context, type, changes))
    if (hasLinks(type)) await writeLinks(db, type, changes, [])
  }
  const known = planned.filter(({ version }) => version > 0)
  if (known.length > 0) {
    const changes = known.map(({ change }) => change)
    const events = known.map(({ change, version }) => eventOf(context, type, change, version + 1))
    const records = await run(db, context, type, statementsOf(type).update, changes, events)
    if (hasLinks(type)) await writeLinks(db, type, changes, records)
  }
}

export const linesOfNew = (context: Context, type: RecordType, changes: readonly Change[]): Lines =>
  linesFor(context, type, changes, (change) => eventsOfNew(context, type, change))

/** A deal that comes as won was also opened once: what else happened to a new record follows its creation. */
function eventsOfNew(context: Context, type: RecordType, change: Change): EventRow[] {
  // What a file says of a person is in the record; the ledger keeps no second copy that would have to be erased too.
  const said = eventOf(context, type, change, 1, false)
  const created = `${type.name}.created`
  if (said.type === created) return [said, ...furtherEventsOf(context, type, change)]
  const first = { ...said, id: newId(), type: created, at: change.after.createdAt ?? context.now }
  return [first, { ...said, id: newId(), data: behaviourOf(type).eventOf?.(change)?.data ?? {} }]
}

/** New records down to the lines to be written, when there is nothing else to look up for them. */
export interface Ready {
  created: number
  /** Rows beyond the first of a record. */
  merged: number
  refused: Map<Draft, string>
  lines: Lines
  beside: Beside
}

/** Writes new records whose lines were made ahead, and what their rows bring beside. */
export async function writeReady(
  context: Context,
  type: RecordType,
  { lines, beside }: Ready,
): Promise<void> {
  await insertMany(context, type, lines)
  await writeBeside(context, type, beside)
}

/** What rows bring beside the values of a record; also of records that are otherwise as they were. */
export interface Beside {
  /** Ids at the source, as COPY takes them. */
  sources: Buffer[]
  /** E-mails beyond the one that the record shows. */
  further: { value: string; id: string }[]
  entries: { id: string; stage: string; at: string }[]
  /** What records that were there before have from this import, so that undoing it can take it back. */
  noted: { kind: 'external-id' | 'email'; value: string; id: string }[]
}

export function besideOf(type: RecordType, planned: readonly PlannedChange[]): Beside {
  const beside: Beside = { sources: [], further: [], entries: [], noted: [] }
  const sources: Row[] = []
  for (const { draft, change, version } of planned) {
    for (const { key, value } of draft.claims) {
      const isEmail =
        key.by === 'field' && type.fields[key.field]?.type === 'email' && !type.fields[key.field]?.own
      if (version > 0 && (isEmail || key.by === 'externalId'))
        beside.noted.push({ kind: isEmail ? 'email' : 'external-id', value, id: draft.id })
      if (key.by === 'externalId') sources.push([type.name, key.source, value, draft.id])
      else if (
        type.customer === 'self' &&
        key.by === 'field' &&
        isEmail &&
        change.after.values[key.field] !== value
      )
        beside.further.push({ value, id: draft.id })
    }
    for (const [stage, at] of draft.lifecycle ?? []) beside.entries.push({ id: draft.id, stage, at })
  }
  if (sources.length > 0) beside.sources.push(packRows(['text', 'text', 'text', 'uuid'], sources))
  return beside
}

export const mergeBeside = (all: readonly Beside[]): Beside => ({
  sources: all.flatMap(({ sources }) => sources),
  further: all.flatMap(({ further }) => further),
  entries: all.flatMap(({ entries }) => entries),
  noted: all.flatMap(({ noted }) => noted),
})

export async function writeBeside(context: Context, type: RecordType, beside: Beside): Promise<void> {
  const { db } = context.database
  const { sources, further, entries, noted } = beside
  if (sources.length > 0)
    await copyRows(db, 'external_ids', ['type', 'source', 'external_id', 'record_id'], sources)
  if (further.length > 0)
    await sql`insert into identities (kind, value, ${sql.ref(`${type.name}_id`)})
      select 'email', * from unnest(${further.map((claim) => claim.value)}::text[], ${further.map((claim) => claim.id)}::uuid[])`.execute(
      db,
    )
  if (noted.length > 0 && context.caller.importId !== undefined)
    await sql`insert into import_claims (import_id, kind, type, value, record_id)
      select ${context.caller.importId}::uuid, kind, ${type.name}, value, id
      from json_to_recordset(${JSON.stringify(noted)}) as claim (kind text, value text, id uuid)
      on conflict do nothing`.execute(db)
  if (entries.length > 0) await behaviourOf(type).enterStages?.(db, entries, ruleGround(context))
}

/** The same, halving what the database refuses until the very records are found that it does not take. */
export async function writeCarefully(
  context: Context,
  type: RecordType,
  planned: readonly PlannedChange[],
): Promise<Map<PlannedChange, string>> {
  const refused = new Map<PlannedChange, string>()
  if (planned.length === 0) return refused
  const db = context.database.db
  await sql`savepoint part`.execute(db)
  try {
    await writeChanges(context, type, planned)
    await sql`release savepoint part`.execute(db)
  } catch (error) {
    await sql`rollback to savepoint part`.execute(db)
    const told = error instanceof Told ? error : refusalOf(error, type)
    if (!(told instanceof Told)) throw error
    if (planned.length === 1) return refused.set(planned[0]!, sentenceOf(told))
    const half = planned.length >> 1
    for (const part of [planned.slice(0, half), planned.slice(half)])
      for (const [one, reason] of await writeCarefully(context, type, part)) refused.set(one, reason)
  }
  return refused
}
