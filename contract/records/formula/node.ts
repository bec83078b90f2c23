import type { ChoiceField, Field } from '../field.ts'
import type { Comparison } from './syntax.ts'

/** What a value within a formula is. A percentage is a number: 0.25 is 25 %. */
export const kinds = ['number', 'money', 'text', 'date', 'moment', 'duration', 'yesNo'] as const
export type Kind = (typeof kinds)[number]

/** What a formula's field may hold: the field type as which everybody sees it. */
export const formulaResults = [...kinds, 'percentage'] as const
export type FormulaResult = (typeof formulaResults)[number]

/** What is done with values, of which kinds and to what. Money may be of two currencies: then both are converted. */
export const operations = [
  'add', 'subtract', 'multiply', 'divide', 'negate', 'absolute', 'round', 'least', 'greatest',
  'moneyAdd', 'moneySubtract', 'moneyMultiply', 'moneyDivide', 'moneyRatio', 'moneyNegate', 'moneyAbsolute', 'moneyRound',
  'moneyLeast', 'moneyGreatest', 'moneyNumber', 'makeMoney',
  'addDays', 'subtractDays', 'addMonths', 'daysBetween', 'year', 'month', 'day', 'dateOf', 'today',
  'momentAdd', 'momentSubtract', 'momentBetween', 'hours', 'makeDuration',
  'concatenate', 'textOf', 'lower', 'upper', 'trim', 'left', 'right', 'length', 'contains',
  'and', 'or', 'not', 'if', 'isEmpty', 'orElse',
] as const // prettier-ignore
export type Operation = (typeof operations)[number]

export const rollups = ['count', 'sum', 'min', 'max', 'avg', 'latest'] as const
export type Rollup = (typeof rollups)[number]

/** A field where its value stands. Of a choice, `options` are known, and the value is one of theirs. */
interface FieldAt {
  kind: Kind
  field: string
  declared: Field
}

/** A formula that makes sense, with every name resolved: from it alone SQL is made, never from what was typed. */
export type Node =
  | { is: 'literal'; kind: Kind; value: string | boolean | null }
  /** Of the record itself; within a roll-up's condition, of the related record. */
  | ({ is: 'field' } & FieldAt)
  /** Of the record that a reference leads to. */
  | ({ is: 'through'; reference: string; to: string } & FieldAt)
  | {
      is: 'rollup'
      kind: Kind
      rollup: Rollup
      /** The relation's name, of the record's type. */
      relation: string
      of: string
      /** What is rolled up; null for counting. */
      value: Node | null
      /** By which field the latest is the latest. */
      by: Node | null
      where: Node | null
    }
  /** A choice's option as it is called. */
  | { is: 'label'; kind: 'text'; of: Node; choice: ChoiceField }
  /** Two-valued: with nothing on a side, only = and != may hold. */
  | { is: 'compare'; kind: 'yesNo'; sign: Comparison; of: Kind; left: Node; right: Node }
  | { is: 'apply'; kind: Kind; operation: Operation; args: Node[] }

/** Every node of a formula, the whole first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node
  const inner =
    node.is === 'apply'
      ? node.args
      : node.is === 'compare'
        ? [node.left, node.right]
        : node.is === 'label'
          ? [node.of]
          : node.is === 'rollup'
            ? [node.value, node.by, node.where]
            : []
  for (const part of inner) if (part) yield* nodesOf(part)
}

const converting = new Set<Operation>([
  'moneyAdd',
  'moneySubtract',
  'moneyRatio',
  'moneyLeast',
  'moneyGreatest',
])

const needsRate = (part: Node): boolean =>
  (part.is === 'apply' && converting.has(part.operation)) ||
  (part.is === 'compare' && part.of === 'money' && part.right.kind === 'money') ||
  (part.is === 'rollup' && part.value?.kind === 'money' && part.rollup !== 'latest')

/** Whether exchange rates have a part in it. */
export const converts = (node: Node): boolean => [...nodesOf(node)].some(needsRate)

/** Whether the result may change without any write: with the day, and with it the exchange rates in force. */
export const followsTheDay = (node: Node): boolean =>
  [...nodesOf(node)].some((part) => needsRate(part) || (part.is === 'apply' && part.operation === 'today'))
