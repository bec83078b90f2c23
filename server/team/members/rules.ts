import { administers, type Role } from '../../../contract/team/role.ts'
import { invalidField } from '../../http/problem.ts'
import { isZone } from '../../../contract/values/day.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'

export interface MemberFacts {
  /** Active owners who are not being changed. */
  otherOwners: number
}

/** Who may hand out which role, and that somebody who owns the company stays. */
export function completeMember({ before, after, given }: Change, facts: MemberFacts, { caller }: RuleGround): void {
  const role = after.values.role as Role
  const was = before?.values.role as Role | undefined
  const runsCompany = administers(caller.role) && caller.scopes.includes('all')
  if (role !== was && administers(role) && !runsCompany) throw invalidField('role', 'Only an owner or administrator hands out this role.')
  if ((role === 'owner') !== (was === 'owner') && caller.role !== 'owner' && (role === 'owner' || was === 'owner'))
    throw invalidField('role', 'Only an owner makes or unmakes an owner.')
  const losesOwner = was === 'owner' && (role !== 'owner' || given.active === false)
  if (losesOwner && facts.otherOwners === 0) throw invalidField('role', 'The company needs an owner. Make somebody else one first.')
  if (typeof after.values.timeZone === 'string' && !isZone(after.values.timeZone))
    throw invalidField('timeZone', 'Use a time zone such as Europe/Lisbon')
}
