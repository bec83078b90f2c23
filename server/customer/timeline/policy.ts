import { eventTypes } from '../../../contract/event-types.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Caller } from '../../http/caller.ts'
import { subjectNow } from '../../records/history.ts'
import { permitted, silentEvents, type Bind } from '../../records/visible.ts'

/** Notes, calls, meetings and tasks: what is written on a timeline. */
export const isActivity = ({ name }: RecordType): boolean =>
  eventTypes.some(({ type, kind }) => type === `${name}.created` && kind === 'activity')

/**
 * The condition under which the event `e` may be shown: its subject is the caller's to see, and what is in the bin is not
 * on the timeline. Part of the query, so that pages are full.
 */
export function visibleEvents(caller: Caller, bind: Bind): string {
  const hidden: string[] = []
  const asked: string[] = []
  for (const type of recordTypes as readonly RecordType[]) {
    const may = permitted(caller, type, 'see', 's', bind)
    const present = isActivity(type)
      ? `(s.deleted_at is null or e.type in ('${type.name}.deleted', '${type.name}.restored'))`
      : 'true'
    if (may === 'false') hidden.push(type.name)
    else if (may !== 'true' || present !== 'true')
      asked.push(
        `when '${type.name}' then exists (select from ${type.plural} s where s.id = ${subjectNow(type)} and ${may} and ${present})`,
      )
  }
  const rest = `e.subject_type <> all(${bind(hidden)}::text[])`
  const silent = silentEvents(caller)
  const heard = silent.length > 0 ? `e.type <> all(${bind(silent)}::text[]) and ` : ''
  return heard + (asked.length === 0 ? rest : `case e.subject_type ${asked.join(' ')} else ${rest} end`)
}
