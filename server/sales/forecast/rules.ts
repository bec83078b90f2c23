import type { ForecastColumn, OpenCategory } from '../../../contract/sales/forecast.ts'

export interface Person {
  id: string
  name: string
  team: string | null
  /** Is at work, in a role with deals of its own. */
  sells: boolean
}

export interface Team {
  id: string
  name: string
  /** The team that it is part of. */
  parent: string | null
  manager: string | null
}

export type Category = OpenCategory | 'closed'

/** An amount in minor units, and of how many deals. */
export interface Sum {
  amount: bigint
  deals: number
}

/** What is won and what is open, by category: nothing counted twice. */
export type Parts = Readonly<Record<ForecastColumn, Sum>>

const none: Sum = { amount: 0n, deals: 0 }
export const noParts: Parts = { closed: none, commit: none, best_case: none, pipeline: none }

export const addSums = (a: Sum, b: Sum): Sum => ({ amount: a.amount + b.amount, deals: a.deals + b.deals })

export const addParts = (a: Parts, b: Parts): Parts => ({
  closed: addSums(a.closed, b.closed),
  commit: addSums(a.commit, b.commit),
  best_case: addSums(a.best_case, b.best_case),
  pipeline: addSums(a.pipeline, b.pipeline),
})

/** The columns of a forecast: each takes in the ones before it. What is omitted is in none of the parts. */
export function columnsOf({ closed, commit, best_case, pipeline }: Parts): Parts {
  const committed = addSums(closed, commit)
  const best = addSums(committed, best_case)
  return { closed, commit: committed, best_case: best, pipeline: addSums(best, pipeline) }
}

/** What of open deals a column counts, beside what is won. */
export const categoriesOf = (column: ForecastColumn): Category[] =>
  (['closed', 'commit', 'best_case', 'pipeline'] as const).slice(
    0,
    ['closed', 'commit', 'best_case', 'pipeline'].indexOf(column) + 1,
  )

/** One line of a roll-up, and what was put together in it. */
export interface Node<T> {
  kind: 'company' | 'team' | 'person' | 'nobody'
  id: string | null
  name: string
  team: string | null
  figures: T
}

/**
 * Adds what people have up to their teams, those to the teams they are part of, and all to the company. The company comes
 * first, then each team with its people and the teams below it, at the end who is in no team, and nobody's. People and
 * teams of whom nothing is known are left out. Whoever is not among the people, as they came later, is nobody.
 */
export function rollUp<T>(
  people: readonly Person[],
  teams: readonly Team[],
  known: ReadonlyMap<string | null, T>,
  add: (a: T, b: T) => T,
  nothing: T,
  listed: (id: string) => boolean = () => false,
): Node<T>[] {
  const members = Map.groupBy(people, ({ team }) => team)
  const parts = Map.groupBy(teams, ({ parent }) => parent)
  const seen = new Set<string>()
  const personNodes = (of: string | null): Node<T>[] =>
    (members.get(of) ?? []).flatMap(({ id, name, team }) => {
      const figures = known.get(id)
      return figures === undefined && !listed(id)
        ? []
        : [{ kind: 'person' as const, id, name, team, figures: figures ?? nothing }]
    })
  const teamNodes = (team: Team): Node<T>[] => {
    if (seen.has(team.id)) return []
    seen.add(team.id)
    const inside = [...personNodes(team.id), ...(parts.get(team.id) ?? []).flatMap(teamNodes)]
    if (inside.length === 0 && !listed(team.id)) return []
    const own = inside.filter((node) => node.team === team.id)
    const figures = own.reduce((sum, node) => add(sum, node.figures), nothing)
    return [{ kind: 'team', id: team.id, name: team.name, team: team.parent, figures }, ...inside]
  }
  const named = [
    ...(parts.get(null) ?? []).flatMap(teamNodes),
    // Teams that are part of each other in a circle stand for themselves.
    ...teams.flatMap((team) => (seen.has(team.id) ? [] : teamNodes({ ...team, parent: null }))),
    ...personNodes(null),
  ]
  const ids = new Set(people.map(({ id }) => id))
  const others = [...known].filter(([id]) => id === null || !ids.has(id)).map(([, figures]) => figures)
  const nobody: Node<T>[] =
    others.length === 0
      ? []
      : [{ kind: 'nobody', id: null, name: '', team: null, figures: others.reduce(add, nothing) }]
  const all = [...known.values()].reduce(add, nothing)
  return [{ kind: 'company', id: null, name: '', team: null, figures: all }, ...named, ...nobody]
}

/** A team and all teams below it. */
export function teamsBelow(teams: readonly Team[], id: string): Set<string> {
  const parts = Map.groupBy(teams, ({ parent }) => parent)
  const found = new Set([id])
  for (const one of found) for (const part of parts.get(one) ?? []) found.add(part.id)
  return found
}
