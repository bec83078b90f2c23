import { recordTypeOf } from '../../contract/record-types.ts'
import { targetOf, type Field, type FieldType } from '../../contract/records/field.ts'
import { fieldOf, type RecordType } from '../../contract/records/record-type.ts'
import { moneyOf, toMinor, type Money } from '../../contract/values/money.ts'
import type { CopyType } from '../db/copy-rows.ts'

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** How a field type is kept in its table. */
type Storage =
  | { type: CopyType; linked?: never }
  /** Kept in `record_links`, not in a column. */
  | { type: 'uuid[]'; linked: true }

const storage: Record<FieldType, Storage> = {
  text: { type: 'text' },
  longText: { type: 'text' },
  number: { type: 'double precision' },
  money: { type: 'bigint' },
  percentage: { type: 'double precision' },
  date: { type: 'date' },
  moment: { type: 'timestamptz' },
  duration: { type: 'bigint' },
  yesNo: { type: 'boolean' },
  choice: { type: 'text' },
  choices: { type: 'text[]' },
  tags: { type: 'text[]' },
  email: { type: 'text' },
  phone: { type: 'text' },
  link: { type: 'text' },
  address: { type: 'jsonb' },
  reference: { type: 'uuid' },
  references: { type: 'uuid[]', linked: true },
  user: { type: 'uuid' },
  file: { type: 'jsonb' },
  files: { type: 'jsonb' },
}

/** A field with its place in the table. */
export interface Column {
  field: string
  declared: Field
  /** Name of the column, of the amount's for money; an own field's in `custom` and in constraints. */
  name: string
  type: CopyType | 'uuid[]'
  linked: boolean
  own: boolean
  /** The value in the row of an alias, as its SQL type: of money the minor units, of many references their ids. */
  at(alias: string): string
  /** The currency of money in the row of an alias. */
  currencyAt(alias: string): string
}

/** The text of an own field's value as its SQL type. Immutable, so that an index can hold it. */
const fromText: Partial<Record<FieldType, (text: string) => string>> = {
  text: (text) => text,
  longText: (text) => text,
  email: (text) => text,
  phone: (text) => text,
  link: (text) => text,
  choice: (text) => text,
  date: (text) => `own_date(${text})`,
  moment: (text) => `own_moment(${text})`,
}

/** Where an own field's value stands in the row of an alias, in the API's JSON. */
export const ownJson = (alias: string, name: string): string => `(${alias}.custom -> '${name}')`

function ownAt({ type }: Field, name: string, alias: string): string {
  const json = ownJson(alias, name)
  const text = `(${alias}.custom ->> '${name}')`
  if (type === 'money')
    return `(minor_units((${json} ->> 'amount')::numeric, ${json} ->> 'currency')::bigint)`
  if (type === 'choices' || type === 'tags') return `own_texts(${json})`
  if (storage[type].type === 'jsonb') return json
  return fromText[type]?.(text) ?? `(${text}::${storage[type].type})`
}

/** One reference, or many. */
const linkedAt = ({ type }: Field, name: string, alias: string): string =>
  `(select ${type === 'references' ? 'array_agg(l.to_id order by l.position)' : 'l.to_id'} from record_links l
    where l.from_id = ${alias}.id and l.field = '${name}')`

const columnOf = (field: string, declared: Field): Column => {
  const { type, linked: ofMany = false } = storage[declared.type]
  const own = declared.own === true
  const refers = declared.type === 'user' || declared.type === 'reference'
  const linked = ofMany || (own && refers)
  const name = refers && !own ? `${snake(field)}_id` : own ? field : snake(field)
  return {
    field,
    declared,
    name,
    type,
    linked,
    own,
    at: (alias) =>
      linked ? linkedAt(declared, field, alias) : own ? ownAt(declared, name, alias) : `${alias}.${name}`,
    currencyAt: (alias) => (own ? `(${ownJson(alias, name)} ->> 'currency')` : `${alias}.${name}_currency`),
  }
}

const columnsByType = new WeakMap<RecordType, Column[]>()

/** The declared fields of a type with their columns, in the order of the declaration. */
export function columnsOf(type: RecordType): Column[] {
  const known = columnsByType.get(type)
  if (known) return known
  const columns = Object.entries(type.fields).map(([field, declared]) => columnOf(field, declared))
  columnsByType.set(type, columns)
  return columns
}

/** The column behind a field's name, system fields and `title` included. */
export function columnNamed(type: RecordType, field: string): Column | undefined {
  if (field === 'title') return columnOf('title', { type: 'text', label: type.label.one, readOnly: true })
  if (field === 'id') return columnOf('id', { type: 'text', label: 'Id', readOnly: true })
  const declared = fieldOf(type, field)
  if (!declared) return undefined
  const column = columnOf(field, declared)
  if (Object.hasOwn(type.fields, field)) return column
  const name = snake(field)
  return { ...column, name, at: (alias) => `${alias}.${name}` }
}

const quoted = (name: string) => `"${name}"`

export const systemColumns = [
  ['id', 'id'],
  ['version', 'version'],
  ['title', 'title'],
  ['createdAt', 'created_at'],
  ['updatedAt', 'updated_at'],
  ['createdBy', 'created_by'],
  ['deletedAt', 'deleted_at'],
] as const

