import { sql } from 'kysely'
import type { BulkChange } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Context } from '../../http/context.ts'
import { Refusal } from '../../http/problem.ts'
import type { Values } from '../behaviour.ts'
import { carefully } from '../carefully.ts'
import { recordOf } from '../column.ts'
import { sentenceOf } from '../import/changes.ts'
import { formerValues } from '../import/undo-chunk.ts'
import { allowed, lock, withoutMarks } from '../lock.ts'
import { updateRecords } from '../write.ts'
import { valuesAfter } from './rules.ts'

/** What became of one record. */
export interface Outcome {
  id: string
  outcome: 'changed' | 'already' | 'refused' | 'reverted' | 'kept'
  reason?: string
  /** Fields that stay when it is undone. */
  fields?: readonly string[]
  event?: string | null
  /** As they were and are, of those that changed. */
  before?: AnyRecord
  after?: AnyRecord
}

/** The locked records that the caller may change, and an outcome for each of the others. */
async function open(
  context: Context,
  type: RecordType,
  ids: readonly string[],
  otherwise: 'refused' | 'kept',
): Promise<{ records: Map<string, AnyRecord>; outcomes: Map<string, Outcome> }> {
  const rows = await lock(context.database.db, context, type, [...ids], 'edit')
  const toRecord = recordOf(type)
  const records = new Map<string, AnyRecord>()
  const outcomes = new Map<string, Outcome>()
  for (const id of ids) {
    const not = (reason: string) => outcomes.set(id, { id, outcome: otherwise, reason })
    try {
      const record = withoutMarks(toRecord(allowed(type, rows.get(id), 'change'))) as AnyRecord
      if (record.deletedAt === null) records.set(id, record)
      else not('It is in the bin')
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      not(rows.has(id) ? sentenceOf(error) : 'It is not there any more')
    }
  }
  return { records, outcomes }
}

async function write(
  context: Context,
  type: RecordType,
  values: ReadonlyMap<string, Values>,
  told: (id: string, event: string | null, after: AnyRecord) => void,
  refused: (id: string, reason: string) => void,
): Promise<void> {
  await carefully(
    context.database.db,
    [...values.keys()],
    async (ids) => {
      const { records, events } = await updateRecords(
        context,
        type,
        ids.map((id) => ({ id, values: values.get(id)! })),
      )
      ids.forEach((id, at) => told(id, events[at] ?? null, records[at]!))
    },
    (id, refusal) => refused(id, sentenceOf(refusal)),
  )
}

/** Changes some records as asked, in the transaction of the context: what is refused says why, and the others stand. */
export async function editSome(
  context: Context,
  type: RecordType,
  changes: readonly BulkChange[],
  ids: readonly string[],
): Promise<Outcome[]> {
  const { records, outcomes } = await open(context, type, ids, 'refused')
  const values = new Map([...records].map(([id, record]) => [id, valuesAfter(record, changes)]))
  await write(
    context,
    type,
    values,
    (id, event, after) =>
      outcomes.set(
        id,
        event
          ? { id, outcome: 'changed', event, before: records.get(id)!, after }
          : { id, outcome: 'already' },
      ),
    (id, reason) => outcomes.set(id, { id, outcome: 'refused', reason }),
  )
  return ids.map((id) => outcomes.get(id)!)
}

type Changes = Record<string, [before: unknown, after: unknown]>

/** Gives records their former values, where they still have what the events gave them. */
export async function takeBackSome(
  context: Context,
  type: RecordType,
  deeds: readonly { id: string; event: string }[],
): Promise<Outcome[]> {
  const ids = deeds.map(({ id }) => id)
  const { records, outcomes } = await open(context, type, ids, 'kept')
  const { rows } = await sql<{ id: string; changes: Changes }>`
    select subject_id as id, coalesce(data -> 'changes', '{}') || coalesce(personal -> 'changes', '{}') as changes
    from events where id = any(${deeds.map(({ event }) => event)}::uuid[])`.execute(context.database.db)
  const changed = new Map(rows.map((row) => [row.id, row.changes]))
  const values = new Map<string, Values>()
  const since = new Map<string, string[]>()
  for (const [id, record] of records) {
    const left = formerValues(type, record, [{ changes: changed.get(id) ?? {} }])
    since.set(id, left.since)
    values.set(id, left.former)
  }
  await write(
    context,
    type,
    values,
    (id) => {
      const fields = since.get(id) ?? []
      outcomes.set(
        id,
        fields.length > 0
          ? { id, outcome: 'kept', fields, reason: 'It was changed again since' }
          : { id, outcome: 'reverted' },
      )
    },
    (id, reason) => outcomes.set(id, { id, outcome: 'kept', reason }),
  )
  return ids.map((id) => outcomes.get(id)!)
}
