import { relationsOf } from '../../contract/record-types.ts'
import {
  filterLimits,
  measure,
  operatorsOf,
  relativeSchema,
  type Condition,
  type Filter,
  type Relative,
} from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { dayOf, startOfDay } from '../../contract/values/day.ts'
import { next } from '../../contract/values/period.ts'
import type { Caller } from '../http/caller.ts'
import { invalidField } from '../http/problem.ts'
import { columnNamed, linkColumn, ownJson, type Column } from './column.ts'
import { permitted, seenBy, type Bind } from './visible.ts'

export interface FilterGround {
  caller: Caller
  now: string
  zone: string
}

/** The bounds of a relative period as days, half-open. */
export function daysOf(relative: Relative, ground: FilterGround): { from: string; to: string } {
  const today = dayOf(ground.now, ground.zone)
  const [from, to] = [next(today, relative.unit, relative.from), next(today, relative.unit, relative.to)]
  if (![from, to].every((day) => /^[1-9]\d{3}-/.test(day)))
    throw invalidField('filter', 'This period reaches too far')
  return { from, to }
}

/** Compiles a filter into a condition on the row `alias`. Refuses what the type's fields do not know. */
export function compileFilter(
  filter: Filter,
  type: RecordType,
  alias: string,
  bind: Bind,
  ground: FilterGround,
): string {
  const size = measure(filter)
  if (size.depth > filterLimits.depth || size.conditions > filterLimits.conditions)
    throw invalidField(
      'filter',
      `A filter has at most ${filterLimits.conditions} conditions, nested ${filterLimits.depth} deep`,
    )
  return compile(filter, seenBy(ground.caller, type), alias, bind, ground)
}

function compile(filter: Filter, type: RecordType, alias: string, bind: Bind, ground: FilterGround): string {
  const inner = (part: Filter) => compile(part, type, alias, bind, ground)
  if ('and' in filter) return filter.and.length ? `(${filter.and.map(inner).join(' and ')})` : 'true'
  if ('or' in filter) return filter.or.length ? `(${filter.or.map(inner).join(' or ')})` : 'true'
  if ('not' in filter) return `not coalesce(${inner(filter.not)}, false)`
  if ('related' in filter) return related(filter, type, alias, bind, ground)
  const column = columnNamed(type, filter.field)
  if (!column) throw invalidField('filter', `${type.label.many} have no field “${filter.field}”`)
  if (!operatorsOf[column.declared.type].includes(filter.op))
    throw invalidField('filter', `“${filter.field}” cannot be compared with “${filter.op}”`)
  return condition(filter, column, alias, bind, ground)
}

function related(
  filter: { related: string } & ({ some: Filter } | { none: Filter }),
  type: RecordType,
  alias: string,
  bind: Bind,
  ground: FilterGround,
) {
  const relation = relationsOf(type).find((candidate) => candidate.name === filter.related)
  if (!relation) throw invalidField('filter', `${type.label.many} have no relation “${filter.related}”`)
  const other = `${alias}r`
  const column = columnNamed(relation.direction === 'forward' ? type : relation.type, relation.field)
  if (!column) throw new Error(`${relation.field} has no column`)
  const [owning, referred] = relation.direction === 'forward' ? [alias, other] : [other, alias]
  const join = column.linked
    ? `exists (select from record_links l where l.from_id = ${owning}.id and l.field = '${column.field}'
        and l.${linkColumn(column.declared)} = ${referred}.id)`
    : `${column.at(owning)} = ${referred}.id`
  const where = compile('some' in filter ? filter.some : filter.none, relation.type, other, bind, ground)
  const visible = permitted(ground.caller, relation.type, 'see', other, bind)
  const exists = `exists (select from ${relation.type.plural} ${other}
    where ${join} and ${other}.deleted_at is null and ${visible} and ${where})`
  return 'some' in filter ? exists : `not ${exists}`
}

/** Whether a record refers to one of some, found from their side, where few records refer to them. */
const leadsTo = (column: Column, alias: string, ids: string): string =>
  `${alias}.id in (select l.from_id from record_links l where l.to_id = ${ids} and l.field = '${column.field}')`

const likeSafe = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

function condition(
  { field, op, value }: Condition,
  column: Column,
  alias: string,
  bind: Bind,
  ground: FilterGround,
): string {
  const kind = column.declared.type
  const isArray = kind === 'tags' || kind === 'choices'
  const at = column.at(alias)
  const type = column.name === 'id' ? 'uuid' : column.type
  const blank =
    type === 'text'
      ? `(${at} is null or ${at} = '')`
      : isArray
        ? `coalesce(cardinality(${at}), 0) = 0`
        : `${at} is null`
  if (op === 'empty') return blank
  if (op === 'notEmpty') return `not ${blank}`

  const refuse = (): never => {
    throw invalidField('filter', `“${field}” cannot be compared with ${JSON.stringify(value)}`)
  }
  const one = (given: unknown): unknown => {
    if (kind === 'user' && given === 'me') return ground.caller.userId
    if (type === 'uuid' && !/^[0-9a-f-]{36}$/i.test(String(given))) refuse()
    if ((type === 'double precision' || type === 'bigint') && !Number.isFinite(Number(given))) refuse()
    if ((type === 'date' || type === 'timestamptz') && Number.isNaN(Date.parse(String(given)))) refuse()
    if (type === 'boolean' && typeof given !== 'boolean') refuse()
    return kind === 'email' ? String(given).toLowerCase() : given
  }
  const many = (): unknown[] => (Array.isArray(value) ? value.map(one) : refuse())

  switch (op) {
    case 'anyOf':
    case 'noneOf': {
      const list = bind(many())
      const has = column.linked
        ? leadsTo(column, alias, `any(${list}::uuid[])`)
        : isArray && column.own
          ? `${ownJson(alias, column.name)} ?| ${list}::text[]`
          : isArray
            ? `${at} && ${list}::text[]`
            : `${at} = any(${list}::${type}[])`
      return op === 'anyOf' ? has : `not coalesce(${has}, false)`
    }
    case 'contains':
    case 'startsWith': {
      if (typeof value !== 'string') return refuse()
      const pattern = bind(`${op === 'contains' ? '%' : ''}${likeSafe(value)}%`)
      if (kind === 'file') return `(${at} ->> 'name') ilike ${pattern}`
      if (kind === 'files')
        return `exists (select from jsonb_array_elements(${at}) one where one ->> 'name' ilike ${pattern})`
      return `${at}::text ilike ${pattern}`
    }
    case 'within': {
      const relative = relativeSchema.safeParse(value)
      if (!relative.success) return refuse()
      const { from, to } = daysOf(relative.data, ground)
      const bound = (day: string) => bind(type === 'date' ? day : startOfDay(day, ground.zone))
      return `(${at} >= ${bound(from)}::${type} and ${at} < ${bound(to)}::${type})`
    }
    default: {
      if (value === undefined || typeof value === 'object') return refuse()
      const sign = {
        is: '=',
        isNot: 'is distinct from',
        lessThan: '<',
        atMost: '<=',
        moreThan: '>',
        atLeast: '>=',
      }[op]
      // Amounts are compared in each record's own currency, in major units.
      const right =
        kind === 'money'
          ? `minor_units(${bind(String(one(value)))}::numeric, ${column.currencyAt(alias)})`
          : `${bind(one(value))}::${type}`
      if (column.linked && op === 'is') return leadsTo(column, alias, right)
      return `${at} ${sign} ${right}`
    }
  }
}
