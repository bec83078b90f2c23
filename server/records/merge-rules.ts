import { isDeepStrictEqual } from 'node:util'
import { isChoice, type FieldType } from '../../contract/records/field.ts'
import type { Choice } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { invalidField } from '../http/problem.ts'
import type { MergeBehaviour, Values } from './behaviour.ts'

/** A record that may be merged, and when each of its fields was last written. */
export interface Candidate {
  record: AnyRecord
  changedAt: Readonly<Record<string, string>>
}

const lists = new Set<FieldType>(['choices', 'tags', 'references', 'files'])

export const isKnown = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

const known = (type: RecordType, record: AnyRecord): number =>
  Object.keys(type.fields).filter((field) => isKnown(record[field])).length

/** The record of which most is known; of equals the oldest, whose id others have had for longest. */
export function mostComplete(type: RecordType, records: readonly AnyRecord[]): AnyRecord {
  const [first] = records.toSorted(
    (a, b) =>
      known(type, b) - known(type, a) || a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id),
  )
  if (!first) throw new Error('Of no records none is the most complete')
  return first
}

/**
 * Whose value each field takes unless somebody says otherwise. Whom the primary is known as stays; of the rest what is
 * known wins over what is not, and what was written later over what was written before. Lists are joined, and a stage
 * of life is the furthest that one of them reached. Fields that Throughline sets are not chosen.
 */
export function chosenByRule(
  type: RecordType,
  { identity = [], furthest = [] }: MergeBehaviour,
  primary: Candidate,
  others: readonly Candidate[],
): Record<string, Choice> {
  const choices: Record<string, Choice> = {}
  for (const [field, declared] of Object.entries(type.fields)) {
    if (declared.readOnly) continue
    const having = [primary, ...others].filter(({ record }) => isKnown(record[field]))
    if (lists.has(declared.type)) {
      choices[field] = 'all'
      continue
    }
    const rank = ({ record, changedAt }: Candidate): [number, string] => [
      furthest.includes(field) && isChoice(declared)
        ? declared.options.findIndex(({ value }) => value === record[field])
        : identity.includes(field) && record === primary.record
          ? 1
          : 0,
      changedAt[field] ?? record.createdAt,
    ]
    // The sort is stable: of equals the primary's stands first.
    const best = having.toSorted((a, b) => {
      const [x, y] = [rank(a), rank(b)]
      return y[0] - x[0] || y[1].localeCompare(x[1])
    })[0]
    choices[field] = (best ?? primary).record.id
  }
  return choices
}

const joined = (values: readonly unknown[]): unknown[] | null => {
  const all = values.flatMap((value) => (Array.isArray(value) ? value : [])) as unknown[]
  return all.length > 0 ? [...new Set(all)] : null
}

/** The values of the primary after the choices; refuses a choice that names no field or none of the records. */
export function mergedValues(
  type: RecordType,
  primary: AnyRecord,
  others: readonly AnyRecord[],
  choices: Readonly<Record<string, Choice>>,
): Values {
  const records = [primary, ...others]
  const ids = new Set(records.map(({ id }) => id))
  const values: Values = Object.fromEntries(
    Object.keys(type.fields).map((field) => [field, primary[field] ?? null]),
  )
  for (const [field, choice] of Object.entries(choices)) {
    const declared = Object.hasOwn(type.fields, field) ? type.fields[field] : undefined
    if (!declared || declared.readOnly)
      throw invalidField(`choices.${field}`, `${type.label.many} have no such field to choose`)
    if (choice === 'all') {
      if (!lists.has(declared.type))
        throw invalidField(
          `choices.${field}`,
          `${declared.label} holds one value. Name the record to take it from.`,
        )
      values[field] = joined(records.map((record) => record[field]))
    } else {
      const from = records.find(({ id }) => id === choice)
      if (!from) throw invalidField(`choices.${field}`, 'Choose one of the records that are merged')
      values[field] = from[field] ?? null
    }
  }
  // What referred from one of them to another would refer to itself.
  for (const [field, value] of Object.entries(values)) {
    if (typeof value === 'string' && ids.has(value)) values[field] = null
    if (Array.isArray(value) && type.fields[field]?.type === 'references')
      values[field] = joined([value.filter((id) => !ids.has(id as string))])
  }
  return values
}

type Row = Readonly<Record<string, unknown>>

/**
 * The columns of the primary that taking a merge apart writes, and what. What the merge has changed goes back, unless
 * somebody has changed it since; and what is the secondary's alone goes with it.
 */
export function columnsRestored(
  before: Row,
  after: Row,
  current: Row,
  secondary: Row,
  unique: ReadonlySet<string>,
): Row {
  const restored: Record<string, unknown> = {}
  for (const column of Object.keys(before)) {
    if (!(column in current) || isDeepStrictEqual(current[column], before[column])) continue
    const untouched = isDeepStrictEqual(current[column], after[column])
    const theirs =
      unique.has(column) && current[column] !== null && isDeepStrictEqual(current[column], secondary[column])
    if (untouched || theirs) restored[column] = before[column]
  }
  return restored
}
