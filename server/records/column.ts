import { targetOf, type Field, type FieldType } from '../../contract/records/field.ts'
import { fieldOf, type RecordType } from '../../contract/records/record-type.ts'
import { moneyOf, toMinor, type Money } from '../../contract/values/money.ts'

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** How a field type is kept in its table. */
interface Storage {
  type: string
  /** Kept in `record_links`, not in a column. */
  linked?: true
}

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
}

/** A field with its place in the table. */
export interface Column {
  field: string
  declared: Field
  /** Name of the column; of the amount's for money. */
  name: string
  type: string
  linked: boolean
}

const columnOf = (field: string, declared: Field): Column => {
  const { type, linked = false } = storage[declared.type]
  const refers = declared.type === 'user' || declared.type === 'reference'
  return { field, declared, name: refers ? `${snake(field)}_id` : snake(field), type, linked }
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
  return Object.hasOwn(type.fields, field) ? column : { ...column, name: snake(field) }
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
  ['custom', 'custom'],
] as const

/** The column of `record_links` for references to a type; the database keeps one foreign key for each. */
export const linkColumn = (field: Field): string => `${targetOf(field)}_id`

/** The select list that makes a row of `t` a record of the API, whole or only the fields asked for. */
export function selectList(type: RecordType, only?: ReadonlySet<string>): string {
  const wanted = (field: string) => !only || only.has(field)
  const system = systemColumns
    .filter(([field]) => wanted(field) || field === 'id' || field === 'version')
    .map(([field, column]) => `t.${column} as ${quoted(field)}`)
  const own = columnsOf(type)
    .filter((column) => wanted(column.field))
    .map((column) => {
      if (column.linked)
        return `(select array_agg(l.to_id order by l.position) from record_links l
          where l.from_id = t.id and l.field = '${column.field}') as ${quoted(column.field)}`
      const plain = `t.${column.name} as ${quoted(column.field)}`
      return column.declared.type === 'money'
        ? `${plain}, t.${column.name}_currency as ${quoted(`${column.field}.currency`)}`
        : plain
    })
  return [...system, ...own].join(', ')
}

type Row = Record<string, unknown>

/** Turns rows of `selectList` into records. Only money needs more than its column. */
export function recordOf(type: RecordType): (row: Row) => Row {
  const money = columnsOf(type)
    .filter((column) => column.declared.type === 'money')
    .map((column) => column.field)
  if (money.length === 0) return (row) => row
  return (row) => {
    const record: Row = {}
    for (const name in row) if (!name.endsWith('.currency')) record[name] = row[name]
    for (const field of money) {
      if (!(field in row)) continue
      const minor = row[field]
      record[field] = minor === null ? null : moneyOf(minor as number, row[`${field}.currency`] as string)
    }
    return record
  }
}

/** A record's values as its row's columns, for `json_to_recordset` with `rowShape`. */
export function rowOf(type: RecordType, values: Row): Row {
  const row: Row = {}
  for (const { field, declared, name, linked } of columnsOf(type)) {
    if (linked) continue
    const value = values[field] ?? null
    if (declared.type === 'money') {
      const money = value as Money | null
      row[name] = money === null ? null : toMinor(money.amount, money.currency).toString()
      row[`${name}_currency`] = money?.currency ?? null
    } else row[name] = value
  }
  return row
}

/** Names and types of the columns that `rowOf` fills. */
export const rowShape = (type: RecordType): [name: string, type: string][] =>
  columnsOf(type).flatMap(({ name, type: kind, declared, linked }): [string, string][] => {
    if (linked) return []
    return declared.type === 'money'
      ? [
          [name, kind],
          [`${name}_currency`, 'text'],
        ]
      : [[name, kind]]
  })
