import { daySchema } from '../../values/dates.ts'
import type { ChoiceField } from '../field.ts'
import type { Kind, Node, Operation } from './node.ts'
import { FormulaError, type Span } from './problem.ts'

/** What a kind is called where something of another one stands. */
export const kindName: Record<Kind, string> = {
  number: 'a number',
  money: 'an amount of money',
  text: 'a text',
  date: 'a day',
  moment: 'a moment',
  duration: 'a duration',
  yesNo: 'yes or no',
}

/** `empty`, which fits wherever anything does. */
export const isNothing = (node: Node): boolean => node.is === 'literal' && node.value === null

export const apply = (operation: Operation, kind: Kind, ...args: Node[]): Node => ({
  is: 'apply',
  kind,
  operation,
  args,
})

/** The field of a choice whose value a node is. */
export const choiceOf = (node: Node): ChoiceField | null =>
  (node.is === 'field' || node.is === 'through') && node.declared.type === 'choice' ? node.declared : null

/** A value as everything but a comparison sees it: a choice is what its option is called. */
export function plainly(node: Node): Node {
  const choice = choiceOf(node)
  return choice ? { is: 'label', kind: 'text', of: node, choice } : node
}

/** A day that stands as text, or null. */
const dayIn = (node: Node): string | null =>
  node.is === 'literal' &&
  node.kind === 'text' &&
  typeof node.value === 'string' &&
  daySchema.safeParse(node.value).success
    ? node.value
    : null

/** The node as a kind that it is, or becomes by itself; null when it cannot. */
export function as(node: Node, kind: Kind): Node | null {
  if (node.is === 'literal' && node.value === null) return { ...node, kind }
  if (node.kind === kind) return plainly(node)
  if (kind === 'date' && node.kind === 'moment') return apply('dateOf', 'date', node)
  if (kind === 'date') {
    const value = dayIn(node)
    return value === null ? null : { is: 'literal', kind: 'date', value }
  }
  return null
}

/** The same, or a refusal that says what stands there and what is wanted. */
export function need(node: Node, kind: Kind, span: Span): Node {
  const fitting = as(node, kind)
  if (fitting) return fitting
  const dayAsText = kind === 'date' && node.is === 'literal' ? ", written such as '2026-01-31'" : ''
  throw new FormulaError(
    `This is ${kindName[node.kind]}, and ${kindName[kind]} is wanted here${dayAsText}.`,
    span,
  )
}

/** Two values as the one kind that both are or become; null when there is none. */
export function alike(left: Node, right: Node): { left: Node; right: Node; kind: Kind } | null {
  const kinds: Kind[] = isNothing(left) ? [right.kind] : [left.kind, right.kind, 'date']
  for (const kind of kinds) {
    const both = [as(left, kind), as(right, kind)] as const
    if (both[0] && both[1]) return { left: both[0], right: both[1], kind }
  }
  return null
}
