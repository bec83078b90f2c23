import { CompiledQuery } from 'kysely'
import { relationsOf } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { conflict } from '../http/problem.ts'
import { appendEvents, eventRow } from '../ledger/record.ts'
import { behaviourOf, type Change } from './behaviour.ts'
import { columnNamed, recordOf, selectList } from './column.ts'
import { customerOf } from './events.ts'
import { allowed, lock, withoutMarks } from './lock.ts'
import { searchColumns, searchEntry } from './search.ts'
import { shownTo } from './visible.ts'
import { announce, ruleGround, type Written } from './write.ts'

/** Refuses when records in use refer to these and are declared not to do without them, as deals their stage. */
async function refuseInUse(tx: Db, type: RecordType, ids: string[]): Promise<void> {
  for (const { direction, type: other, field } of relationsOf(type)) {
    const column = columnNamed(other, field)
    if (
      direction !== 'inverse' ||
      !column ||
      !('onDelete' in column.declared) ||
      column.declared.onDelete !== 'refuse'
    )
      continue
    const text = `select from ${other.plural} where ${column.name} = any($1::uuid[]) and deleted_at is null limit 1`
    const { rows } = await tx.executeQuery(CompiledQuery.raw(text, [ids]))
    if (rows.length > 0)
      throw conflict(`${other.label.many} still use this ${type.label.one.toLowerCase()}. Move them first.`)
  }
}

async function check(
  tx: Db,
  context: Context,
  type: RecordType,
  records: AnyRecord[],
  binned: boolean,
): Promise<void> {
  if (binned)
    await refuseInUse(
      tx,
      type,
      records.map((record) => record.id),
    )
  const { gather, moveToBin } = behaviourOf(type)
  if (!moveToBin) return
  const ground = ruleGround(context)
  const drafts = records.map((record) => ({ id: record.id, values: record, derived: {} }))
  const facts = await gather?.(
    tx,
    drafts.map((draft): Change => ({ before: draft, after: draft, given: {} })),
    ground,
  )
  for (const draft of drafts) moveToBin(draft, binned, facts, ground)
}

/** Puts records in the bin, or takes them out. Already there: nothing happens. */
export async function moveToBin(
  context: Context,
  type: RecordType,
  ids: string[],
  binned: boolean,
): Promise<Written> {
  const toRecord = recordOf(type)
  const written = await transaction(context.database.db, async (tx): Promise<Written> => {
    const rows = await lock(tx, context, type, ids, 'delete')
    const records = ids.map(
      (id) => withoutMarks(toRecord(allowed(type, rows.get(id), 'delete'))) as AnyRecord,
    )
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
      await check(tx, context, type, moving, binned)
      const search = binned
        ? 'delete from search_entries using written where record_id = written.id'
        : `insert into search_entries (${searchColumns}) ${searchEntry(type)} from written t on conflict do nothing`
      const text = `with written as (update ${type.plural} t set version = version + 1, updated_at = $2, deleted_at = ${binned ? '$2' : 'null'}
          where t.id = any($1::uuid[]) returning t.*),
        searched as (${search}), events_written as (${appendEvents('$3')})
        select ${selectList(type)} from written t`
      const { rows: now } = await tx.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(text, [moved, context.now, JSON.stringify(events)]),
      )
      const byId = new Map(now.map((row) => [row.id, toRecord(row) as AnyRecord]))
      records.forEach((record, i) => (records[i] = byId.get(record.id) ?? record))
    }
    return {
      records: shownTo(context.caller, type, records),
      events: ids.map((id) => events.find((event) => event.subject_id === id)?.id ?? null),
    }
  })
  announce(context, type)
  return written
}
