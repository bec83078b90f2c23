import { sql } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { copyIn, type CopyRow } from '../../db/copy.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { Refusal as Told } from '../../http/problem.ts'
import type { EventRow } from '../../ledger/record.ts'
import { behaviourOf, type Change } from '../behaviour.ts'
import { hasLinks, writeLinks } from '../links.ts'
import { refusalOf } from '../refusals.ts'
import { statementsOf } from '../statements.ts'
import { eventOf, ruleGround, run } from '../write.ts'
import { insertMany, linesFor, linesOf, type Lines } from './bulk.ts'
import { sentenceOf, type PlannedChange } from './changes.ts'
import { newId } from './lookup.ts'

/**
 * Writes new and changed records of one type with all that belongs to them, in the transaction of the chunk; the lines
 * of the new ones may have been made ahead.
 */
export async function writeChanges(
  context: Context,
  type: RecordType,
  planned: readonly PlannedChange[],
  ahead?: Lines,
): Promise<void> {
  const { db } = context.database
  const fresh = planned.filter(({ version }) => version === 0)
  if (fresh.length > 0) {
    const changes = fresh.map(({ change }) => change)
    await insertMany(context, type, ahead ?? (await linesOfNew(context, type, changes)))
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

export const linesOfNew = (context: Context, type: RecordType, changes: readonly Change[]): Promise<Lines> =>
  linesFor(context, type, changes, (change) => eventsOfNew(context, type, change))

/** A deal that comes as won was also opened once: what else happened to a new record follows its creation. */
function eventsOfNew(context: Context, type: RecordType, change: Change): EventRow[] {
  // What a file says of a person is in the record; the ledger keeps no second copy that would have to be erased too.
  const said = { ...eventOf(context, type, change, 1), personal: null }
  const created = `${type.name}.created`
  if (said.type === created) return [said]
  const first = { ...said, id: newId(), type: created, at: change.after.createdAt ?? context.now }
  return [first, { ...said, id: newId(), data: behaviourOf(type).eventOf?.(change)?.data ?? {} }]
}

/** What rows bring beside the values of a record; also of records that are otherwise as they were. */
export async function writeBeside(
  context: Context,
  type: RecordType,
  planned: readonly PlannedChange[],
): Promise<void> {
  const db = context.database.db
  await writeClaims(db, type, planned)
  const entries = planned.flatMap(({ draft }) =>
    [...(draft.lifecycle ?? [])].map(([stage, at]) => ({ id: draft.id, stage, at })),
  )
  if (entries.length > 0) await behaviourOf(type).enterStages?.(db, entries, ruleGround(context))
}

/** Ids at the source, and e-mails beyond the one that the record shows. */
async function writeClaims(db: Db, type: RecordType, planned: readonly PlannedChange[]): Promise<void> {
  const sources: CopyRow[] = []
  const further: { value: string; id: string }[] = []
  for (const { draft, change } of planned)
    for (const { key, value } of draft.claims) {
      if (key.by === 'externalId') sources.push([type.name, key.source, value, draft.id])
      else if (
        type.customer === 'self' &&
        key.by === 'field' &&
        type.fields[key.field]?.type === 'email' &&
        change.after.values[key.field] !== value
      )
        further.push({ value, id: draft.id })
    }
  if (sources.length > 0)
    await copyIn(
      db,
      'external_ids',
      ['type', 'source', 'external_id', 'record_id'],
      linesOf(sources, (row) => [row]),
    )
  if (further.length > 0)
    await sql`insert into identities (kind, value, ${sql.ref(`${type.name}_id`)})
      select 'email', * from unnest(${further.map((claim) => claim.value)}::text[], ${further.map((claim) => claim.id)}::uuid[])`.execute(
      db,
    )
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
