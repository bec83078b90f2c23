import { isChoice, isReference } from '../../contract/records/field.ts'
import { groupFields, isDated } from '../../contract/records/groups.ts'
import type { Grain } from '../../contract/values/period.ts'
import type { Field } from '../../contract/records/field.ts'
import type { Filter } from '../../contract/records/filter.ts'
import { relationsOf } from '../../contract/record-types.ts'
import { fieldOf, fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'

export interface Column {
  field: string
  width?: number
  pinned?: boolean
}

/** All that makes a list what it is: what is shown, of which records, in which order. A saved view holds one. */
export interface Layout {
  show: 'table' | 'board' | 'calendar'
  columns: readonly Column[]
  filter: Filter | null
  sort: string | null
  /** The field whose values are the board's columns. */
  board: string | null
  /** What the table is grouped by; `unit` counts for dates. */
  group: Grouping | null
  calendar: CalendarOf | null
}

export interface Grouping {
  field: string
  unit: Grain
}

/** By which date records stand in the calendar, and how much of it is shown. */
export interface CalendarOf {
  field: string
  span: 'month' | 'week'
}

export const defaultLayout = (type: RecordType): Layout => ({
  show: 'table',
  columns: type.columns.map((field) => ({ field })),
  filter: null,
  sort: null,
  board: boardFields(type)[0]?.[0] ?? null,
  group: null,
  calendar: calendarOf(type),
})

/** The next of: not sorted by it, ascending, descending. */
export const sortedBy = (sort: string | null, field: string): string | null =>
  sort === field ? `-${field}` : sort === `-${field}` ? null : field

export const directionOf = (sort: string | null, field: string): 'ascending' | 'descending' | 'none' =>
  sort === field ? 'ascending' : sort === `-${field}` ? 'descending' : 'none'

const unsortable = new Set(['choices', 'tags', 'address', 'references', 'longText', 'file', 'files'])
export const isSortable = (field: Field): boolean => !unsortable.has(field.type)

const grouping = new Set(['choice', 'yesNo', 'user', 'reference'])

/** Fields whose values can be a board's columns, the one that the type names first. */
export const boardFields = (type: RecordType): [string, Field][] =>
  Object.entries(type.fields)
    .filter(([, field]) => grouping.has(field.type))
    .toSorted(([a], [b]) => Number(b === type.board) - Number(a === type.board))

/** Dates by which records can stand in a calendar: those that can be set first, of these the type's columns. */
export const calendarFields = (type: RecordType): [string, Field][] => {
  const rank = ([name, field]: [string, Field]) =>
    (field.readOnly ? 2 : 0) + (type.columns.includes(name) ? 0 : 1)
  return Object.entries(type.fields)
    .filter(([, field]) => isDated(field))
    .toSorted((a, b) => rank(a) - rank(b))
}

function calendarOf(type: RecordType): CalendarOf | null {
  const [first] = calendarFields(type)
  return first ? { field: first[0], span: 'month' } : null
}

/** Pinned columns stand first, each group in its own order. */
export const arranged = (columns: readonly Column[]): readonly Column[] => [
  ...columns.filter((column) => column.pinned),
  ...columns.filter((column) => !column.pinned),
]

export function toggleColumn(columns: readonly Column[], field: string): readonly Column[] {
  return columns.some((column) => column.field === field)
    ? columns.filter((column) => column.field !== field)
    : [...columns, { field }]
}

export const changeColumn = (
  columns: readonly Column[],
  field: string,
  change: Partial<Column>,
): readonly Column[] => columns.map((column) => (column.field === field ? { ...column, ...change } : column))

/** Moves a column one place to the left (-1) or right (1) within its group. */
export function moveColumn(columns: readonly Column[], field: string, step: -1 | 1): readonly Column[] {
  const order = [...arranged(columns)]
  const from = order.findIndex((column) => column.field === field)
  const column = order[from]
  const other = order[from + step]
  if (!column || !other || Boolean(column.pinned) !== Boolean(other.pinned)) return columns
  order[from + step] = column
  order[from] = other
  return order
}

/** The money field that a board adds up, if the type has one. */
export const moneyOf = (type: RecordType): string | null =>
  Object.entries(type.fields).find(([, field]) => field.type === 'money')?.[0] ?? null

/** The field that a record's title is written in, where it is one. */
export const titleField = (type: RecordType): string | null =>
  ['name', 'subject'].find((name) => name in type.fields) ?? null

/** Where a record's title comes from: first in every form. */
export const titleFields = (type: RecordType): string[] =>
  ['name', 'subject', 'firstName', 'lastName'].filter((name) => name in type.fields)

/** Fields that can be columns: all but the one that the title shows already. */
export const columnFields = (type: RecordType): [string, Field][] =>
  Object.entries(fieldsOf(type)).filter(([name]) => name !== titleField(type))

export const isWritable = (field: Field): boolean => !field.readOnly

/** Values to begin a record with: what an equality in the filter says, so that what is created stays in sight. */
export function startValues(type: RecordType, filter: Filter | null): Record<string, unknown> {
  if (!filter) return {}
  if ('and' in filter) return Object.assign({}, ...filter.and.map((part) => startValues(type, part)))
  if (!('field' in filter) || filter.op !== 'is' || filter.value === 'me') return {}
  const field = type.fields[filter.field]
  if (!field || !isWritable(field)) return {}
  return isChoice(field) || isReference(field) || field.type === 'user'
    ? { [filter.field]: filter.value }
    : {}
}

const isKnown = (type: RecordType, name: string): boolean =>
  name === 'title' || name === 'id' || fieldOf(type, name) !== undefined

function knownFilter(type: RecordType, filter: Filter): Filter | null {
  if ('and' in filter || 'or' in filter) {
    const parts = ('and' in filter ? filter.and : filter.or).flatMap((part) => knownFilter(type, part) ?? [])
    if (parts.length === 0) return null
    return 'and' in filter ? { and: parts } : { or: parts }
  }
  if ('not' in filter) {
    const part = knownFilter(type, filter.not)
    return part && { not: part }
  }
  if (!('related' in filter)) return isKnown(type, filter.field) ? filter : null
  const relation = relationsOf(type).find(({ name }) => name === filter.related)
  const part = relation && knownFilter(relation.type, 'some' in filter ? filter.some : filter.none)
  if (!part) return null
  return 'some' in filter ? { ...filter, some: part } : { ...filter, none: part }
}

/** Without what asks for fields that are retired: they stay in what is saved, and count again when they come back. */
export function withKnownFields(type: RecordType, layout: Layout): Layout {
  const { columns, filter, sort, board, group, calendar } = layout
  return {
    ...layout,
    columns: columns.filter(({ field }) => isKnown(type, field)),
    filter: filter && knownFilter(type, filter),
    sort: sort !== null && isKnown(type, sort.replace(/^-/, '')) ? sort : null,
    board: board !== null && isKnown(type, board) ? board : (boardFields(type)[0]?.[0] ?? null),
    group: group && groupFields(type).some(([name]) => name === group.field) ? group : null,
    calendar:
      calendar && calendarFields(type).some(([name]) => name === calendar.field)
        ? calendar
        : calendarOf(type),
  }
}

/** Equal in all that is saved. */
export const sameLayout = (a: Layout, b: Layout): boolean =>
  JSON.stringify(canonical(a)) === JSON.stringify(canonical(b))

const canonical = ({ show, columns, filter, sort, board, group, calendar }: Layout) => [
  show,
  columns.map(({ field, width, pinned }) => [field, width ?? null, pinned ?? false]),
  filter,
  sort,
  board,
  group && [group.field, group.unit],
  calendar && [calendar.field, calendar.span],
]
