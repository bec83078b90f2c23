import { familyOf, typesWith, type RecordTypes } from '../../../contract/record-types.ts'
import { checkFormula } from '../../../contract/records/formula/check.ts'
import type { FormulaProblem } from '../../../contract/records/formula/problem.ts'
import { converts, followsTheDay, nodesOf, type Node } from '../../../contract/records/formula/node.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { behaviourOf } from '../behaviour.ts'
import { columnNamed } from '../column.ts'
import { relationNamed } from './compile.ts'

/** A formula's field, checked. */
export interface Formula {
  type: RecordType
  name: string
  label: string
  node: Node
}

/**
 * How a change of one record reaches a formula of others: it reads `reads` of `source`, along a reference that stands on
 * one of the two, and with it all of `feeds` changes.
 */
export interface Edge {
  source: RecordType
  target: RecordType
  /** Which of the two has the reference, and the reference's field; `id` leads from a record to itself. */
  holder: 'source' | 'target'
  field: string
  /** Fields of the source, those included from which its formulas among them are made. */
  reads: ReadonlySet<string>
  /** It also hangs on what no list of changed fields tells. */
  always: boolean
  /** The formula of the target, and those of the same record that are made from it. */
  feeds: ReadonlySet<string>
}

/** All formulas of a company, in an order in which each comes after those of its own record that it reads. */
export interface Plan {
  types: RecordTypes
  formulas: readonly Formula[]
  edges: readonly Edge[]
  /** Names of types by what their formulas hang on besides records. */
  followingTheDay: readonly string[]
  converting: readonly string[]
  /** Formulas that lead back to themselves; refused before they are kept. */
  circle: readonly Formula[]
  /** Formulas that make no sense any more, as after an update; their values stay as they are. */
  broken: readonly (Omit<Formula, 'node'> & { problem: FormulaProblem })[]
}

/** What a formula reads, as `type.field`. */
interface Read {
  type: string
  field: string
}

/** A title is made from several fields; when a record was updated, and how the worth of an amount was frozen, none tells. */
const anyChange = (source: RecordType, node: Node): boolean =>
  [...nodesOf(node)].some(
    (part) =>
      (part.is === 'field' || part.is === 'through') &&
      (part.field === 'title' ||
        part.field === 'updatedAt' ||
        behaviourOf(source).worth?.[part.field] !== undefined),
  )

/** What a roll-up reads of its related records. */
const readsWithin = (node: Extract<Node, { is: 'rollup' }>): string[] =>
  [node.value, node.by, node.where].flatMap((part) =>
    part ? [...nodesOf(part)].flatMap((inner) => (inner.is === 'field' ? [inner.field] : [])) : [],
  )

/** The nodes of a formula outside of its roll-ups' conditions, which speak of other records. */
function* ownNodes(node: Node): Generator<Node> {
  yield node
  if (node.is === 'rollup') return
  const inner =
    node.is === 'apply'
      ? node.args
      : node.is === 'compare'
        ? [node.left, node.right]
        : node.is === 'label'
          ? [node.of]
          : []
  for (const part of inner) yield* ownNodes(part)
}

/** Every field that a formula reads. */
export function readsOf(type: RecordType, node: Node): Read[] {
  return [...ownNodes(node)].flatMap((part): Read[] => {
    if (part.is === 'field') return [{ type: type.name, field: part.field }]
    if (part.is === 'through')
      return [
        { type: type.name, field: part.reference },
        { type: part.to, field: part.field },
      ]
    if (part.is !== 'rollup') return []
    const relation = relationNamed(type, part.relation)
    const holder = relation.direction === 'inverse' ? part.of : type.name
    return [
      { type: holder, field: relation.field },
      ...readsWithin(part).map((field) => ({ type: part.of, field })),
    ]
  })
}

const keyOf = ({ type, field }: Read) => `${type}.${field}`

/** The formulas in order, or those that lead back to themselves. */
function inOrder(formulas: readonly Formula[]): { sorted: Formula[]; circle: Formula[] } {
  const byKey = new Map(
    formulas.map((formula) => [keyOf({ type: formula.type.name, field: formula.name }), formula]),
  )
  const sorted: Formula[] = []
  const state = new Map<Formula, 'under way' | 'done'>()
  const path: Formula[] = []
  let circle: Formula[] = []
  const visit = (formula: Formula): void => {
    if (state.get(formula) === 'done') return
    if (state.get(formula) === 'under way') {
      if (circle.length === 0) circle = path.slice(path.indexOf(formula))
      return
    }
    state.set(formula, 'under way')
    path.push(formula)
    for (const read of readsOf(formula.type, formula.node)) {
      const other = byKey.get(keyOf(read))
      if (other) visit(other)
    }
    path.pop()
    state.set(formula, 'done')
    sorted.push(formula)
  }
  for (const formula of formulas) visit(formula)
  return { sorted, circle }
}

