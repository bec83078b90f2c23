import type { AssignmentWay } from '../../../contract/sales/lead-assignment.ts'

/** A member of a rule who is at work. */
export interface Candidate {
  id: string
  /** The rule's turn in which they last got a lead; 0 when they never did. */
  turn: number
}

export interface RuleFact {
  id: string
  name: string
  way: AssignmentWay
  /** In the order of the rule; nobody who is away. */
  members: readonly Candidate[]
}

export interface Waiting {
  lead: string
  /** The rules that it matches, first to last. */
  matches: readonly string[]
  /** Who shall not get it: who had it and did nothing. */
  not?: string | null
}

export interface Assigned {
  owner: string
  rule: { id: string; name: string }
  /** The turn of the rule that this was. */
  turn: number
}

/**
 * Gives each lead, in their order, to a member: by the first rule that it matches and that has somebody at work who may
 * have it. In turn, that is who has waited longest for one of this rule; by load, who has the fewest open leads, those
 * given here included, and of several the one who has waited longest. Null where no rule has anybody.
 */
export function assignAll(
  waiting: readonly Waiting[],
  rules: readonly RuleFact[],
  openLeads: ReadonlyMap<string, number>,
): Map<string, Assigned | null> {
  const open = new Map(openLeads)
  const turns = new Map(
    rules.map((rule) => [rule.id, new Map(rule.members.map(({ id, turn }) => [id, turn]))]),
  )
  const byId = new Map(rules.map((rule) => [rule.id, rule]))

  const give = ({ matches, not }: Waiting): Assigned | null => {
    for (const id of matches) {
      const rule = byId.get(id)
      const turnOf = turns.get(id)
      if (!rule || !turnOf) continue
      const load = (member: string) => (rule.way === 'byLoad' ? (open.get(member) ?? 0) : 0)
      const [next] = rule.members
        .map((member) => member.id)
        .filter((member) => member !== not)
        .toSorted((a, b) => load(a) - load(b) || (turnOf.get(a) ?? 0) - (turnOf.get(b) ?? 0))
      if (next === undefined) continue
      const turn = Math.max(0, ...turnOf.values()) + 1
      turnOf.set(next, turn)
      open.set(next, (open.get(next) ?? 0) + 1)
      return { owner: next, rule: { id, name: rule.name }, turn }
    }
    return null
  }
  return new Map(waiting.map((one) => [one.lead, give(one)]))
}
