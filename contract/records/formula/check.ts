import { familyOf } from '../../record-types.ts'
import type { RecordType } from '../record-type.ts'
import { callOf } from './calls.ts'
import { alike, apply, as, choiceOf, isNothing, kindName, need, plainly } from './coerce.ts'
import { functionNames, functionNamed } from './functions.ts'
import { nearest, optionNamed, resolveMany, resolveName } from './names.ts'
import { rollups, type FormulaResult, type Kind, type Node, type Operation, type Rollup } from './node.ts'
import { parseFormula } from './parse.ts'
import { FormulaError, type FormulaProblem } from './problem.ts'
import { comparisons, type CallSyntax, type Comparison, type Syntax } from './syntax.ts'

/** Where names are looked up. Within a roll-up's condition that is the related record, and no further step is taken. */
interface Scope {
  type: RecordType
  nested: boolean
}

const isComparison = (sign: string): sign is Comparison => (comparisons as readonly string[]).includes(sign)

function check(syntax: Syntax, scope: Scope): Node {
  switch (syntax.kind) {
    case 'number':
      return { is: 'literal', kind: 'number', value: syntax.text }
    case 'text':
      return { is: 'literal', kind: 'text', value: syntax.value }
    case 'word':
      return syntax.word === 'empty'
        ? { is: 'literal', kind: 'text', value: null }
        : { is: 'literal', kind: 'yesNo', value: syntax.word === 'true' }
    case 'name':
      return resolveName(syntax, scope.type, !scope.nested)
    case 'prefix': {
      const of = check(syntax.of, scope)
      if (syntax.sign === 'not') return apply('not', 'yesNo', need(of, 'yesNo', syntax.of))
      if (of.kind === 'money') return apply('moneyNegate', 'money', of)
      if (of.kind === 'duration') return apply('negate', 'duration', of)
      return apply('negate', 'number', need(of, 'number', syntax.of))
    }
    case 'infix':
      return infix(syntax, scope)
    case 'call':
      return call(syntax, scope)
  }
}

function infix(syntax: Extract<Syntax, { kind: 'infix' }>, scope: Scope): Node {
  const { sign } = syntax
  const left = check(syntax.left, scope)
  const right = check(syntax.right, scope)
  if (sign === 'and' || sign === 'or')
    return apply(sign, 'yesNo', need(left, 'yesNo', syntax.left), need(right, 'yesNo', syntax.right))
  if (isComparison(sign)) return compare(sign, left, right, syntax)
  if (sign === '&')
    return apply('concatenate', 'text', inText(left, syntax.left), inText(right, syntax.right))
  const found = arithmetic[sign]
    .map(([a, b, operation, kind]) => {
      const both = [as(left, a), as(right, b)] as const
      return both[0] && both[1] ? apply(operation, kind, both[0], both[1]) : null
    })
    .find((node) => node !== null)
  if (found) return found
  const [a, b] = [left, right].map((node) => kindName[node.kind])
  const joined = sign === '+' && (left.kind === 'text' || right.kind === 'text')
  throw new FormulaError(
    `${verb[sign](a ?? '', b ?? '')} has no meaning.${joined ? ' Texts are joined with &.' : ''}${
      left.kind === 'money' && right.kind === 'number' && (sign === '+' || sign === '-')
        ? " Say of which currency the number is: money(50, 'EUR')."
        : ''
    }`,
    syntax,
  )
}

const verb = {
  '+': (a: string, b: string) => `Adding ${a} and ${b}`,
  '-': (a: string, b: string) => `Taking ${b} from ${a}`,
  '*': (a: string, b: string) => `Multiplying ${a} and ${b}`,
  '/': (a: string, b: string) => `Dividing ${a} by ${b}`,
}

