import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { DrillQuery, Measure, MetricAnswer, MetricQuery } from '../../contract/metrics/routes.ts'
import { teamDimension } from '../../contract/metrics/dimensions.ts'
import { deal } from '../../contract/sales/deal.ts'
import { dayOf } from '../../contract/values/day.ts'
import { clip, type Period } from '../../contract/values/period.ts'
import type { Context } from '../http/context.ts'
import type { People } from '../sales/forecast/people/queries.ts'
import { teamsBelow, type Node } from '../sales/forecast/rules.ts'
import { periodOf, unitsAsked } from './asked-period.ts'
import { labelOf } from './dimension.ts'

/*
 * Figures of persons and teams as the forecast and the quotas roll them up: by the owner and the team of the moment asked,
 * each team with the teams below it, so that teams do not add up to the company.
 */

const mostGroups = 500

type Whose = Pick<MetricQuery, 'owner' | 'team'>

const whoseOf = ({ caller }: Context, { owner, team }: Whose): Whose => ({
  owner: owner === 'me' ? (caller.userId ?? owner) : owner,
  team,
})

/** The period asked for with its units, each as far as it lies within. */
export function periodsOf(
  { now, organisation }: Context,
  query: MetricQuery,
): { period: Period; starts: string[]; units: Period[] } {
  const period = periodOf(query, dayOf(query.asOf ?? now, organisation.timeZone))
  const starts = unitsAsked(period, query.grain)
  return { period, starts, units: starts.map((from) => clip(from, query.grain, period)) }
}

/** Of whom a question asks: persons by themselves or their team, teams with those below them. */
function asked({ owner, team }: Whose, { teams }: People) {
  const below = team ? teamsBelow(teams, team) : null
  const inTeam = (id: string | null) => !below || (id !== null && below.has(id))
  return {
    everybody: !owner && !team,
    person: (one: { id: string | null; team: string | null }) =>
      (!owner || one.id === owner) && inTeam(one.team),
    team: (id: string | null) => !owner && inTeam(id),
  }
}

export interface RolledUp<T> {
  definition: MetricDefinition
  /** Of the whole period, then of each unit. */
  parts: readonly (readonly Node<T>[])[]
  structure: People
  nothing: T
  together: (a: T, b: T) => T
  measure: (figures: T) => Measure
  leftOut: MetricAnswer['leftOut']
}

/** The node that a question is about: the company, unless it asks for a person or team. */
function nodeAsked<T>(nodes: readonly Node<T>[], whose: Whose, structure: People): Node<T> | undefined {
  const { owner, team } = whose
  if (owner) return nodes.find((node) => node.kind === 'person' && asked(whose, structure).person(node))
  return nodes.find((node) => (team ? node.kind === 'team' && node.id === team : node.kind === 'company'))
}

interface Part<T> {
  key: string | null
  name: string | null
  figures: T
}

function partsBy<T>(
  by: string,
  nodes: readonly Node<T>[],
  whose: Whose,
  { structure, together }: Pick<RolledUp<T>, 'structure' | 'together'>,
): Part<T>[] {
  const of = asked(whose, structure)
  const persons = nodes.filter((node) => node.kind === 'person' && of.person(node))
  const nobody = of.everybody ? nodes.filter(({ kind }) => kind === 'nobody') : []
  const part = ({ id, name, figures }: Node<T>): Part<T> => ({ key: id, name, figures })
  if (by === 'owner') return [...persons, ...nobody].map(part)
  const nameOf = (id: string | null) => structure.teams.find((team) => team.id === id)?.name ?? null
  const loose = [...persons.filter(({ team }) => team === null), ...nobody].map(({ figures }) => figures)
  return [
    ...nodes.filter(({ kind, id }) => kind === 'team' && of.team(id)).map(part),
    ...(whose.owner ? persons.filter(({ team }) => team !== null) : []).map(({ team, figures }) => ({
      key: team,
      name: nameOf(team),
      figures,
    })),
    ...(loose.length > 0 ? [{ key: null, name: null, figures: loose.reduce(together) }] : []),
  ]
}

/** The answer to a question of persons and teams, from what was rolled up. */
export function answerRolledUp<T>(
  context: Context,
  query: MetricQuery,
  { period, starts }: { period: Period; starts: readonly string[] },
  rolled: RolledUp<T>,
): MetricAnswer {
  const { definition, parts, structure, nothing, together, measure, leftOut } = rolled
  const whose = whoseOf(context, query)
  const figures = (nodes: readonly Node<T>[] | undefined) =>
    measure(nodeAsked(nodes ?? [], whose, structure)?.figures ?? nothing)
  const field = query.by === 'team' ? teamDimension.field : deal.fields.owner
  const dimension = { name: query.by ?? '', label: field.label, field }
  const all = query.by ? partsBy(query.by, parts[0] ?? [], whose, rolled) : []
  const groups = all
    .map((part) => ({ part, measured: measure(part.figures) }))
    .sort((a, b) => b.measured.n - a.measured.n)
  const others = groups.slice(mostGroups).map(({ part }) => part.figures)
  return {
    slug: definition.slug,
    unit: definition.unit,
    ...period,
    ...figures(parts[0]),
    groups: groups.slice(0, mostGroups).map(({ part: { key, name }, measured }) => ({
      key,
      label: labelOf(dimension, key, name),
      ...measured,
    })),
    moreGroups: others.length,
    rest: others.length > 0 ? measure(others.reduce(together)) : null,
    series: starts.map((from, i) => ({ from, ...figures(parts[i + 1]) })),
    leftOut,
  }
}

/** The figures of the group that a question asks for, or of all that it asks for; undefined where there are none. */
export function figuresOfGroup<T>(
  context: Context,
  { by, group, ...query }: DrillQuery,
  nodes: readonly Node<T>[],
  rolled: Pick<RolledUp<T>, 'structure' | 'together'>,
): T | undefined {
  const whose = whoseOf(context, query)
  if (group === undefined || !by) return nodeAsked(nodes, whose, rolled.structure)?.figures
  return partsBy(by, nodes, whose, rolled).find(({ key }) => key === (group || null))?.figures
}

/** Whose records a question opens onto: the owners, nobody's among them or not; null for all. */
export function ownersAsked(
  context: Context,
  query: DrillQuery,
  structure: People,
): { ids: string[]; nobody: boolean } | null {
  const { by, group } = query
  const of = asked(whoseOf(context, query), structure)
  if (of.everybody && group === undefined) return null
  const below = group && by === 'team' ? teamsBelow(structure.teams, group) : null
  const inGroup = ({ id, team }: { id: string; team: string | null }) => {
    if (group === undefined) return true
    if (by === 'owner') return id === group
    return below ? team !== null && below.has(team) : team === null
  }
  return {
    ids: structure.people.filter((one) => of.person(one) && inGroup(one)).map(({ id }) => id),
    nobody: of.everybody && group === '',
  }
}
