import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { appendEvents, eventRow } from '../ledger/record.ts'
import { recordOf, selectList } from './column.ts'
import { customerOf } from './events.ts'
import { allowed, lock, withoutMarks } from './lock.ts'
import { searchColumns, searchEntry } from './search.ts'
import type { Written } from './write.ts'

/** Puts records in the bin, or takes them out. Already there: nothing happens. */
export async function moveToBin(context: Context, type: RecordType, ids: string[], binned: boolean): Promise<Written> {
  const toRecord = recordOf(type)
  const written = await transaction(context.database.db, async (tx): Promise<Written> => {
    const rows = await lock(tx, context, type, ids, 'delete')
    const records = ids.map((id) => withoutMarks(toRecord(allowed(type, rows.get(id), 'delete'))) as AnyRecord)
    const moving = records.filter((record) => (record.deletedAt !== null) !== binned)
    const moved = moving.map((record) => record.id)
    const events = moving.map((record) =>
      eventRow(
        {
          type: `${type.name as 'person'}.${binned ? 'deleted' : 'restored'}`,
          subject: { type: type.name, id: record.id, version: record.version + 1 },
          ...customerOf(type, record.id, record),
        },
        context.caller,
        context.now,
      ),
    )
    if (moved.length > 0) {
      const search = binned
        ? 'delete from search_entries using written where record_id = written.id'
        : `insert into search_entries (${searchColumns}) ${searchEntry(type)} from written t on conflict do nothing`
      const text = `with written as (update ${type.plural} t set version = version + 1, updated_at = $2, deleted_at = ${binned ? '$2' : 'null'}
          where t.id = any($1::uuid[]) returning t.*),
        searched as (${search}), events_written as (${appendEvents('$3')})
        select ${selectList(type)} from written t`
      const { rows: now } = await tx.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [moved, context.now, JSON.stringify(events)]))
      const byId = new Map(now.map((row) => [row.id, toRecord(row) as AnyRecord]))
      records.forEach((record, i) => (records[i] = byId.get(record.id) ?? record))
    }
    return { records, events: ids.map((id) => events.find((event) => event.subject_id === id)?.id ?? null) }
  })
  context.database.notify('ledger')
  return written
}
