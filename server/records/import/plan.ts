import { isFile, isReference, type Field } from '../../../contract/records/field.ts'
import type {
  FieldMapping,
  FileMapping,
  ImportMapping,
  Reference,
} from '../../../contract/records/import-mapping.ts'
import { fieldOf, type RecordType } from '../../../contract/records/record-type.ts'
import type { Address } from '../../../contract/records/value.ts'
import { declaredTypes, familyOf, type RecordTypes } from '../../../contract/record-types.ts'
import { addressPartOf, cellReader, Refused, type Defaults, type ReadCell, type Value } from './reading.ts'

/** A mapping that cannot work, with a sentence that says where and why. */
export class UnusableMapping extends Error {
  override name = 'UnusableMapping'
}

export interface Organisation {
  timeZone: string
  currency: string
}

export interface PlannedField {
  name: string
  declared: Field
  mapping: FieldMapping
  /** What the row's cells say of it; a copy is told by no cell. */
  told: (cells: readonly string[]) => string
  currencyIndex?: number
  read: ReadCell
  part?: keyof Address
  /** A whole name for a type that keeps first and last names apart. */
  whole?: true
  reference?: Reference & { to: RecordType }
}

export interface FilePlan {
  type: RecordType
  source: string
  fields: PlannedField[]
  sourceId?: { column: string; told: PlannedField['told'] }
  lifecycle: { stage: string; column: string; index: number; read: ReadCell }[]
  filters: { index: number; words: ReadonlySet<string>; keep: boolean }[]
  /** Fields by which a row is recognised, strongest first, after its id at the source. */
  keys: string[]
  columns: number
}

export interface PlannedRow {
  number: number
  sourceId: string | null
  /** In the order of the plan's fields. */
  values: Value[]
  lifecycle: (string | null)[]
}

export interface Refusal {
  row: number
  column: string | null
  value: string | null
  reason: string
}

/** What one file of a mapping means, checked against the columns that the file has. */
export function planFile(
  mapping: ImportMapping,
  file: FileMapping,
  columns: readonly string[],
  home: Organisation,
  types: RecordTypes = declaredTypes,
): FilePlan {
  if (!types.all.some((type) => type.name === file.recordType))
    throw new UnusableMapping(`${file.match}: no record type is named "${file.recordType}"`)
  const type = types.of(file.recordType)
  const refuse = (why: string) => new UnusableMapping(`${file.match} → ${type.label.many}: ${why}`)
  const indexOf = (column: string): number => {
    const index = columns.findIndex((name) => name.trim().toLowerCase() === column.trim().toLowerCase())
    if (index < 0) throw refuse(`the file has no column "${column}"; it has ${columns.join(', ')}`)
    return index
  }
  const defaults: Defaults = {
    zone: mapping.zone ?? home.timeZone,
    home: home.timeZone,
    currency: mapping.currency ?? home.currency,
    ...(mapping.country && { country: mapping.country }),
  }
  const fields = file.fields.map((field) => planField(type, field, defaults, indexOf, refuse))
  requireFields(type, fields, refuse)
  const unique = fields.filter((field) => field.declared.unique).map((field) => field.name)
  for (const key of file.matchBy ?? [])
    if (!fields.some((field) => field.name === key))
      throw refuse(`it matches by "${key}", which no column fills`)
  if (file.lifecycle?.length && type.fields.lifecycleStage === undefined)
    throw refuse(`${type.label.many} have no lifecycle`)
  return {
    type,
    source: mapping.source,
    fields,
    ...(file.sourceId !== undefined && {
      sourceId: { column: file.sourceId, told: idTeller(file.sourceId, indexOf) },
    }),
    lifecycle: (file.lifecycle ?? []).map((entry) => planEntry(type, entry, defaults, indexOf, refuse)),
    filters: (file.where ?? []).map((filter) => ({
      index: indexOf(filter.column),
      words: new Set((filter.is ?? filter.isNot ?? []).map((word) => word.trim().toLowerCase())),
      keep: filter.is !== undefined,
    })),
    keys: [...new Set([...unique, ...(file.matchBy ?? [])])],
    columns: columns.length,
  }
}

/** Files often hold whole names; people have `name` in a mapping for them. */
export const fullName: Field = {
  type: 'text',
  label: 'Full name',
  alsoKnownAs: ['name', 'contact name', 'display name'],
}

function planField(
  type: RecordType,
  mapping: FieldMapping,
  defaults: Defaults,
  indexOf: (column: string) => number,
  refuse: (why: string) => Error,
): PlannedField {
  const address = addressPartOf(mapping.field)
  const name = address?.field ?? mapping.field
  const whole = name === 'name' && type.fields.firstName !== undefined && type.fields.lastName !== undefined
  const declared = whole ? fullName : fieldOf(type, name)
  if (!declared || (address && declared.type !== 'address'))
    throw refuse(`it has no field "${mapping.field}"`)
  // The one thing known only to Throughline that another system knows too: when the record came to be.
  if (declared.readOnly && name !== 'createdAt')
    throw refuse(`"${mapping.field}" is set by Throughline itself`)
  if (isFile(declared)) throw refuse(`"${mapping.field}" holds files, which no cell does`)
  const to = isReference(declared) ? declared.to : declared.type === 'user' ? 'user' : null
  const reference = mapping.reference ?? (to === null ? undefined : { by: 'name' as const })
  if (mapping.copyOf && !type.fields[mapping.copyOf.reference])
    throw refuse(`it has no reference "${mapping.copyOf.reference}"`)
  try {
    return {
      name,
      declared,
      mapping,
      read: address
        ? (raw) => (raw.trim().length > 400 ? new Refused('is too long') : raw.trim() || null)
        : cellReader(declared, reference ? { ...mapping, reference } : mapping, defaults),
      told: teller(mapping, indexOf),
      ...(mapping.currencyColumn !== undefined && { currencyIndex: indexOf(mapping.currencyColumn) }),
      ...(address && { part: address.part }),
      ...(whole && { whole }),
      ...(to !== null && reference && { reference: { ...reference, to: familyOf(type).of(to) } }),
    }
  } catch (error) {
    throw error instanceof RangeError ? refuse(`${mapping.field}: ${error.message}`) : error
  }
}

