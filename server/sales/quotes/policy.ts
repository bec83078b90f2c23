import type { Caller } from '../../http/caller.ts'

const approvers = new Set(['owner', 'administrator', 'manager'])

/** Whether members with this role approve at all: an own role does as the one that it descends from. */
export const approves = (role: Caller['role']): boolean =>
  approvers.has(typeof role === 'string' ? role : role.base)

/** Whether the caller may decide what somebody has asked: never a request of their own, but for owners. */
export const mayDecide = (caller: Caller, askedBy: string | null): boolean =>
  approves(caller.role) && (caller.role === 'owner' || caller.userId !== askedBy)
