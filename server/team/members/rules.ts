import { administers, isBuiltIn } from '../../../contract/team/role.ts'
import { forbidden, invalidField } from '../../http/problem.ts'
import { isZone } from '../../../contract/values/zone.ts'
import type { Caller } from '../../http/caller.ts'
import type { Change, Draft, RuleGround } from '../../records/behaviour.ts'

export interface MemberFacts {
  /** Active owners who are not being changed. */
  otherOwners: number
  /** The company's own roles, with those that run its configuration. */
  ownRoles: readonly { key: string; administers: boolean }[]
}

const runsCompany = (caller: Caller) => administers(caller.role) && caller.scopes.includes('all')

type OwnRoles = MemberFacts['ownRoles']

const runs = (role: string, own: OwnRoles): boolean =>
  isBuiltIn(role) ? administers(role) : own.some(({ key, administers: does }) => key === role && does)

/** An owner's account is an owner's matter, an administrator's that of those who run the company: not of a key for members. */
export function mayTouch(role: string, caller: Caller, own: OwnRoles): void {
  if (role === 'owner' && !(caller.role === 'owner' && caller.scopes.includes('all')))
    throw forbidden('Only an owner changes the account of an owner.')
  if (runs(role, own) && !runsCompany(caller))
    throw forbidden('Only an owner or administrator changes the account of an administrator.')
}

/** Who may hand out which role, and that somebody who owns the company stays. */
export function completeMember({ before, after }: Change, facts: MemberFacts, { caller }: RuleGround): void {
  const role = after.values.role as string
  const was = before?.values.role as string | undefined
  const { ownRoles } = facts
  if (was) mayTouch(was, caller, ownRoles)
  if (role !== was && !isBuiltIn(role) && !ownRoles.some(({ key }) => key === role))
    throw invalidField('role', 'There is no such role')
  if (role !== was && role === 'owner' && caller.role !== 'owner')
    throw invalidField('role', 'Only an owner makes an owner.')
  if (role !== was && runs(role, ownRoles) && !runsCompany(caller))
    throw invalidField('role', 'Only an owner or administrator hands out this role.')
  const owns = role === 'owner' && after.values.active !== false
  if (was === 'owner' && !owns && facts.otherOwners === 0)
    throw invalidField('role', 'The company needs an owner. Make somebody else one first.')
  if (typeof after.values.timeZone === 'string' && !isZone(after.values.timeZone))
    throw invalidField('timeZone', 'Use a time zone such as Europe/Lisbon')
}

/** A member who goes to the bin is signed out of the company for as long. */
export function binMember(
  { values }: Draft,
  binned: boolean,
  facts: MemberFacts,
  { caller }: RuleGround,
): void {
  const role = values.role as string
  mayTouch(role, caller, facts.ownRoles)
  if (binned && role === 'owner' && facts.otherOwners === 0)
    throw invalidField('role', 'The company needs an owner. Make somebody else one first.')
}
