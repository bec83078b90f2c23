import type { Caller } from '../../http/caller.ts'
import { reach } from '../../http/policy.ts'
import { membersIn } from '../../records/visible.ts'
import type { Team } from './rules.ts'

/** Whether the caller changes everybody's deals, and so says what is expected of everybody. */
export const leads = (caller: Caller): boolean => reach(caller, 'deal', 'edit') === 'all'

/** Whether the caller manages a team, or one that it is part of. */
export function manages(caller: Caller, teams: readonly Team[], id: string): boolean {
  const byId = new Map(teams.map((team) => [team.id, team]))
  const seen = new Set<string>()
  for (let team = byId.get(id); team && !seen.has(team.id); team = byId.get(team.parent ?? '')) {
    if (team.manager !== null && team.manager === caller.userId) return true
    seen.add(team.id)
  }
  return false
}

/** Whether the caller may say an amount by hand: their own, of whom they lead, of a team that they manage. */
export function maySubmit(
  caller: Caller,
  teams: readonly Team[],
  of: { kind: string; id: string | null },
): boolean {
  if (of.id === null) return false
  const far = reach(caller, 'deal', 'edit')
  if (far === 'all') return true
  if (far === 'none') return false
  if (of.kind === 'team') return manages(caller, teams, of.id)
  return of.id === caller.userId || (far !== 'own' && membersIn(caller, far).includes(of.id))
}

/** Whose figures the caller may read beside deals, such as quotas: everybody's, or theirs whose deals they see. */
export function maySeeOf(
  caller: Caller,
  teams: readonly Team[],
  of: { kind: string; id: string | null },
): boolean {
  const far = reach(caller, 'deal', 'see')
  if (far === 'all') return true
  if (far === 'none' || of.id === null) return false
  if (of.kind === 'team') return manages(caller, teams, of.id)
  return of.id === caller.userId || (far !== 'own' && membersIn(caller, far).includes(of.id))
}
