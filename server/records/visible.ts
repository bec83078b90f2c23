import type { RecordType } from '../../contract/records/record-type.ts'
import type { Action } from '../../contract/team/role.ts'
import type { Caller } from '../http/caller.ts'
import { reach } from '../http/policy.ts'
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
 * nothing: "own" and "team" reach all of it.
 */
export function permitted(
  caller: Caller,
  type: RecordType,
  action: Action,
  alias: string,
  bind: Bind,
): string {
  const far = reach(caller, type.name, action)
  if (far === 'none') return 'false'
  const owner = type.owner && columnNamed(type, type.owner)
  if (far === 'all' || !owner) return 'true'
  if (far === 'own') return `${alias}.${owner.name} = ${bind(caller.userId)}::uuid`
  return `${alias}.${owner.name} = any(${bind([...caller.teammates])}::uuid[])`
}
