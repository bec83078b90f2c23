import { CompiledQuery } from 'kysely'
import type { z } from 'zod'
import { familyOf } from '../../contract/record-types.ts'
import { isChoice, targetOf } from '../../contract/records/field.ts'
import type { Filter } from '../../contract/records/filter.ts'
import {
  isDated,
  isGroupable,
  isSummable,
  mostGroups,
  mostSums,
  type Group,
  type groupsRoute,
  type Groups,
  type GroupSum,
} from '../../contract/records/groups.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { dayOf, startOfDay } from '../../contract/values/day.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { next, type Grain } from '../../contract/values/period.ts'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { columnNamed, type Column } from './column.ts'
import { selected } from './list.ts'
import { noteUses } from './own/uses.ts'
import { convert, ratesOn } from './rates.ts'
import { parameters, permitted, seenBy } from './visible.ts'

type Query = z.infer<NonNullable<ReturnType<typeof groupsRoute>['query']>>

/** Of a group, or of all: counted and added up over everything, or over one currency of one column, as `over` says. */
type Row = { key: string | null; count: number; over: number; groups: number } & Record<string, unknown>

function columnTo(type: RecordType, name: string, path: string, fits: (column: Column) => boolean): Column {
  const column = columnNamed(type, name)
  if (column && fits(column)) return column
  const cannot = path === 'groupBy' ? 'be grouped by' : 'be added up by'
  throw invalidField(path, `${type.label.many} cannot ${cannot} “${name}”`)
}

/** A row's key: of dates the first day of their period. */
function keyOf(column: Column, unit: Grain, zone: () => string): string {
  const at = column.at('t')
  if (column.declared.type === 'date') return `date_trunc('${unit}', ${at}::timestamp)::date`
  if (column.declared.type === 'moment') return `date_trunc('${unit}', ${at} at time zone ${zone()})::date`
  return at
}

/** Exactly the records of a group. */
function filterOf({ field, declared }: Column, key: string | null, unit: Grain, zone: string): Filter {
  if (key === null) return { field, op: 'empty' }
  if (declared.type === 'yesNo') return { field, op: 'is', value: key === 'true' }
  if (!isDated(declared)) return { field, op: 'is', value: key }
  const bound = (day: string) => (declared.type === 'date' ? day : startOfDay(day, zone))
  return {
    and: [
      { field, op: 'atLeast', value: bound(key) },
      { field, op: 'lessThan', value: bound(next(key, unit)) },
    ],
  }
}

/** Periods in their order, options as declared, stages by position, other records by title; those with nothing come last. */
function inOrder(column: Column, groups: Group[], named: ReadonlyMap<string, Named>): Group[] {
  const { declared } = column
  const rank = new Map(isChoice(declared) ? declared.options.map(({ value }, at) => [value, at]) : [])
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return groups.toSorted((a, b) => {
    if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null)
    if (isChoice(declared)) return (rank.get(a.key) ?? rank.size) - (rank.get(b.key) ?? rank.size)
    if (!targetOf(declared)) return compare(a.key, b.key)
    const [one, other] = [named.get(a.key), named.get(b.key)]
    if (!one || !other) return Number(!one) - Number(!other)
    return one.position - other.position || one.title.localeCompare(other.title) || compare(a.key, b.key)
  })
}

/**
 * Counts and sums of a whole list by a field, in one pass over it. The largest groups are told; the sums of all, and how
 * many groups there are beyond, come with them.
 */
