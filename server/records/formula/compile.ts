import { escapeLiteral } from 'pg'
import { familyOf, relationsOf, type Relation } from '../../../contract/record-types.ts'
import type { Kind, Node, Operation } from '../../../contract/records/formula/node.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { behaviourOf } from '../behaviour.ts'
import { columnNamed, linkColumn, ownJson, type Column } from '../column.ts'

/**
 * Makes SQL of checked formulas. Names come from declarations, and what somebody typed is there only as a literal, so
 * nothing typed can become more than a value. No operation fails, whatever the values are: what makes no sense is null.
 * Text is never '': a text without characters is null.
 */

/** What a formula may ask besides records, as SQL. */
export interface Surroundings {
  today: string
  zone: string
  currency: string
}

/** For a statement of its own; a function that calculates many asks once. */
export const asked: Surroundings = {
  today: 'formula_today()',
  zone: 'formula_zone()',
  currency: 'formula_currency()',
}

const sqlType: Record<Kind, string> = {
  number: 'numeric',
  money: 'formula_money',
  text: 'text',
  date: 'date',
  moment: 'timestamptz',
  duration: 'numeric',
  yesNo: 'boolean',
}

/** Where a node's names are looked up: a record type's row under an alias. */
interface Place {
  type: RecordType
  alias: string
  around: Surroundings
}

function columnOf(type: RecordType, field: string): Column {
  const column = columnNamed(type, field)
  if (!column) throw new Error(`${type.label.many} have no field ${field}`)
  return column
}

function literal(kind: Kind, value: string | boolean | null): string {
  if (value === null || value === '') return `null::${sqlType[kind]}`
  if (typeof value === 'boolean') return String(value)
  return `${escapeLiteral(value)}::${sqlType[kind]}`
}

/** A field's value in the row of an alias, as its kind. */
function valueAt(type: RecordType, field: string, kind: Kind, alias: string): string {
  const column = columnOf(type, field)
  const { own, name, declared } = column
  const json = ownJson(alias, name)
  switch (kind) {
    case 'money':
      return own
        ? `formula_money((${json} ->> 'amount')::numeric, ${json} ->> 'currency')`
        : `formula_money(${column.at(alias)}::numeric / minor_units(1, ${column.currencyAt(alias)}), ${column.currencyAt(alias)})`
    case 'number':
    case 'duration':
      if (own) return `formula_number(${json})`
      return declared.type === 'duration'
        ? `${column.at(alias)}::numeric`
        : `formula_number(${column.at(alias)})`
    case 'text':
      return `nullif(${column.at(alias)}, '')`
    default:
      return column.at(alias)
  }
}

type Make = (args: string[], node: Extract<Node, { is: 'apply' }>, around: Surroundings) => string

const nothingIfBlank = (text: string) => `nullif(${text}, '')`
const holds = (condition: string | undefined) => `coalesce(${condition}, false)`

/** Arguments by their kinds, for what takes them in either order. */
function moneyFirst(args: string[], node: Extract<Node, { is: 'apply' }>): string {
  const [a, b] = node.args[0]?.kind === 'money' ? args : args.toReversed()
  return `${a}, ${b}`
}

const writtenAs: Partial<Record<Kind, (value: string, around: Surroundings) => string>> = {
  number: (value) => `trim_scale(${value})::text`,
  money: (value) => `formula_text(${value})`,
  date: (value) => `to_char(${value}, 'YYYY-MM-DD')`,
  moment: (value, { zone }) => `to_char(${value} at time zone ${zone}, 'YYYY-MM-DD HH24:MI')`,
  yesNo: (value) => `case ${value} when true then 'yes' when false then 'no' end`,
}

