import { eventTypeOf, eventTypes } from '../../contract/event-types.ts'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { familyOf, narrowed, recordTypeOf, type RecordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { knowsAll, limitOf, type Action, type OwnRole, type Role } from '../../contract/team/role.ts'
import type { Caller } from '../http/caller.ts'
import { reach } from '../http/policy.ts'
import { forbidden, invalid, type FieldError } from '../http/problem.ts'
import { columnNamed } from './column.ts'

/** Adds a value to a statement's parameters and gives its placeholder. */
export type Bind = (value: unknown) => string

/** A statement's parameters in order, and how to add to them. */
export function parameters(): { values: unknown[]; bind: Bind } {
  const values: unknown[] = []
  return { values, bind: (value) => `$${values.push(value)}` }
}

/**
 * The condition under which the caller may do something with a record of `alias`. A type without an owner is all or
 * nothing: "own", "team" and "below" reach all of it.
 */
export function permitted(
  caller: Caller,
  type: RecordType,
  action: Action,
  alias: string,
  bind: Bind,
): string {
  const reached = within(caller, type, action, alias, bind)
  if (reached === 'false') return reached
  // Who has no name is called by an address; where that is not to be known, nor is the record.
  const unnamed = (type.calledBy ?? [])
    .filter((field) => !knows(caller, type.name, field))
    .map(
      (field) => `${alias}.title is distinct from ${columnNamed(recordTypeOf(type.name), field)?.at(alias)}`,
    )
  return unnamed.length === 0 ? reached : `(${[reached, ...unnamed].join(' and ')})`
}

function within(caller: Caller, type: RecordType, action: Action, alias: string, bind: Bind): string {
  const far = reach(caller, type.name, action)
  if (far === 'none') return 'false'
  const owner = type.owner && columnNamed(type, type.owner)
  if (far === 'all' || !owner) return 'true'
  if (far === 'own') return `${alias}.${owner.name} = ${bind(caller.userId)}::uuid`
  return `${alias}.${owner.name} = any(${bind([...membersIn(caller, far)])}::uuid[])`
}

/** Whose records these reaches take in. */
export const membersIn = (caller: Caller, far: 'team' | 'below'): readonly string[] =>
  far === 'team' ? caller.ownTeam : caller.teammates

/** The fields of a type, own ones and retired ones included, that the caller is not to know of. */
export const hiddenFields = ({ role }: Caller, type: string): string[] =>
  typeof role === 'string'
    ? []
    : Object.keys(role.fields[type] ?? {}).filter((field) => limitOf(role, type, field) === 'hidden')

/** Whether the caller may know of a field. */
export const knows = ({ role }: Caller, type: string, field: string): boolean =>
  limitOf(role, type, field) !== 'hidden'

const narrowedFor = new WeakMap<OwnRole, WeakMap<RecordTypes, RecordTypes>>()

/**
 * The types as the caller knows them: the fields that their role hides are not there, so that nothing derived from them, a
 * select list, a filter, an order, can have them; those that it only reads say so.
 */
export function typesSeenBy({ role }: Caller, types: RecordTypes): RecordTypes {
  if (typeof role === 'string') return types
  let known = narrowedFor.get(role)
  if (!known) narrowedFor.set(role, (known = new WeakMap()))
  let seen = known.get(types)
  if (!seen) {
    seen = narrowed(types, ({ name }, field, declared) => {
      const limit = limitOf(role, name, field)
      return limit === 'hidden' ? null : limit === 'read' ? { ...declared, readOnly: true } : declared
    })
    known.set(types, seen)
  }
  return seen
}

export const seenBy = (caller: Caller, type: RecordType): RecordType =>
  typeof caller.role === 'string' ? type : typesSeenBy(caller, familyOf(type)).of(type.name)

/** Refuses what shows or changes a field in another way than in its record. */
export function authoriseField(
  caller: Caller,
  type: RecordType,
  field: string,
  action: 'see' | 'edit',
): void {
  const limit = limitOf(caller.role, type.name, field)
  if (!limit || (limit === 'read' && action === 'see')) return
  throw forbidden(
    `Your role may not ${action === 'see' ? 'see' : 'change'} this of ${type.label.many.toLowerCase()}. Ask an administrator.`,
  )
}

/** Takes away from records what the caller is not to know of. */
export function shownTo<R extends Record<string, unknown>>(
  caller: Caller,
  type: RecordType,
  records: readonly R[],
): R[] {
  const hidden = hiddenFields(caller, type.name)
  if (hidden.length === 0) return [...records]
  return records.map((record) => {
    const shown = { ...record }
    for (const field of hidden) delete shown[field]
    return shown
  })
}

/** The types of events that tell of a field which the caller is not to know: not for them at all. */
export const silentEvents = ({ role }: Caller): string[] =>
  typeof role === 'string'
    ? []
    : eventTypes.flatMap(({ type, tells = [] }) =>
        tells.some((field) => limitOf(role, type.split('.')[0] ?? '', field) === 'hidden') ? [type] : [],
      )

/** Who has no name is called by an address, which the title of an event tells as well. */
function withoutAddress(role: Role, type: string, data: LedgerEvent['data']): LedgerEvent['data'] {
  const { title: _, ...untitled } = data
  const { calledBy = [] } = recordTypeOf(type)
  return calledBy.some((field) => limitOf(role, type, field) === 'hidden') ? untitled : data
}

/** Takes away from an event what it says of fields that the caller is not to know of. */
export function eventShownTo({ role }: Caller, event: LedgerEvent): LedgerEvent {
  const { subject, type } = event
  if (knowsAll(role, subject.type)) return event
  return {
    ...event,
    changes: Object.fromEntries(
      Object.entries(event.changes).filter(([field]) => limitOf(role, subject.type, field) !== 'hidden'),
    ),
    // What an event of this type says of which field stands in its declaration; of another type nobody knows.
    data: eventTypeOf(type)?.tells ? withoutAddress(role, subject.type, event.data) : {},
  }
}

/** Refuses to write what the caller's role hides or only reads, with the path of each such field. */
export function refuseLimited(
  caller: Caller,
  type: RecordType,
  given: readonly Record<string, unknown>[],
): void {
  if (knowsAll(caller.role, type.name)) return
  const names = [...new Set(given.flatMap((values) => Object.keys(values)))]
  const errors = names.flatMap((path): FieldError[] => {
    const limit = limitOf(caller.role, type.name, path)
    if (!limit) return []
    return [
      { path, message: limit === 'hidden' ? 'There is no such field' : 'Your role may only read this field' },
    ]
  })
  if (errors.length > 0) throw invalid(errors)
}
