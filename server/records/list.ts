import { CompiledQuery } from 'kysely'
import { familyOf } from '../../contract/record-types.ts'
import { isChoice, targetOf, type FieldType } from '../../contract/records/field.ts'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { ListQuery, Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Context } from '../http/context.ts'
import { invalidField, notFound } from '../http/problem.ts'
import { columnNamed, columnsOf, recordOf, selectList, systemColumns } from './column.ts'
import { compileFilter } from './filter.ts'
import { noteUses } from './own/uses.ts'
import { searchCondition } from './search.ts'
import { parameters, permitted, seenBy, type Bind } from './visible.ts'

export const countedAtMost = 10_000

const unsortable = new Set<FieldType>([
  'choices',
  'tags',
  'address',
  'references',
  'longText',
  'file',
  'files',
])

interface Order {
  expression: string
  join: string
  type: string
  descending: boolean
  /** No nulls: the plain row comparison, which an index answers, will do. */
  always: boolean
}

/** The order of a list; references sort by the title they show, choices in the order of their declaration. */
function orderOf(context: Context, type: RecordType, sort: string | undefined, bind: Bind): Order {
  const chosen =
    sort ?? (type.sort ? `${type.sort.direction === 'desc' ? '-' : ''}${type.sort.field}` : '-createdAt')
  const descending = chosen.startsWith('-')
  const field = descending ? chosen.slice(1) : chosen
  const column = columnNamed(type, field)
  if (!column || unsortable.has(column.declared.type))
    throw invalidField('sort', `${type.label.many} cannot be sorted by “${field}”`)
  const order = {
    join: '',
    descending,
    always: field === 'title' || field === 'id' || field === 'createdAt' || field === 'updatedAt',
  }
  const target = targetOf(column.declared)
  if (target) {
    // What the reader may not see has no title here either: the order, and the cursor that names it, would tell.
    const other = familyOf(type).of(target)
    const join = `left join ${other.plural} s on s.id = ${column.at('t')} and ${permitted(context.caller, other, 'see', 's', bind)}`
    return { ...order, expression: 's.title', type: 'text', join }
  }
  if (isChoice(column.declared)) {
    const ranks = column.declared.options.map((option) => `'${option.value}'`).join(',')
    return { ...order, expression: `array_position(array[${ranks}], ${column.at('t')})`, type: 'int' }
  }
  return { ...order, expression: column.at('t'), type: column.name === 'id' ? 'uuid' : column.type }
}

const encode = (value: unknown, id: string) => Buffer.from(JSON.stringify([value, id])).toString('base64url')

function decode(cursor: string): [value: string | null, id: string] {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string | null, string]
    if ((value === null || typeof value === 'string') && /^[0-9a-f-]{36}$/.test(id)) return [value, id]
  } catch {
    // Falls through to the refusal: the text was no cursor of ours.
  }
  throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
}

function continues(order: Order, cursor: string, bind: Bind): string {
  const [value, id] = decode(cursor)
  const beyond = order.descending ? '<' : '>'
  const last = `${bind(id)}::uuid`
  if (value === null) return `(${order.expression} is null and t.id ${beyond} ${last})`
  const at = `${bind(value)}::${order.type}`
  if (order.always) return `(${order.expression}, t.id) ${beyond} (${at}, ${last})`
  return `(${order.expression} ${beyond} ${at} or (${order.expression} = ${at} and t.id ${beyond} ${last}) or ${order.expression} is null)`
}

export interface Selection {
  filter?: Filter | undefined
  q?: string | undefined
  bin?: boolean | undefined
}

/** The condition on `t` that a list, its summary and its export share. */
export function selected(context: Context, whole: RecordType, selection: Selection, bind: Bind): string {
  const type = seenBy(context.caller, whole)
  const ground = { caller: context.caller, now: context.now, zone: context.organisation.timeZone }
  const conditions = [
    selection.bin ? 't.deleted_at is not null' : 't.deleted_at is null',
    permitted(context.caller, type, 'see', 't', bind),
  ]
  if (selection.filter) conditions.push(compileFilter(selection.filter, type, 't', bind, ground))
  if (selection.q?.trim()) conditions.push(searchCondition(context.caller, type, selection.q, bind))
  return conditions.filter((condition) => condition !== 'true').join(' and ')
}