const operations: Record<Operation, Make> = {
  add: ([a, b]) => `formula_number(${a} + ${b})`,
  subtract: ([a, b]) => `formula_number(${a} - ${b})`,
  multiply: ([a, b]) => `formula_number(${a} * ${b})`,
  divide: ([a, b]) => `formula_divide(${a}, ${b})`,
  negate: ([a]) => `(- ${a})`,
  absolute: ([a]) => `abs(${a})`,
  round: ([a, places]) => `formula_round(${a}, ${places})`,
  least: (args) => `least(${args.join(', ')})`,
  greatest: (args) => `greatest(${args.join(', ')})`,
  moneyAdd: ([a, b]) => `formula_money_add(${a}, ${b}, 1)`,
  moneySubtract: ([a, b]) => `formula_money_add(${a}, ${b}, -1)`,
  moneyMultiply: (args, node) => `formula_money_multiply(${moneyFirst(args, node)})`,
  moneyDivide: ([a, b]) => `formula_money_divide(${a}, ${b})`,
  moneyRatio: ([a, b]) => `formula_money_ratio(${a}, ${b})`,
  moneyNegate: ([a]) => `formula_money_multiply(${a}, -1)`,
  moneyAbsolute: ([a]) => `formula_money_absolute(${a})`,
  moneyRound: ([a, places]) => `formula_money_round(${a}, ${places})`,
  moneyLeast: (args) => `formula_money_extreme(array[${args.join(', ')}]::formula_money[], -1)`,
  moneyGreatest: (args) => `formula_money_extreme(array[${args.join(', ')}]::formula_money[], 1)`,
  moneyNumber: ([a]) => `(${a}).amount`,
  makeMoney: ([a, currency]) => `formula_money(${a}, ${currency})`,
  addDays: ([a, days]) => `formula_add_days(${a}, ${days})`,
  subtractDays: ([a, days]) => `formula_add_days(${a}, - ${days})`,
  addMonths: ([a, months]) => `formula_add_months(${a}, ${months})`,
  daysBetween: ([to, from]) => `(${to} - ${from})::numeric`,
  year: ([a]) => `extract(year from ${a})::numeric`,
  month: ([a]) => `extract(month from ${a})::numeric`,
  day: ([a]) => `extract(day from ${a})::numeric`,
  dateOf: ([a], _, { zone }) => `(${a} at time zone ${zone})::date`,
  today: (_, __, { today }) => today,
  momentAdd: ([a, b]) => `formula_add_seconds(${a}, ${b})`,
  momentSubtract: ([a, b]) => `formula_add_seconds(${a}, - ${b})`,
  momentBetween: ([a, b]) => `extract(epoch from ${a} - ${b})::numeric`,
  hours: ([a]) => `formula_divide(${a}, 3600)`,
  makeDuration: ([a]) => `formula_number(${a} * 3600)`,
  concatenate: ([a, b]) => nothingIfBlank(`coalesce(${a}, '') || coalesce(${b}, '')`),
  textOf: ([a], { args }, around) => writtenAs[args[0]?.kind ?? 'text']?.(a ?? '', around) ?? `${a}`,
  lower: ([a]) => `lower(${a})`,
  upper: ([a]) => `upper(${a})`,
  trim: ([a]) => nothingIfBlank(`btrim(${a})`),
  left: ([a, count]) => nothingIfBlank(`left(${a}, formula_count(${count}))`),
  right: ([a, count]) => nothingIfBlank(`right(${a}, formula_count(${count}))`),
  length: ([a]) => `coalesce(char_length(${a}), 0)::numeric`,
  contains: ([a, part]) => holds(`position(lower(${part}) in lower(${a})) > 0`),
  and: ([a, b]) => `(${holds(a)} and ${holds(b)})`,
  or: ([a, b]) => `(${holds(a)} or ${holds(b)})`,
  not: ([a]) => `(not ${holds(a)})`,
  if: ([condition, then, otherwise]) => `case when ${holds(condition)} then ${then} else ${otherwise} end`,
  isEmpty: ([a]) => `(${a} is null)`,
  orElse: ([a, b]) => `coalesce(${a}, ${b})`,
}

function compared(node: Extract<Node, { is: 'compare' }>, left: string, right: string): string {
  const { sign, of } = node
  const negated = (same: string) => (sign === '!=' ? `(not ${same})` : same)
  if (of === 'money' && node.right.kind === 'money') {
    if (sign === '=' || sign === '!=') return negated(`formula_money_same(${left}, ${right})`)
    return holds(`formula_money_order(${left}, ${right}) ${sign} 0`)
  }
  const one = of === 'money' ? `(${left}).amount` : left
  if (sign === '=' || sign === '!=') return `(${one} is ${sign === '=' ? 'not ' : ''}distinct from ${right})`
  const collate = of === 'text' ? ' collate "C"' : ''
  return holds(`${one}${collate} ${sign} ${right}${collate}`)
}

