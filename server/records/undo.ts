import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { atomically, type Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { conflict, notFound } from '../http/problem.ts'
import { moveToBin } from './bin.ts'
import { getRecord } from './list.ts'
import { refuseLimited } from './visible.ts'
import { typeIn } from './types.ts'
import { unmergeAct } from './unmerge.ts'
import { updateRecords } from './write.ts'

interface Row {
  id: string
  type: string
  subject_type: string
  subject_id: string
  changes: Record<string, [unknown, unknown]>
  /** Of a merge, its id. */
  merge: string | null
  /** Somebody else has done something with the record since. */
  touched: boolean
}

/** Takes back one event by writing its opposite; the ledger keeps both. */
async function undoOne(context: Context, event: Row): Promise<string | null> {
  const type = typeIn(context.database, event.subject_type)
  const verb = event.type.split('.')[1]
  if (verb === 'created' || verb === 'deleted' || verb === 'restored') {
    authorise(context.caller, { type: type.name, action: 'delete' })
    const { records, events } = await moveToBin(context, type, [event.subject_id], verb !== 'deleted')
    if (event.touched)
      throw conflict(`Somebody else has changed “${records[0]?.title}” since. Open it and decide there.`)
    return events[0] ?? null
  }
  authorise(context.caller, { type: type.name, action: 'edit' })
  if (event.merge !== null) {
    if (verb === 'unmerged') throw conflict('Merge the two again, if they are one after all.')
    return unmergeAct(context, type, event.merge)
  }
  refuseLimited(context.caller, type, [event.changes])
  const current = await getRecord(context, type, event.subject_id)
  const changes = Object.entries(event.changes).filter(([field]) => !type.fields[field]?.readOnly)
  const since = changes
    .filter(([field, [, after]]) => !isDeepStrictEqual(current[field] ?? null, after ?? null))
    .map(([field]) => (type.fields[field] ?? type.retired?.[field])?.label ?? field)
  if (since.length > 0)
    throw conflict(`${since.join(', ')} of “${current.title}” changed again since. Open it and decide there.`)
  const values = Object.fromEntries(changes.map(([field, [before]]) => [field, before]))
  const undoes = Object.fromEntries(Object.entries(event.changes).map(([field, [before]]) => [field, before]))
  return (await updateRecords(context, type, [{ id: event.subject_id, values, undoes }])).events[0] ?? null
}

/** Takes back events of the caller's own doing, all or none. */
export async function undo(context: Context, ids: string[]) {
  return atomically(context, async (inner) => {
    const mine = (alias: string) => sql`(${sql.ref(`${alias}.actor_id`)} = ${context.caller.userId}::uuid
      or ${sql.ref(`${alias}.key_id`)} = ${context.caller.keyId}::uuid)`
    const { rows } = await sql<Row>`
      select e.id, e.type, e.subject_type, e.subject_id,
        coalesce(e.data -> 'changes', '{}') || coalesce(e.personal -> 'changes', '{}') as changes,
        e.data ->> 'merge' as merge,
        exists (select from events later where later.subject_id = e.subject_id and later.id > e.id
          and ${mine('later')} is not true) as touched
      from events e where e.id = any(${ids}::uuid[]) and ${mine('e')}
      order by e.id desc`.execute(inner.database.db)
    if (rows.length < new Set(ids).size) throw notFound('event of yours')
    const events: string[] = []
    for (const row of rows) {
      const event = await undoOne(inner, row)
      if (event) events.push(event)
    }
    return { events, records: rows.map((row) => ({ type: row.subject_type, id: row.subject_id })) }
  })
}
