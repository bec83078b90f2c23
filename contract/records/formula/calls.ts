import { currencySchema } from '../../values/money.ts'
import { alike, apply, as, isNothing, kindName, need, plainly } from './coerce.ts'
import { functions, type FunctionName } from './functions.ts'
import type { Kind, Node, Operation } from './node.ts'
import { FormulaError, type Span } from './problem.ts'
import type { CallSyntax } from './syntax.ts'

interface Given {
  name: FunctionName
  args: Node[]
  /** The span of each argument, and of the whole for one that is missing. */
  at(index: number): Span
  whole: Span
}

/** How many values a function takes, at least and at most. */
const counts: Partial<Record<FunctionName, readonly [number, number]>> = {
  if: [2, 3],
  orElse: [2, 2],
  min: [2, 50],
  max: [2, 50],
  round: [1, 2],
  money: [2, 2],
  left: [2, 2],
  right: [2, 2],
  contains: [2, 2],
  today: [0, 0],
  daysBetween: [2, 2],
  addDays: [2, 2],
  addMonths: [2, 2],
}

/** A function that takes values of fixed kinds. */
const simple: Partial<Record<FunctionName, readonly [Operation, Kind, ...Kind[]]>> = {
  number: ['moneyNumber', 'number', 'money'],
  lower: ['lower', 'text', 'text'],
  upper: ['upper', 'text', 'text'],
  trim: ['trim', 'text', 'text'],
  left: ['left', 'text', 'text', 'number'],
  right: ['right', 'text', 'text', 'number'],
  length: ['length', 'number', 'text'],
  contains: ['contains', 'yesNo', 'text', 'text'],
  today: ['today', 'date'],
  addDays: ['addDays', 'date', 'date', 'number'],
  addMonths: ['addMonths', 'date', 'date', 'number'],
  dateOf: ['dateOf', 'date', 'moment'],
  year: ['year', 'number', 'date'],
  month: ['month', 'number', 'date'],
  day: ['day', 'number', 'date'],
  hours: ['hours', 'number', 'duration'],
  duration: ['makeDuration', 'duration', 'number'],
}

/** Both values as one kind, for what answers with either. */
function either({
  name,
  args: [left, right],
  whole,
}: {
  name: string
  args: Node[]
  whole: Span
}): [Node, Node] {
  const both = left && right && alike(left, right)
  if (both) return [both.left, both.right]
  throw new FormulaError(
    `Both values of “${name}” have to be of one kind; these are ${kindName[left?.kind ?? 'text']} and ${kindName[right?.kind ?? 'text']}.`,
    whole,
  )
}

const special: Partial<Record<FunctionName, (given: Given) => Node>> = {
  if({ args, at, whole }) {
    const [condition, then, otherwise = { is: 'literal', kind: 'text', value: null }] = args as [
      Node,
      Node,
      Node?,
    ]
    const [a, b] = either({ name: 'if', args: [then, otherwise], whole })
    return apply('if', a.kind, need(condition, 'yesNo', at(0)), a, b)
  },
  orElse({ name, args, whole }) {
    const [a, b] = either({ name, args, whole })
    return apply('orElse', a.kind, a, b)
  },
  isEmpty: ({ args }) => apply('isEmpty', 'yesNo', args[0] as Node),
  min: (given) => extreme(given, 'least', 'moneyLeast'),
  max: (given) => extreme(given, 'greatest', 'moneyGreatest'),
  round({ args, at }) {
    const [value, places = { is: 'literal', kind: 'number', value: null }] = args as [Node, Node?]
    if (value.kind === 'money') return apply('moneyRound', 'money', value, need(places, 'number', at(1)))
    const digits: Node = args[1]
      ? need(args[1], 'number', at(1))
      : { is: 'literal', kind: 'number', value: '0' }
    return apply('round', 'number', need(value, 'number', at(0)), digits)
  },
  abs({ args, at }) {
    const [value] = args as [Node]
    if (value.kind === 'money') return apply('moneyAbsolute', 'money', value)
    if (value.kind === 'duration') return apply('absolute', 'duration', value)
    return apply('absolute', 'number', need(value, 'number', at(0)))
  },
  money({ args, at }) {
    const [value, currency] = args as [Node, Node]
    if (currency.is !== 'literal' || !currencySchema.safeParse(currency.value).success)
      throw new FormulaError("Name the currency by its three letters: money(50, 'EUR')", at(1))
    return apply('makeMoney', 'money', need(value, 'number', at(0)), currency)
  },
  daysBetween({ args, at }) {
    const [from, to] = args as [Node, Node]
    return apply('daysBetween', 'number', need(to, 'date', at(1)), need(from, 'date', at(0)))
  },
}

function extreme({ name, args, at }: Given, plain: Operation, ofMoney: Operation): Node {
  const first = args.find((arg) => !isNothing(arg))
  const kind = first?.kind ?? 'number'
  if (kind === 'text' || kind === 'yesNo')
    throw new FormulaError(`There is no ${name} of ${kindName[kind]}.`, at(args.indexOf(first as Node)))
  const all = args.every((arg) => as(arg, kind)) ? kind : 'date'
  const fitting = args.map((arg, i) => need(arg, all, at(i)))
  return apply(kind === 'money' ? ofMoney : plain, all, ...fitting)
}

/** What a function makes of its checked values. Throws `FormulaError`. */
export function callOf(name: FunctionName, syntax: CallSyntax, values: Node[]): Node {
  const [fewest, most] = counts[name] ?? [1, 1]
  const surplus = syntax.args[most]
  if (values.length < fewest || surplus)
    throw new FormulaError(
      surplus
        ? `“${name}” takes no more values: ${functions[name]}`
        : `“${name}” takes more values: ${functions[name]}`,
      surplus ?? syntax,
    )
  const at = (index: number): Span => syntax.args[index] ?? syntax
  const fixed = simple[name]
  if (fixed) {
    const [operation, kind, ...wanted] = fixed
    return apply(operation, kind, ...wanted.map((one, i) => need(values[i] as Node, one, at(i))))
  }
  const made = special[name]
  if (!made) throw new Error(`The function ${name} has no rule`)
  return made({ name, args: name === 'isEmpty' ? values : values.map(plainly), at, whole: syntax })
}