/** The column of `record_links` for references to a type; the database keeps one foreign key for each. */
export const linkColumn = (field: Field): string => `${targetOf(field)}_id`

/** Whether its values are ids of records that may have been merged. */
export function refersToMergeable({ declared }: Pick<Column, 'declared'>): boolean {
  const target = targetOf(declared)
  return target !== null && recordTypeOf(target).mergeable === true
}

/** An own field whose value stands in `custom`. */
const inCustom = ({ own, linked }: Column) => own && !linked

/** Does the type have fields of the company's own in `custom`? */
export const hasCustom = (type: RecordType): boolean => columnsOf(type).some(inCustom)

const wholeLists = new WeakMap<RecordType, string>()

/**
 * The select list that makes a row of `t` a record of the API, whole or only the fields asked for. Of whole records the
 * own fields travel as they are kept, in one value each for `custom` and for links, and are taken apart by `recordOf`.
 */
export function selectList(type: RecordType, only?: ReadonlySet<string>): string {
  const known = only ? undefined : wholeLists.get(type)
  if (known !== undefined) return known
  const list = listOf(type, only)
  if (!only) wholeLists.set(type, list)
  return list
}

function listOf(type: RecordType, only: ReadonlySet<string> | undefined): string {
  const wanted = (field: string) => !only || only.has(field)
  const system = systemColumns
    .filter(([field]) => wanted(field) || field === 'id' || field === 'version')
    .map(([field, column]) => `t.${column} as ${quoted(field)}`)
  const columns = columnsOf(type)
  const apart = columns
    .filter((column) => wanted(column.field) && (only || !column.own))
    .map((column) => {
      if (inCustom(column)) return `${ownJson('t', column.name)} as ${quoted(column.field)}`
      const plain = `${column.at('t')} as ${quoted(column.field)}`
      return column.declared.type === 'money'
        ? `${plain}, ${column.currencyAt('t')} as ${quoted(`${column.field}.currency`)}`
        : plain
    })
  const together = only
    ? []
    : [
        ...(columns.some(inCustom) ? [`t.custom as "~custom"`] : []),
        ...(columns.some(({ own, linked }) => own && linked)
          ? [
              `(select json_object_agg(f.field, f.ids) from (select l.field, array_agg(l.to_id order by l.position) as ids
                from record_links l where l.from_id = t.id group by l.field) f) as "~links"`,
            ]
          : []),
      ]
  return [...system, ...apart, ...together].join(', ')
}

type Row = Record<string, unknown>

/** Turns rows of `selectList` into records. Money and own fields need more than their column. */
export function recordOf(type: RecordType): (row: Row) => Row {
  const columns = columnsOf(type)
  const money = columns.filter((column) => column.declared.type === 'money' && !column.own)
  const custom = columns.filter(inCustom)
  const links = columns.filter((column) => column.own && column.linked)
  if (money.length + custom.length + links.length === 0) return (row) => row
  return (row) => {
    const record: Row = {}
    for (const name in row)
      if (!name.endsWith('.currency') && name !== '~custom' && name !== '~links') record[name] = row[name]
    for (const { field } of money) {
      if (!(field in row)) continue
      const minor = row[field]
      record[field] = minor === null ? null : moneyOf(minor as number, row[`${field}.currency`] as string)
    }
    const kept = row['~custom'] as Row | undefined
    if (kept) for (const { field } of custom) record[field] = kept[field] ?? null
    const ids = row['~links'] as Record<string, string[]> | null | undefined
    if (ids !== undefined)
      for (const { field, declared } of links) {
        const of = ids?.[field]
        record[field] = (declared.type === 'references' ? of : of?.[0]) ?? null
      }
    return record
  }
}

/** A record's values as its row's columns, for `json_to_recordset` with `rowShape`. */
export function rowOf(type: RecordType, values: Row): Row {
  const row: Row = {}
  let custom: Row | null = null
  for (const column of columnsOf(type)) {
    const { field, declared, name, linked } = column
    if (linked) continue
    const value = values[field] ?? null
    if (inCustom(column)) (custom ??= {})[name] = value
    else if (declared.type === 'money') {
      const money = value as Money | null
      row[name] = money === null ? null : toMinor(money.amount, money.currency).toString()
      row[`${name}_currency`] = money?.currency ?? null
    } else row[name] = value
  }
  if (custom) row.custom = custom
  return row
}

/** A column with its type; money has two. */
export function shapeOf({ name, type, declared, linked }: Column): [name: string, type: CopyType][] {
  if (linked || type === 'uuid[]') return []
  return declared.type === 'money'
    ? [
        [name, type],
        [`${name}_currency`, 'text'],
      ]
    : [[name, type]]
}

/** Names and types of the columns that `rowOf` fills. */
export const rowShape = (type: RecordType): [name: string, type: CopyType][] => [
  ...columnsOf(type).flatMap((column) => (inCustom(column) ? [] : shapeOf(column))),
  ...(hasCustom(type) ? [['custom', 'jsonb'] as [string, CopyType]] : []),
]
