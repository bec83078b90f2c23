import { CompiledQuery, sql } from 'kysely'
import { recordTypeByPlural } from '../../contract/record-types.ts'
import type { Choice } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/id.ts'
import { atomically, type Context } from '../http/context.ts'
import { changedMeanwhile, conflict, invalidField, notFound } from '../http/problem.ts'
import { eventRow, type EventRow } from '../ledger/record.ts'
import { behaviourOf, type Change } from './behaviour.ts'
import { columnsOf, recordOf } from './column.ts'
import { fieldsWrittenAt } from './compare.ts'
import { changesOf, customerOf } from './events.ts'
import { allowed, lock, withoutMarks, type LockedRow } from './lock.ts'
import { referencesTo } from './merge-references.ts'
import { repoint, type Merging } from './merge-rows.ts'
import { chosenByRule, mergedValues } from './merge-rules.ts'
import { statementsOf } from './statements.ts'
import { refuseLimited, shownTo } from './visible.ts'
import { announce, complete, run, type Written } from './write.ts'

/** The record that an id stands for now, if it was merged into another. */
export async function mergedInto(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select primary_id as id from record_merges
    where secondary_id = ${id} and undone_at is null`.execute(db)
  return rows[0]?.id ?? null
}

/** The same of the record that a path of the API names, if records of its type can be merged. */
export async function successorOf({ database }: Context, path: string, id: string): Promise<string | null> {
  const type = recordTypeByPlural(path.split('/')[1] ?? '')
  return type?.mergeable ? mergedInto(database.db, id) : null
}

/**
 * Locks the records more strongly than other writers do: none may begin to refer to one that is about to go. In the
 * order of their ids, as everyone.
 */
export const lockWhole = (tx: Db, type: RecordType, ids: readonly string[]) =>
  sql`select id from ${sql.table(type.plural)} where id = any(${ids}::uuid[]) order by id for update`.execute(
    tx,
  )

/** What a merge writes into tables from here on is exact: what usually follows from such a write must not. */
export const keepExact = (tx: Db) => sql`select set_config('throughline.merging', 'on', true)`.execute(tx)

const draftOf = (type: RecordType, row: LockedRow, record: AnyRecord) => ({
  id: record.id,
  values: Object.fromEntries(columnsOf(type).map(({ field }) => [field, record[field] ?? null])),
  derived: Object.fromEntries(
    (behaviourOf(type).derived ?? []).map(([name]) => [name, row[`~${name}`] ?? null]),
  ),
})

/** References kept in `record_links` follow the choice: those of the record not chosen go. */
async function settleLinks(
  tx: Db,
  type: RecordType,
  { id, primary, secondary }: Merging,
  choices: Readonly<Record<string, Choice>>,
): Promise<void> {
  for (const { field, linked } of columnsOf(type)) {
    const choice = choices[field] ?? primary
    if (!linked || choice === 'all') continue
    // Of a third record's value nothing is known yet; it comes with its own merge.
    const loser = choice === secondary ? primary : secondary
    await sql`with gone as (delete from record_links where from_id = ${loser} and field = ${field} returning *)
      insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
      select ${id}, 'record_links', 'from_id', 'dropped', to_jsonb(gone) from gone`.execute(tx)
  }
  await sql`with gone as (delete from record_links where from_id = any(${[primary, secondary]}::uuid[])
      and to_id = any(${[primary, secondary]}::uuid[]) returning *)
    insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
    select ${id}, 'record_links', 'from_id', 'dropped', to_jsonb(gone) from gone`.execute(tx)
}

interface Pair {
  primary: AnyRecord
  row: LockedRow
  secondary: AnyRecord
}

async function mergeOne(
  tx: Db,
  context: Context,
  type: RecordType,
  { primary, row, secondary }: Pair,
  choices: Readonly<Record<string, Choice>>,
): Promise<{ record: AnyRecord; event: EventRow }> {
  const merging: Merging = { id: newId(), type: type.name, primary: primary.id, secondary: secondary.id }
  const table = sql.table(type.plural)
  // Before the primary counts as merged with it, whatever was merged into the secondary belongs to the primary.
  await sql`update record_merges set primary_id = ${primary.id}
    where primary_id = ${secondary.id} and undone_at is null`.execute(tx)
  await sql`insert into record_merges (id, type, secondary_id, into_id, primary_id, merged_at, merged_by, secondary_row, primary_before, document)
    select ${merging.id}, ${type.name}, s.id, p.id, p.id, ${context.now}, ${context.caller.userId}, to_jsonb(s), to_jsonb(p),
      coalesce((select document from search_entries where record_id = s.id), '')
    from ${table} s, ${table} p where s.id = ${secondary.id} and p.id = ${primary.id}`.execute(tx)
  for (const statement of behaviourOf(type).merge?.settle ?? [])
    await tx.executeQuery(CompiledQuery.raw(statement, [merging.id, primary.id, secondary.id]))
  await settleLinks(tx, type, merging, choices)
  await repoint(tx, merging, await referencesTo(tx, type), type.plural)
  await sql`delete from search_entries where record_id = ${secondary.id}`.execute(tx)
  await sql`delete from ${table} where id = ${secondary.id}`.execute(tx)
  await sql`update ${table} set created_at = ${secondary.createdAt}
    where id = ${primary.id} and created_at > ${secondary.createdAt}`.execute(tx)

  const before = draftOf(type, row, primary)
  const values = mergedValues(type, primary, [secondary], choices)
  const change: Change = { before, after: { ...before, values: { ...before.values, ...values } }, given: {} }
  await complete(tx, context, type, [change])
  const { data, personal } = changesOf(type, change)
  const event = eventRow(
    {
      type: `${type.name as 'person'}.merged`,
      subject: { type: type.name, id: primary.id, version: primary.version + 1 },
      ...customerOf(type, primary.id, change.after.values),
      data: { merge: merging.id, merged: secondary.id, changes: data },
      personal: { title: secondary.title, ...(personal ? { changes: personal } : {}) },
    },
    context.caller,
    context.now,
  )
  const [record] = await run(tx, context, type, statementsOf(type).overwrite, [change], [event])
  await sql`update record_merges set primary_after = (select to_jsonb(p) from ${table} p where p.id = ${primary.id})
    where id = ${merging.id}`.execute(tx)
  if (!record) throw new Error('The primary of a merge was not written')
  return { record, event }
}

/** What each of several merges into one takes: of a choice for a later one, the primary keeps what it has for now. */
const choicesFor = (
  choices: Readonly<Record<string, Choice>>,
  primary: string,
  secondary: string,
): Record<string, Choice> =>
  Object.fromEntries(
    Object.entries(choices).map(([field, choice]) => [
      field,
      choice === 'all' || choice === secondary ? choice : primary,
    ]),
  )

async function present(
  tx: Db,
  context: Context,
  type: RecordType,
  ids: readonly string[],
): Promise<Map<string, LockedRow>> {
  await lockWhole(tx, type, ids)
  const rows = await lock(tx, context, type, [...ids], 'edit')
  for (const id of ids) {
    const row = rows.get(id)
    if (!row && (await mergedInto(tx, id)))
      throw conflict('One of these has been merged with another meanwhile. Open it and look again.')
    allowed(type, row, 'merge')
    if (row?.deletedAt) throw conflict(`“${String(row.title)}” is in the bin. Restore it first.`)
  }
  return rows
}

export interface MergeInput {
  others: readonly string[]
  choices: Readonly<Record<string, Choice>>
  versions: Readonly<Record<string, number>>
}

/**
 * Merges records into one, in one transaction: it takes the values chosen, what refers to the others refers to it, and
 * their ids lead to it. Refuses with 409 when one has been merged meanwhile, with 412 when one was changed after it
 * was read.
 */
export async function mergeRecords(
  context: Context,
  type: RecordType,
  id: string,
  { others, choices, versions }: MergeInput,
): Promise<Written> {
  if (!type.mergeable) throw notFound(type.label.one.toLowerCase())
  const ids = [id, ...others]
  if (new Set(ids).size < ids.length) throw invalidField('others', 'A record is not merged with itself')
  refuseLimited(context.caller, type, [choices])
  const written = await atomically(context, async (inner): Promise<Written> => {
    const tx = inner.database.db
    const rows = await present(tx, inner, type, ids)
    const toRecord = recordOf(type)
    const records = new Map([...rows].map(([key, row]) => [key, withoutMarks(toRecord(row)) as AnyRecord]))
    for (const [key, version] of Object.entries(versions)) {
      const record = records.get(key)
      if (record && record.version !== version)
        throw changedMeanwhile(shownTo(context.caller, type, [record])[0] ?? {})
    }
    const writtenAt = await fieldsWrittenAt(tx, ids)
    const candidate = (key: string) => ({
      record: records.get(key) as AnyRecord,
      changedAt: writtenAt[key] ?? {},
    })
    const chosen = {
      ...chosenByRule(type, behaviourOf(type).merge ?? {}, candidate(id), others.map(candidate)),
      ...choices,
    }
    // Refuses what cannot be chosen before anything is written.
    mergedValues(
      type,
      records.get(id) as AnyRecord,
      others.map((key) => records.get(key) as AnyRecord),
      chosen,
    )
    await keepExact(tx)
    let primary = records.get(id) as AnyRecord
    const events: string[] = []
    for (const other of others) {
      const { record, event } = await mergeOne(
        tx,
        inner,
        type,
        { primary, row: rows.get(id) as LockedRow, secondary: records.get(other) as AnyRecord },
        choicesFor(chosen, id, other),
      )
      primary = record
      events.push(event.id)
    }
    return { records: shownTo(context.caller, type, [primary]), events }
  })
  announce(context, type)
  return written
}