function formulasIn(types: RecordTypes): { formulas: Formula[]; broken: Plan['broken'][number][] } {
  const formulas: Formula[] = []
  const broken: Plan['broken'][number][] = []
  for (const type of types.all)
    for (const [name, { formula, label }] of Object.entries(type.fields)) {
      if (formula === undefined) continue
      const checked = checkFormula(formula, type)
      if (checked.problem) broken.push({ type, name, label, problem: checked.problem })
      else formulas.push({ type, name, label, node: checked.node })
    }
  return { formulas, broken }
}

/** Formulas that read a field, its own aside. */
export const formulasReading = (types: RecordTypes, type: string, field: string): Formula[] =>
  formulasIn(types).formulas.filter(
    (formula) =>
      !(formula.type.name === type && formula.name === field) &&
      readsOf(formula.type, formula.node).some((read) => read.type === type && read.field === field),
  )

/** With each formula that is read also what it is made from in its own record: a write of that changes it as well. */
function withSources(names: readonly string[], type: RecordType, formulas: readonly Formula[]): Set<string> {
  const all = new Set<string>()
  const add = (name: string): void => {
    if (all.has(name)) return
    all.add(name)
    const formula = formulas.find((one) => one.type === type && one.name === name)
    if (!formula) return
    for (const read of readsOf(type, formula.node)) if (read.type === type.name) add(read.field)
  }
  for (const name of names) add(name)
  return all
}

/** A formula with those of the same record that are made from it, by way of others too. */
function withReaders(formula: Formula, formulas: readonly Formula[]): Set<string> {
  const all = new Set([formula.name])
  // Each stands after those that it reads.
  for (const other of formulas)
    if (
      other.type === formula.type &&
      readsOf(other.type, other.node).some(({ type, field }) => type === other.type.name && all.has(field))
    )
      all.add(other.name)
  return all
}

function edgesOf(formulas: readonly Formula[]): Edge[] {
  return formulas.flatMap((formula) => {
    const { type, node } = formula
    const feeds = withReaders(formula, formulas)
    const from = (
      edge: Pick<Edge, 'source' | 'holder' | 'field' | 'always'>,
      names: readonly string[],
    ): Edge[] => {
      const made: Edge = { ...edge, target: type, reads: withSources(names, edge.source, formulas), feeds }
      // References kept beside the row are written after it, so the row's own calculation did not see them yet.
      const late = edge.holder === 'target' && columnNamed(type, edge.field)?.linked
      return late
        ? [
            made,
            {
              ...made,
              source: type,
              holder: 'source',
              field: 'id',
              reads: new Set([edge.field]),
              always: false,
            },
          ]
        : [made]
    }
    return [...ownNodes(node)].flatMap((part): Edge[] => {
      if (part.is === 'through') {
        const source = familyOf(type).of(part.to)
        return from({ source, holder: 'target', field: part.reference, always: anyChange(source, part) }, [
          part.field,
        ])
      }
      if (part.is !== 'rollup') return []
      const relation = relationNamed(type, part.relation)
      const source = familyOf(type).of(part.of)
      const inner = [part.value, part.by, part.where].filter((one) => one !== null)
      const holder = relation.direction === 'inverse' ? 'source' : 'target'
      return from(
        { source, holder, field: relation.field, always: inner.some((one) => anyChange(source, one)) },
        [...readsWithin(part), ...(holder === 'source' ? [relation.field] : [])],
      )
    })
  })
}

export function makePlan(types: RecordTypes): Plan {
  const { formulas: known, broken } = formulasIn(types)
  const { sorted: formulas, circle } = inOrder(known)
  const typesWhere = (holds: (node: Node) => boolean) => [
    ...new Set(formulas.filter(({ node }) => holds(node)).map(({ type }) => type.name)),
  ]
  return {
    types,
    formulas,
    edges: edgesOf(formulas),
    followingTheDay: typesWhere(followsTheDay),
    converting: typesWhere(converts),
    circle,
    broken,
  }
}

let last: { of: string; plan: Plan } | undefined

/** The plan of the formulas among own fields; made anew only when any field is another. */
export function planFor(fields: readonly OwnField[]): Plan {
  const of = JSON.stringify(fields)
  if (last?.of !== of) last = { of, plan: makePlan(typesWith(fields)) }
  return last.plan
}
