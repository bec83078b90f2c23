import { sql } from 'kysely'
import { recordTypeOf } from '../../contract/record-types.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { conflict, notFound } from '../http/problem.ts'
import { moveToBin } from './bin.ts'
import { getRecord } from './list.ts'
import { updateRecords } from './write.ts'

interface Row {
  id: string
  type: string
  subject_type: string
  subject_id: string
  changes: Record<string, [unknown, unknown]>
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Takes back one event by writing its opposite; the ledger keeps both. */
async function undoOne(context: Context, event: Row): Promise<string | null> {
  const type = recordTypeOf(event.subject_type)
  const verb = event.type.split('.')[1]
  if (verb === 'created' || verb === 'deleted' || verb === 'restored') {
    authorise(context.caller, { type: type.name, action: 'delete' })
    return (await moveToBin(context, type, [event.subject_id], verb !== 'deleted')).events[0] ?? null
  }
  authorise(context.caller, { type: type.name, action: 'edit' })
  const current = await getRecord(context, type, event.subject_id)
  const changes = Object.entries(event.changes).filter(([field]) => !type.fields[field]?.readOnly)
  const since = changes.filter(([field, [, after]]) => !equal(current[field], after)).map(([field]) => type.fields[field]?.label ?? field)
  if (since.length > 0) throw conflict(`${since.join(', ')} of “${current.title}” changed again since. Open it and decide there.`)
  const values = Object.fromEntries(changes.map(([field, [before]]) => [field, before]))
  return (await updateRecords(context, type, [{ id: event.subject_id, values }])).events[0] ?? null
}

/** Takes back events of the caller's own doing, all or none. */
export async function undo(context: Context, ids: string[]) {
  return transaction(context.database.db, async (tx) => {
    const inner = { ...context, database: { ...context.database, db: tx, lists: tx } }
    const { rows } = await sql<Row>`
      select id, type, subject_type, subject_id,
        coalesce(data -> 'changes', '{}') || coalesce(personal -> 'changes', '{}') as changes
      from events where id = any(${ids}::uuid[])
        and (actor_id = ${context.caller.userId}::uuid or key_id = ${context.caller.keyId}::uuid)
      order by id desc`.execute(tx)
    if (rows.length < ids.length) throw notFound('event of yours')
    const events: string[] = []
    for (const row of rows) {
      const event = await undoOne(inner, row)
      if (event) events.push(event)
    }
    return { events, records: rows.map((row) => ({ type: row.subject_type, id: row.subject_id })) }
  })
}
