import type { Relation } from '../../contract/record-types.ts'
import { relationsOf } from '../../contract/record-types.ts'
import type { Field } from '../../contract/records/field.ts'
import { operatorsOf } from '../../contract/records/filter.ts'
import type { Filter, Operator } from '../../contract/records/filter.ts'
import { fieldOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'

/**
 * The filter while it is being built: rows may still lack a value, which the list does not wait for. What this builder
 * has no shape for (made through the API) is kept whole as `other`.
 */
export interface Group {
  kind: 'group'
  key: string
  join: 'and' | 'or'
  nodes: readonly Node[]
}
export interface Row {
  kind: 'row'
  key: string
  /** The relation looked through, if the field is another record's. */
  related: string | null
  quantifier: 'some' | 'none'
  field: string
  op: Operator
  value: unknown
}
export interface Other {
  kind: 'other'
  key: string
  filter: Filter
}
export type Node = Group | Row | Other

let made = 0
const newKey = () => `n${(made += 1)}`

export const emptyGroup = (join: 'and' | 'or' = 'and'): Group => ({
  kind: 'group',
  key: newKey(),
  join,
  nodes: [],
})

/** The comparison that is meant most often comes first. */
export function firstOperator(field: Field): Operator {
  if (field.type === 'date' || field.type === 'moment') return 'within'
  return operatorsOf[field.type][0] ?? 'is'
}

export function newRow(type: RecordType, related: string | null = null, field?: string): Row {
  const name = field ?? type.columns[0] ?? 'title'
  const declared = fieldAt(type, related, name)
  return {
    kind: 'row',
    key: newKey(),
    related,
    quantifier: 'some',
    field: name,
    op: declared ? firstOperator(declared) : 'is',
    value: declared?.type === 'yesNo' ? true : null,
  }
}

export const relationOf = (type: RecordType, name: string | null): Relation | undefined =>
  name === null ? undefined : relationsOf(type).find((relation) => relation.name === name)

/** The field that a row compares, on the record itself or on the related one. */
export const fieldAt = (type: RecordType, related: string | null, name: string): Field | undefined => {
  const owner = related === null ? type : relationOf(type, related)?.type
  return owner && fieldOf(owner, name)
}

const needsNoValue = (op: Operator) => op === 'empty' || op === 'notEmpty'

const isComplete = ({ op, value }: Row): boolean =>
  needsNoValue(op) ||
  (Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== '')

/** The filter as the server takes it; null when nothing is complete. */
export function toFilter(node: Node): Filter | null {
  if (node.kind === 'other') return node.filter
  if (node.kind === 'row') {
    if (!isComplete(node)) return null
    const condition: Filter = {
      field: node.field,
      op: node.op,
      ...(!needsNoValue(node.op) && { value: node.value }),
    }
    if (node.related === null) return condition
    return node.quantifier === 'some'
      ? { related: node.related, some: condition }
      : { related: node.related, none: condition }
  }
  const parts = node.nodes.map(toFilter).filter((part) => part !== null)
  if (parts.length === 0) return null
  return node.join === 'and' ? { and: parts } : { or: parts }
}

function toNode(filter: Filter): Node {
  if ('and' in filter) return { kind: 'group', key: newKey(), join: 'and', nodes: filter.and.map(toNode) }
  if ('or' in filter) return { kind: 'group', key: newKey(), join: 'or', nodes: filter.or.map(toNode) }
  const row = (condition: Filter, related: string | null, quantifier: Row['quantifier']): Node =>
    'field' in condition
      ? {
          kind: 'row',
          key: newKey(),
          related,
          quantifier,
          field: condition.field,
          op: condition.op,
          value: condition.value ?? null,
        }
      : { kind: 'other', key: newKey(), filter }
  if ('related' in filter)
    return 'some' in filter
      ? row(filter.some, filter.related, 'some')
      : row(filter.none, filter.related, 'none')
  if ('field' in filter) return row(filter, null, 'some')
  return { kind: 'other', key: newKey(), filter }
}

/** The builder's tree of a filter; its top is always a group. */
export function toTree(filter: Filter | null): Group {
  if (!filter) return emptyGroup()
  const node = toNode(filter)
  return node.kind === 'group' ? node : { ...emptyGroup(), nodes: [node] }
}

/** Replaces a node by key, or takes it out. */
export function replaced(group: Group, key: string, by: Node | null): Group {
  const nodes = group.nodes.flatMap((node): Node[] => {
    if (node.key === key) return by ? [by] : []
    return [node.kind === 'group' ? replaced(node, key, by) : node]
  })
  return { ...group, nodes }
}

export function conditionsIn(filter: Filter): number {
  if ('and' in filter) return filter.and.reduce((sum, part) => sum + conditionsIn(part), 0)
  if ('or' in filter) return filter.or.reduce((sum, part) => sum + conditionsIn(part), 0)
  return 1
}

/** What two filters leave together; null is no filter. */
export function both(a: Filter | null, b: Filter): Filter
export function both(a: Filter | null, b: Filter | null): Filter | null
export function both(a: Filter | null, b: Filter | null): Filter | null {
  if (!a || !b) return a ?? b
  return { and: [a, b] }
}