export async function groupRecords(context: Context, whole: RecordType, query: Query): Promise<Groups> {
  const type = seenBy(context.caller, whole)
  const { unit } = query
  const zone = context.organisation.timeZone
  noteUses(context.database, type, query.filter, undefined)
  const column = columnTo(type, query.groupBy, 'groupBy', ({ declared }) => isGroupable(declared))
  if (new Set(query.sums).size > mostSums)
    throw invalidField('sums', `At most ${mostSums} fields are added up at once`)
  const sums = [...new Set(query.sums)].map((name) =>
    columnTo(type, name, 'sums', ({ declared }) => isSummable(declared)),
  )
  const money = sums.filter(({ declared }) => declared.type === 'money')
  const { values, bind } = parameters()
  const picked = [
    `(${keyOf(column, unit, () => bind(zone))})::text as key`,
    ...sums.map((sum, i) => `${sum.at('t')} as value_${i}`),
    ...money.map((sum, i) => `${sum.currencyAt('t')} as currency_${i}`),
  ]
  const currencies = money.map((_, i) => `currency_${i}`)
  const sets = [['key'], [], ...currencies.flatMap((currency) => [['key', currency], [currency]])]
  const added = sums.map(
    ({ declared }, i) =>
      `sum(value_${i})::${declared.type === 'money' ? 'text' : 'double precision'} as value_${i}`,
  )
  const byKey = 1 << money.length
  const text = `with listed as (select ${picked.join(', ')} from ${type.plural} t
        where ${selected(context, type, query, bind)}),
      grouped as (select ${['key', ...currencies, ...added].join(', ')}, count(*)::int as count,
          grouping(${['key', ...currencies].join(', ')}) as over
        from listed group by grouping sets (${sets.map((set) => `(${set.join(', ')})`).join(', ')})),
      largest as (select key from grouped where over = ${byKey - 1} order by count desc, key limit ${mostGroups})
    select g.*, (select count(*)::int from grouped where over = ${byKey - 1}) as groups
    from grouped g where g.over >= ${byKey} or exists (select from largest l where l.key is not distinct from g.key)`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  const rates = await ratesOn(context.database.db, dayOf(context.now, zone))
  const sumsOf = (of: readonly Row[]): Record<string, GroupSum> =>
    Object.fromEntries(
      sums.map((sum, i) => [
        sum.field,
        sum.declared.type === 'money'
          ? moneySum(of, i, money.indexOf(sum), money.length, context.organisation.currency, rates)
          : { number: plainOf(of, byKey)?.[`value_${i}`] as number | null, ...noMoney },
      ]),
    )
  const inAll = rows.filter(({ over }) => over >= byKey)
  const inEach = Map.groupBy(
    rows.filter(({ over }) => over < byKey),
    ({ key }) => key,
  )
  const named = await namesOf(context, type, column, [...inEach.keys()])
  const groups = [...inEach].map(([key, of]): Group => ({
    key,
    title: named.get(key ?? '')?.title ?? null,
    count: plainOf(of, byKey)?.count ?? 0,
    sums: sumsOf(of),
    filter: filterOf(column, key, unit, zone),
  }))
  const all = plainOf(inAll, byKey)
  const told = groups.reduce((sum, { count }) => sum + count, 0)
  return {
    groups: inOrder(column, groups, named),
    all: { count: all?.count ?? 0, sums: sumsOf(inAll) },
    more: { groups: (all?.groups ?? 0) - groups.length, records: (all?.count ?? 0) - told },
  }
}

const noMoney = { money: [], total: null, unconverted: [] }

/** The row of a group that is not of one currency. */
const plainOf = (of: readonly Row[], byKey: number): Row | undefined =>
  of.find(({ over }) => (over & (byKey - 1)) === byKey - 1)

/** Sums the `at`th column, whose currency is the `nth` of so many: by currency, and together at today's rates. */
function moneySum(
  of: readonly Row[],
  at: number,
  nth: number,
  many: number,
  home: string,
  rates: ReadonlyMap<string, string>,
): GroupSum {
  const bit = 1 << (many - 1 - nth)
  const amounts = of
    .flatMap((row) => {
      const [currency, minor] = [row[`currency_${nth}`], row[`value_${at}`]]
      return (row.over & bit) === 0 && typeof currency === 'string' && typeof minor === 'string'
        ? [{ currency, minor }]
        : []
    })
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
  const unconverted: GroupSum['unconverted'] = []
  let total = 0n
  for (const { currency, minor } of amounts) {
    const converted = convert(BigInt(minor), currency, home, rates.get(currency))
    if (converted === null) unconverted.push(moneyOf(minor, currency))
    else total += converted
  }
  return {
    number: null,
    money: amounts.map(({ currency, minor }) => moneyOf(minor, currency)),
    total: moneyOf(total, home),
    unconverted,
  }
}

interface Named {
  title: string
  /** Of stages and the like; 0 where there is none. */
  position: number
}

/** What the records are called that the groups stand for; those that the caller may not see have no name. */
async function namesOf(
  context: Context,
  type: RecordType,
  { declared }: Column,
  keys: readonly (string | null)[],
): Promise<Map<string, Named>> {
  const target = targetOf(declared)
  const ids = keys.filter((key) => key !== null)
  if (!target || ids.length === 0) return new Map()
  const other = familyOf(type).of(target)
  const { values, bind } = parameters()
  const position = other.fields.position ? 't.position' : '0'
  const text = `select t.id, t.title, ${position} as position from ${other.plural} t
    where t.id = any(${bind(ids)}::uuid[]) and ${permitted(context.caller, other, 'see', 't', bind)}`
  const { rows: found } = await context.database.db.executeQuery<Named & { id: string }>(
    CompiledQuery.raw(text, values),
  )
  return new Map(found.map(({ id, ...named }) => [id, named]))
}
