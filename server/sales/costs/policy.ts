import { isLeading } from '../../../contract/team/leading.ts'
import type { Caller } from '../../http/caller.ts'
import { forbidden } from '../../http/problem.ts'

/** Salaries are for those who lead. Whether costs, and figures made of them, are for the caller; a key needs the scope of everything. */
export const maySeeCosts = ({ role, scopes }: Caller): boolean => isLeading(role) && scopes.includes('all')

export function authoriseCosts(caller: Caller): void {
  if (!maySeeCosts(caller))
    throw forbidden('Costs are for owners, administrators and managers. Ask one of them.')
}
