import { email } from '../../../../contract/customer/email.ts'
import { relationsOf } from '../../../../contract/record-types.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { Caller } from '../../../http/caller.ts'
import { columnNamed } from '../../../records/column.ts'
import { mergedInto } from '../../../records/history.ts'
import { knows, permitted, type Bind } from '../../../records/visible.ts'

/** Whose timeline it is. */
interface Ground {
  type: RecordType
  /** As it stands in the statement. */
  id: string
}

/** How conversations are folded: for whom, and to what the timeline is narrowed. */
export interface Folding extends Ground {
  caller: Caller
  /** Conditions on the event `n`. */
  narrowing: readonly string[]
  bind: Bind
}

const isMessage = (alias: string) => `${alias}.type in ('email.sent', 'email.received')`

const merged = (id: string) => `(select ${id} union all select id from ${mergedInto(id)})`

/** The condition under which the email `o` of an event has still to do with whose timeline it is: it may be taken off it. */
function isAbout({ type, id }: Ground, event: string): string {
  if (type.name === 'person')
    return `(o.person_id in ${merged(id)} or exists (select from record_links l
      where l.from_id = o.id and l.field = 'others' and l.to_id in ${merged(id)}))`
  if (type.name === 'company') return `(o.company_id in ${merged(id)} or ${event}.company_id is null)`
  return 'true'
}

/** The condition under which the event `e` is no message, or one that has not been taken off this timeline. */
export const isStillAbout = (ground: Ground): string =>
  `case when ${isMessage('e')} then exists (select from emails o where o.id = e.subject_id and ${isAbout(ground, 'e')})
    else true end`

/**
 * The condition under which the event `n` of the email `o` stands on a timeline: never where it does not, or a conversation
 * would be folded under a message that is not there.
 */
function onTimeline({ type, id }: Folding): string {
  const self = merged(id)
  const party = `exists (select from event_subjects s where s.event_id = n.id and s.at = n.at and s.subject_id in ${self})`
  if (type.name === 'person') return `(n.person_id in ${self} or ${party})`
  if (type.name === 'company')
    return `(n.company_id in ${self} or ${party} or n.company_id is null and exists (select from employments w
      where w.company_id = ${id} and w.person_id = n.person_id and (w.ended_on is null or n.at < w.ended_on + 1)))`
  const about = relationsOf(type)
    .filter((relation) => relation.direction === 'inverse' && relation.type.name === email.name)
    .map(({ field }) => `o.${columnNamed(email, field)?.name} = ${id} or`)
  return `(${about.join(' ')} n.subject_id = ${id})`
}

/** All that the caller sees on this timeline, `o` with its event `n`, of the conversation that the event `e` is part of. */
const messages = (folding: Folding): string => {
  const conditions = [
    'm.id = e.subject_id',
    'o.deleted_at is null',
    permitted(folding.caller, email, 'see', 'o', folding.bind),
    isMessage('n'),
    onTimeline(folding),
    isAbout(folding, 'n'),
    ...folding.narrowing,
  ]
  return `from emails m join emails o on o.conversation = m.conversation join events n on n.subject_id = o.id
    where ${conditions.join(' and ')}`
}

/** The condition under which the event `e` is no message, or the latest of its conversation. */
export const isLatest = (folding: Folding): string =>
  `case when ${isMessage('e')} then not exists (select ${messages(folding)} and (n.at, n.id) > (e.at, e.id)) else true end`

/** How many messages there are of the conversation of the event `e`, and who wrote them, as JSON; null for any other event. */
export const threadOf = (folding: Folding): string =>
  `case when ${isMessage('e')} then (select json_build_object('count', greatest(count(*), 1), 'senders',
    ${knows(folding.caller, email.name, 'sender') ? `coalesce(json_agg(distinct o.sender) filter (where o.sender is not null), '[]')` : `'[]'::json`})
    ${messages(folding)}) end`

/** The condition under which the event `e` is a message of the conversation that an email is part of. */
export const ofConversation = (id: string): string =>
  `${isMessage('e')} and e.subject_id = any(array(select o.id from emails m join emails o
    on o.id = m.id or o.conversation = m.conversation where m.id = ${id}))`