/** The relation of a type by its name. */
export function relationNamed(type: RecordType, name: string): Relation {
  const relation = relationsOf(type).find((one) => one.name === name)
  if (!relation) throw new Error(`${type.label.many} have no relation ${name}`)
  return relation
}

/** The condition that the row `other` is one of those that a relation of the row `alias` leads to. */
function joined(type: RecordType, relation: Relation, alias: string, other: string): string {
  const { direction, field, declared } = relation
  if (direction === 'forward')
    return `${other}.id in (select l.to_id from record_links l where l.from_id = ${alias}.id and l.field = '${field}'
      and l.${linkColumn(declared)} is not null)`
  const column = columnOf(familyOf(type).of(relation.type.name), field)
  return column.linked
    ? `${other}.id in (select l.from_id from record_links l where l.${linkColumn(declared)} = ${alias}.id and l.field = '${field}'
        and l.from_type = '${relation.type.name}')`
    : `${column.at(other)} = ${alias}.id`
}

/** An amount in the organisation's currency in major units: as it was frozen, or by the rate in force today. */
function worth(value: Node, { type, alias, around }: Place): string {
  const money = compile(value, { type, alias, around })
  const now = `case when (${money}).currency = ${around.currency} then (${money}).amount else (formula_home(${money})).amount end`
  const frozen = value.is === 'field' ? behaviourOf(type).worth?.[value.field]?.(alias) : undefined
  return frozen
    ? `case when ${frozen.when} then ${frozen.minor} / minor_units(1, ${around.currency}) else ${now} end`
    : now
}

function rolledUp(node: Extract<Node, { is: 'rollup' }>, { type, alias, around }: Place): string {
  const relation = relationNamed(type, node.relation)
  const related = familyOf(type).of(relation.type.name)
  const inner: Place = { type: related, alias: 's', around }
  const from = `from ${related.plural} s where ${joined(type, relation, alias, 's')} and s.deleted_at is null${
    node.where ? ` and ${holds(compile(node.where, inner))}` : ''
  }`
  if (node.rollup === 'latest') {
    const by = node.by ? compile(node.by, inner) : 's.created_at'
    return `(select ${node.value ? compile(node.value, inner) : ''} ${from} and ${by} is not null
      order by ${by} desc, s.created_at desc, s.id desc limit 1)`
  }
  if (!node.value) return `(select count(*)::numeric ${from})`
  const isMoney = node.value.kind === 'money'
  if (node.rollup === 'count')
    return `(select (count(*) filter (where ${compile(node.value, inner)} is not null))::numeric ${from})`
  const value = isMoney ? worth(node.value, inner) : compile(node.value, inner)
  const made = {
    sum: `coalesce(sum(${value}), 0)`,
    avg: `formula_divide(sum(${value}), count(${value}))`,
    min: `min(${value})`,
    max: `max(${value})`,
  }[node.rollup]
  if (isMoney) return `(select formula_money(${made}, ${around.currency}) ${from})`
  return node.kind === 'number' || node.kind === 'duration'
    ? `(select formula_number(${made}) ${from})`
    : `(select ${made} ${from})`
}

function compile(node: Node, place: Place): string {
  const { type, alias, around } = place
  switch (node.is) {
    case 'literal':
      return literal(node.kind, node.value)
    case 'field':
      return valueAt(type, node.field, node.kind, alias)
    case 'through': {
      const to = familyOf(type).of(node.to)
      return `(select ${valueAt(to, node.field, node.kind, 'o')} from ${to.plural} o
        where o.id = ${columnOf(type, node.reference).at(alias)} and o.deleted_at is null)`
    }
    case 'label': {
      const value = compile(node.of, place)
      const names = Object.fromEntries(node.choice.options.map((option) => [option.value, option.label]))
      return `coalesce(${escapeLiteral(JSON.stringify(names))}::jsonb ->> ${value}, ${value})`
    }
    case 'rollup':
      return rolledUp(node, place)
    case 'compare':
      return compared(node, compile(node.left, place), compile(node.right, place))
    case 'apply':
      return operations[node.operation](
        node.args.map((arg) => compile(arg, place)),
        node,
        around,
      )
  }
}

/** What a formula is in the row of an alias, as the jsonb that the API has it in. */
export function compileFormula(node: Node, type: RecordType, alias: string, around = asked): string {
  const value = compile(node, { type, alias, around })
  return node.kind === 'duration' ? `formula_json_seconds(${value})` : `formula_json(${value})`
}
