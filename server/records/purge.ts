import { sql } from 'kysely'
import type { LiveMany } from '../../contract/ledger/live.ts'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import { atomically, type Context } from '../http/context.ts'
import { conflict } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import { columnsOf, recordOf } from './column.ts'
import { customerOf } from './events.ts'
import { deleteFilesOf } from './files/commands.ts'
import { planFor } from './formula/plan.ts'
import { readersOf, settleDue } from './formula/recompute.ts'
import { allowed, lock, withoutMarks } from './lock.ts'
import { readOwnFields } from './own/queries.ts'
import { refusalOf } from './refusals.ts'
import { updateRecords } from './write.ts'

/** Ids of records that go for good, by the name of their type. */
export type Doomed = Map<string, string[]>

const types: readonly RecordType[] = recordTypes

interface Reference {
  field: string
  column: string
  /** The type referred to. */
  to: string
  /** The record goes with the one it refers to. */
  follows: boolean
}

/** The fields that hold the id of one other record. */
const references = (type: RecordType): Reference[] =>
  columnsOf(type).flatMap(({ field, name: column, declared }): Reference[] => {
    if (declared.type === 'user') return [{ field, column, to: 'user', follows: false }]
    return declared.type === 'reference'
      ? [{ field, column, to: declared.to, follows: declared.onDelete === 'delete' }]
      : []
  })

/** Adds what goes along: notes, calls, meetings and tasks that anybody wrote about them. */
export async function withFollowers(db: Db, chosen: Doomed): Promise<Doomed> {
  const doomed: Doomed = new Map(chosen)
  for (const type of types) {
    for (const { column, to, follows } of references(type)) {
      const gone = doomed.get(to)
      if (!gone || !follows) continue
      const { rows: about } = await sql<{ id: string }>`
        select id from ${sql.table(type.plural)} where ${sql.ref(column)} = any(${gone}::uuid[])`.execute(db)
      if (about.length > 0)
        doomed.set(type.name, [...new Set([...(doomed.get(type.name) ?? []), ...about.map(({ id }) => id)])])
    }
  }
  return doomed
}

/** Records that stay let go of those that do not, as a change by whoever removes them. */
export async function letGo(context: Context, doomed: Doomed): Promise<void> {
  for (const type of types) {
    const going = doomed.get(type.name) ?? []
    const cleared = new Map<string, Record<string, null>>()
    for (const { field, column, to } of references(type)) {
      const gone = doomed.get(to)
      if (!gone) continue
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(type.plural)}
        where ${sql.ref(column)} = any(${gone}::uuid[]) and id <> all(${going}::uuid[])`.execute(
        context.database.db,
      )
      for (const { id } of rows) cleared.set(id, { ...cleared.get(id), [field]: null })
    }
    if (cleared.size > 0)
      await updateRecords(
        context,
        type,
        [...cleared].map(([id, values]) => ({ id, values })),
      )
  }
}

/** What refers to records without a foreign key, but for their events. */
export async function forget(db: Db, ids: string[]): Promise<void> {
  for (const [table, column] of [
    ['event_subjects', 'subject_id'],
    ['notifications', 'subject_id'],
    ['search_entries', 'record_id'],
    ['record_links', 'from_id'],
    ['external_ids', 'record_id'],
    ['import_meetings', 'record_id'],
    ['webhook_deliveries', 'subject_id'],
  ] as const)
    await sql`delete from ${sql.table(table)} where ${sql.ref(column)} = any(${ids}::uuid[])`.execute(db)
  await deleteFilesOf(db, ids)
}

/** Deletes the rows, and answers how many of each type by its plural; tells pages that they are gone. */
export async function deleteRows(context: Context, doomed: Doomed): Promise<Record<string, number>> {
  const counts: [string, number][] = []
  for (const [name, ids] of doomed) {
    const type = recordTypeOf(name)
    try {
      await sql`delete from ${sql.table(type.plural)} where id = any(${ids}::uuid[])`.execute(
        context.database.db,
      )
    } catch (error) {
      throw refusalOf(error, type)
    }
    counts.push([type.plural, ids.length])
  }
  const gone: LiveMany = { types: [...doomed.keys()] }
  context.database.notify('gone', JSON.stringify(gone))
  context.database.notify('ledger')
  return Object.fromEntries(counts)
}

/**
 * Deletes records in the bin for good. What happened stays in the ledger as a fact, without any personal text; the records
 * that stay let go of them.
 */
export const purge = (context: Context, chosen: readonly { type: string; id: string }[]) =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const asked: Doomed = new Map()
    const events: Parameters<typeof record>[3][number][] = []
    for (const [name, members] of Map.groupBy(chosen, ({ type }) => type)) {
      const type = recordTypeOf(name)
      const ids = [...new Set(members.map(({ id }) => id))]
      if (type.setting)
        throw conflict(`${type.label.many} stay in the bin, because history and figures refer to them.`)
      const rows = await lock(db, inner, type, ids, 'delete')
      for (const id of ids) {
        const binned = withoutMarks(recordOf(type)(allowed(type, rows.get(id), 'delete'))) as AnyRecord
        if (binned.deletedAt === null)
          throw conflict(`“${binned.title}” is not in the bin any more. Nothing was deleted.`)
        events.push({
          type: `${name as 'person'}.purged`,
          subject: { type: name, id, version: null },
          ...customerOf(type, id, binned),
        })
      }
      asked.set(name, ids)
    }
    const doomed = await withFollowers(db, asked)
    await letGo(inner, doomed)
    const plan = planFor((await readOwnFields(db)).fields)
    const readers = await readersOf(db, plan, doomed)
    const ids = [...doomed.values()].flat()
    await forget(db, ids)
    const counts = await deleteRows(inner, doomed)
    // At once: who follows the ledger may not have come to their binning yet, and finds no row to start from.
    await settleDue(db, plan, readers)
    await record(db, inner.caller, inner.now, events)
    await sql`update events set personal = null where subject_id = any(${ids}::uuid[]) and personal is not null`.execute(
      db,
    )
    return { records: counts }
  })