/** The fields asked for, and those whose records shall come along. */
function chosenFields(
  type: RecordType,
  fields: string[] | undefined,
  expanded: string[] = [],
): Set<string> | undefined {
  if (!fields) return undefined
  for (const field of fields)
    if (!columnNamed(type, field) && !systemColumns.some(([name]) => name === field))
      throw invalidField('fields', `${type.label.many} have no field “${field}”`)
  return new Set([...fields, ...expanded])
}

export async function listRecords(context: Context, whole: RecordType, query: ListQuery): Promise<Page> {
  const type = seenBy(context.caller, whole)
  if (!query.after) noteUses(context.database, type, query.filter, query.sort)
  const { values, bind } = parameters()
  const order = orderOf(context, type, query.sort, bind)
  const where = [selected(context, type, query, bind)]
  if (query.after) where.push(continues(order, query.after, bind))
  const direction = order.descending ? 'desc' : 'asc'
  const text = `select ${selectList(type, chosenFields(type, query.fields, query.expand))}, ${order.expression}::text as "~sort"
    from ${type.plural} t ${order.join} where ${where.join(' and ')}
    order by ${order.expression} ${direction}${order.always ? '' : ' nulls last'}, t.id ${direction} limit ${query.limit + 1}`
  const { rows } = await context.database.lists.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(text, values),
  )
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const data = page.map(recordOf(type)) as AnyRecord[]
  return {
    data,
    next: last ? encode(last['~sort'], String(last.id)) : null,
    ...(query.expand ? { expanded: await expand(context, type, data, query.expand) } : {}),
    ...(query.count ? { count: await countRecords(context, type, query) } : {}),
  }
}

/** How many match, counted no further than 10,000. */
export async function countRecords(
  context: Context,
  type: RecordType,
  selection: Selection,
): Promise<number> {
  const { values, bind } = parameters()
  const text = `select count(*)::int as count from (select from ${type.plural} t
    where ${selected(context, type, selection, bind)} limit ${countedAtMost}) counted`
  const { rows } = await context.database.lists.executeQuery<{ count: number }>(
    CompiledQuery.raw(text, values),
  )
  return rows[0]?.count ?? 0
}

const getTexts = new WeakMap<RecordType, string>()

/** One record that the caller may see, binned ones included; refuses with 404 otherwise. */
export async function getRecord(context: Context, whole: RecordType, id: string): Promise<AnyRecord> {
  const type = seenBy(context.caller, whole)
  const { values, bind } = parameters()
  let text = getTexts.get(type)
  if (!text) getTexts.set(type, (text = `select ${selectList(type)} from ${type.plural} t where t.id = $1`))
  bind(id)
  const visible = permitted(context.caller, type, 'see', 't', bind)
  const { rows } = await context.database.db.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(visible === 'true' ? text : `${text} and ${visible}`, values),
  )
  const row = rows[0]
  if (!row) throw notFound(type.label.one.toLowerCase())
  return recordOf(type)(row) as AnyRecord
}

/** The records that the named references of a page point to, by id; those the caller may not see stay away. */
export async function expand(
  context: Context,
  whole: RecordType,
  page: AnyRecord[],
  fields: string[],
): Promise<Record<string, AnyRecord>> {
  const type = seenBy(context.caller, whole)
  const wanted = new Map<string, Set<string>>()
  for (const field of fields) {
    const declared =
      field === 'createdBy' ? 'user' : columnsOf(type).find((column) => column.field === field)?.declared
    const target = declared === 'user' ? 'user' : declared && targetOf(declared)
    if (!target) throw invalidField('expand', `“${field}” refers to no record`)
    const ids = wanted.get(target) ?? new Set<string>()
    for (const record of page)
      for (const id of [record[field]].flat()) if (typeof id === 'string') ids.add(id)
    wanted.set(target, ids)
  }
  const found: Record<string, AnyRecord> = {}
  for (const [name, ids] of wanted) {
    if (ids.size === 0) continue
    const target = familyOf(type).of(name)
    const { values, bind } = parameters()
    const text = `select ${selectList(target)} from ${target.plural} t
      where t.id = any(${bind([...ids])}::uuid[]) and ${permitted(context.caller, target, 'see', 't', bind)}`
    const { rows } = await context.database.db.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(text, values),
    )
    const toRecord = recordOf(target)
    for (const row of rows) found[String(row.id)] = toRecord(row) as AnyRecord
  }
  return found
}
