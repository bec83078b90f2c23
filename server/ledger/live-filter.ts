import { CompiledQuery } from 'kysely'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'
import type { Caller } from '../http/caller.ts'
import { reach } from '../http/policy.ts'
import { membersIn, parameters, permitted, silentEvents } from '../records/visible.ts'
import type { StoredEvent } from './read.ts'

/** Events may also be about what is no record, such as a field; pages are told of it in other ways. */
const isRecordType = (name: string): boolean => recordTypes.some((type) => type.name === name)

/** Whose the record was until this very change: they are to see it leave. */
function wasTheirs(caller: Caller, type: RecordType, event: StoredEvent): boolean {
  const change =
    type.owner && (event.data.changes as Record<string, [unknown, unknown]> | undefined)?.[type.owner]
  const before = change?.[0]
  const far = reach(caller, type.name, 'see')
  return (
    typeof before === 'string' &&
    (before === caller.userId ||
      ((far === 'team' || far === 'below') && membersIn(caller, far).includes(before)))
  )
}

/** Of these events, those about records that the caller may see. A question to the database only where an owner decides. */
export async function visibleTo(
  db: Db,
  caller: Caller,
  events: readonly StoredEvent[],
): Promise<StoredEvent[]> {
  const asked = new Map<string, Set<string>>()
  const far = (name: string) => {
    if (!isRecordType(name)) return 'none'
    const reached = reach(caller, name, 'see')
    return reached === 'none' || reached === 'all' || recordTypeOf(name).owner ? reached : 'all'
  }
  for (const { subject_type, subject_id } of events) {
    if (far(subject_type) === 'none' || far(subject_type) === 'all') continue
    const ids = asked.get(subject_type) ?? new Set<string>()
    asked.set(subject_type, ids.add(subject_id))
  }
  const visible = new Set<string>()
  if (asked.size > 0) {
    const { values, bind } = parameters()
    const parts = [...asked].map(([name, ids]) => {
      const type = recordTypeOf(name)
      return `select t.id from ${type.plural} t where t.id = any(${bind([...ids])}::uuid[]) and ${permitted(caller, type, 'see', 't', bind)}`
    })
    const { rows } = await db.executeQuery<{ id: string }>(
      CompiledQuery.raw(parts.join(' union all '), values),
    )
    for (const { id } of rows) visible.add(id)
  }
  const silent = new Set(silentEvents(caller))
  return events.filter((event) => {
    if (silent.has(event.type)) return false
    const reached = far(event.subject_type)
    if (reached === 'none' || reached === 'all') return reached === 'all'
    return visible.has(event.subject_id) || wasTheirs(caller, recordTypeOf(event.subject_type), event)
  })
}