function teller(mapping: FieldMapping, indexOf: (column: string) => number): PlannedField['told'] {
  if (mapping.column !== undefined) {
    const index = indexOf(mapping.column)
    return (cells) => cells[index] ?? ''
  }
  if (mapping.template === undefined) return () => mapping.constant ?? ''
  const parts = mapping.template.split(/\{([^{}]+)\}/).map((part, i) => {
    if (i % 2 === 0) return { text: part }
    const [, column = part, length] = /^(.+):(\d+)$/.exec(part) ?? []
    return { index: indexOf(column), length: length === undefined ? undefined : Number(length) }
  })
  return (cells) => {
    const filled = parts.map((part) =>
      'text' in part ? part.text : (cells[part.index] ?? '').trim().slice(0, part.length),
    )
    // A blank column leaves no dangling separator behind; all blank is blank.
    return filled.some((text, i) => i % 2 === 1 && text !== '')
      ? filled.join('').replace(/^[\s·,;:|/-]+|[\s·,;:|/-]+$/g, '')
      : ''
  }
}

/** What a row is called at its source: by one column, or by several in a template such as `{order}/{line}`. */
const idTeller = (sourceId: string, indexOf: (column: string) => number): PlannedField['told'] =>
  teller({ field: 'id', [/\{[^{}]+\}/.test(sourceId) ? 'template' : 'column']: sourceId }, indexOf)

function planEntry(
  type: RecordType,
  entry: NonNullable<FileMapping['lifecycle']>[number],
  defaults: Defaults,
  indexOf: (column: string) => number,
  refuse: (why: string) => Error,
) {
  const declared = type.fields.lifecycleStage
  const known = declared?.type === 'choice' ? declared.options.map((option) => option.value) : []
  if (!known.includes(entry.stage))
    throw refuse(`no lifecycle stage is named "${entry.stage}"; there are ${known.join(', ')}`)
  const { stage, column, ...reading } = entry
  const read = cellReader(
    { type: 'moment', label: stage },
    { field: 'lifecycleStage', column, ...reading },
    defaults,
  )
  return { stage, column, index: indexOf(column), read }
}

function requireFields(type: RecordType, fields: PlannedField[], refuse: (why: string) => Error): void {
  for (const [name, field] of Object.entries(type.fields))
    if (field.required && !('default' in field) && !fields.some((planned) => planned.name === name))
      throw refuse(`no column fills "${field.label}", which every ${type.label.one.toLowerCase()} needs`)
  const seen = new Set<string>()
  for (const { mapping } of fields) {
    if (seen.has(mapping.field)) throw refuse(`"${mapping.field}" is filled twice`)
    seen.add(mapping.field)
  }
}

/** A row as its plan reads it, why it is refused, or null when the plan leaves it out. */
export function planRow(
  plan: FilePlan,
  number: number,
  cells: readonly string[],
): PlannedRow | Refusal | null {
  for (const filter of plan.filters)
    if (filter.words.has((cells[filter.index] ?? '').trim().toLowerCase()) !== filter.keep) return null
  const refused = (column: string | null, value: string | null, reason: string): Refusal => ({
    row: number,
    column,
    value,
    reason,
  })
  for (let i = plan.columns; i < cells.length; i++)
    if (cells[i] !== '')
      return refused(null, null, `has ${cells.length} cells where the header has ${plan.columns}`)

  let sourceId: string | null = null
  if (plan.sourceId) {
    sourceId = plan.sourceId.told(cells).trim()
    if (sourceId === '' || sourceId.length > 400)
      return refused(
        plan.sourceId.column,
        sourceId,
        sourceId === '' ? 'is blank, so the record could not be found again' : 'is too long for an id',
      )
  }
  const values: PlannedRow['values'] = []
  for (const field of plan.fields) {
    const raw = field.told(cells)
    // PostgreSQL keeps no zero character; files that have one are damaged.
    const value = raw.includes('\u0000')
      ? new Refused('has a zero character')
      : field.read(raw, cellAt(cells, field.currencyIndex))
    const column = field.mapping.column ?? field.mapping.template ?? null
    if (value instanceof Refused) return refused(column, raw, value.reason)
    if (value === null && field.declared.required && !('default' in field.declared))
      return refused(
        column,
        raw,
        `is blank, but every ${plan.type.label.one.toLowerCase()} needs ${field.declared.label}`,
      )
    values.push(value)
  }
  const lifecycle: (string | null)[] = []
  for (const entry of plan.lifecycle) {
    const raw = cells[entry.index] ?? ''
    const moment = entry.read(raw)
    if (moment instanceof Refused) return refused(entry.column, raw, moment.reason)
    lifecycle.push(moment as string | null)
  }
  return { number, sourceId, values, lifecycle }
}

const cellAt = (cells: readonly string[], index: number | undefined) =>
  index === undefined ? undefined : cells[index]

export const isRefusal = (row: PlannedRow | Refusal): row is Refusal => 'reason' in row