/** What the signs do, by what stands on their sides; the first that fits. */
const arithmetic: Record<'+' | '-' | '*' | '/', readonly (readonly [Kind, Kind, Operation, Kind])[]> = {
  '+': [
    ['number', 'number', 'add', 'number'],
    ['money', 'money', 'moneyAdd', 'money'],
    ['duration', 'duration', 'add', 'duration'],
    ['moment', 'duration', 'momentAdd', 'moment'],
    ['date', 'number', 'addDays', 'date'],
  ],
  '-': [
    ['number', 'number', 'subtract', 'number'],
    ['money', 'money', 'moneySubtract', 'money'],
    ['duration', 'duration', 'subtract', 'duration'],
    ['moment', 'moment', 'momentBetween', 'duration'],
    ['moment', 'duration', 'momentSubtract', 'moment'],
    ['date', 'date', 'daysBetween', 'number'],
    ['date', 'number', 'subtractDays', 'date'],
  ],
  '*': [
    ['number', 'number', 'multiply', 'number'],
    ['money', 'number', 'moneyMultiply', 'money'],
    ['number', 'money', 'moneyMultiply', 'money'],
    ['duration', 'number', 'multiply', 'duration'],
    ['number', 'duration', 'multiply', 'duration'],
  ],
  '/': [
    ['number', 'number', 'divide', 'number'],
    ['money', 'number', 'moneyDivide', 'money'],
    ['money', 'money', 'moneyRatio', 'number'],
    ['duration', 'number', 'divide', 'duration'],
    ['duration', 'duration', 'divide', 'number'],
  ],
}

/** What & joins: nothing, as no text at all. */
function inText(node: Node, syntax: Syntax): Node {
  const value = plainly(node)
  if (value.kind === 'text') return value
  if (value.kind === 'duration')
    throw new FormulaError('A duration has no one way to be written. Use hours(…) of it.', syntax)
  return apply('textOf', 'text', value)
}

function compare(
  sign: Comparison,
  left: Node,
  right: Node,
  syntax: Extract<Syntax, { kind: 'infix' }>,
): Node {
  const node = (a: Node, b: Node, of: Kind): Node => ({
    is: 'compare',
    kind: 'yesNo',
    sign,
    of,
    left: a,
    right: b,
  })
  if (isNothing(left) && isNothing(right))
    throw new FormulaError('One side has to be something other than “empty”', syntax)
  const ordered = sign !== '=' && sign !== '!='
  // An option is named by its value or by what it is called; which one is meant is settled here.
  for (const [one, other, span] of [
    [left, right, syntax.right],
    [right, left, syntax.left],
  ] as const) {
    const choice = choiceOf(one)
    if (!choice || other.is !== 'literal' || other.kind !== 'text') continue
    if (ordered) throw new FormulaError(`“${choice.label}” has no order. Compare it with = or !=.`, syntax)
    const value = typeof other.value === 'string' ? optionNamed(other.value, choice, span) : null
    return node(one, { is: 'literal', kind: 'text', value }, 'text')
  }
  // Amounts are compared with plain numbers in their own currency, as filters do.
  if (left.kind === 'money' && right.kind === 'number') return node(left, right, 'money')
  if (left.kind === 'number' && right.kind === 'money')
    return { is: 'compare', kind: 'yesNo', sign: turned[sign], of: 'money', left: right, right: left }
  const both = alike(left, right)
  if (!both)
    throw new FormulaError(
      `${kindName[left.kind]} and ${kindName[right.kind]} cannot be compared.`.replace(/^./, (letter) =>
        letter.toUpperCase(),
      ),
      syntax,
    )
  if (ordered && both.kind === 'yesNo')
    throw new FormulaError('Yes and no have no order. Compare them with = or !=.', syntax)
  return node(both.left, both.right, both.kind)
}

const turned: Record<Comparison, Comparison> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function call(syntax: CallSyntax, scope: Scope): Node {
  const name = syntax.name.text.toLowerCase()
  if ((rollups as readonly string[]).includes(name)) {
    const rollup = name as Rollup
    if ((rollup !== 'min' && rollup !== 'max') || isOverMany(syntax, scope))
      return rolledUp(rollup, syntax, scope)
  }
  const stray = syntax.by ?? syntax.where
  if (stray)
    throw new FormulaError(
      `“${syntax.by ? 'by' : 'where'}” stands in a roll-up only: sum(deals.amount where …)`,
      stray,
    )
  const known = functionNamed(name)
  if (!known) {
    const suggestions = nearest(
      syntax.name.text,
      functionNames.map((one) => ({ name: one })),
    )
    throw new FormulaError(
      `There is no function “${syntax.name.text}”.${suggestions.length > 0 ? ` Did you mean ${suggestions.join(' or ')}?` : ''}`,
      syntax.name,
      suggestions,
    )
  }
  return callOf(
    known,
    syntax,
    syntax.args.map((arg) => check(arg, scope)),
  )
}

/** Whether min or max is of related records, not of values side by side. */
function isOverMany({ args: [first], where }: CallSyntax, { type, nested }: Scope): boolean {
  if (where) return true
  if (first?.kind !== 'name' || nested) return false
  try {
    resolveMany(first, type)
    return true
  } catch {
    return false
  }
}

const rolledUpKinds: Record<Rollup, readonly Kind[] | null> = {
  count: null,
  sum: ['number', 'money', 'duration'],
  avg: ['number', 'money', 'duration'],
  min: ['number', 'money', 'duration', 'date', 'moment'],
  max: ['number', 'money', 'duration', 'date', 'moment'],
  latest: null,
}

function rolledUp(rollup: Rollup, syntax: CallSyntax, scope: Scope): Node {
  if (scope.nested)
    throw new FormulaError(
      'A roll-up cannot stand within another. Make a field of the inner one, and use that.',
      syntax,
    )
  const [first, second] = syntax.args
  if (!first || first.kind !== 'name')
    throw new FormulaError(
      `Say of which records: ${rollup}(deals${rollup === 'count' ? '' : '.amount'})`,
      first ?? syntax,
    )
  if (second)
    throw new FormulaError(
      `A roll-up takes one field. Say which records count with “where”: ${rollup}(… where …)`,
      second,
    )
  const { relation, field } = resolveMany(first, scope.type)
  const related = familyOf(scope.type).of(relation.type.name)
  const inner: Scope = { type: related, nested: true }
  if (!field && rollup !== 'count')
    throw new FormulaError(
      `Say which field of the ${relation.label.toLowerCase()}: ${rollup}(${first.path[0]?.text}.…)`,
      first,
    )
  const value = field ? resolveName(field, related, false) : null
  const kinds = rolledUpKinds[rollup]
  if (value && kinds && !kinds.includes(value.kind))
    throw new FormulaError(
      `There is no ${rollup} of ${kindName[value.kind]}. Use latest(…) or count(…).`,
      first,
    )
  if (syntax.by && rollup !== 'latest') throw new FormulaError('“by” stands in latest(…) only', syntax.by)
  const by = syntax.by ? resolveName(syntax.by, related, false) : null
  if (by && !['date', 'moment', 'number'].includes(by.kind))
    throw new FormulaError('The latest is found by a day, a moment or a number', syntax.by ?? syntax)
  return {
    is: 'rollup',
    kind: rollup === 'count' || !value ? 'number' : value.kind,
    rollup,
    relation: relation.name,
    of: related.name,
    value: value && plainly(value),
    by,
    where: syntax.where ? need(check(syntax.where, inner), 'yesNo', syntax.where) : null,
  }
}

export interface CheckedFormula {
  node: Node
  /** What a field with this formula holds. */
  result: FormulaResult
}

export type Checked = (CheckedFormula & { problem: null }) | { problem: FormulaProblem }

/**
 * What a formula of a record type means. The type comes with the company's own fields, and so do those it leads to.
 * Never throws; a number may be shown as a percentage.
 */
export function checkFormula(text: string, type: RecordType, wanted?: FormulaResult | null): Checked {
  const { syntax, problem } = parseFormula(text)
  if (problem) return { problem }
  try {
    const node = plainly(check(syntax, { type, nested: false }))
    if (isNothing(node)) throw new FormulaError('This would always be empty', syntax)
    const result = wanted === 'percentage' && node.kind === 'number' ? 'percentage' : node.kind
    return { node, result, problem: null }
  } catch (error) {
    if (error instanceof FormulaError) return { problem: error.problem }
    throw error
  }
}
