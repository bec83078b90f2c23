import {
  abilitiesOf,
  canBeChosen,
  fieldFrom,
  mostOwnFields,
  optionValueFor,
  ownNameFor,
  type NewOwnField,
  type OwnField,
  type OwnFieldChange,
} from '../../../contract/records/own-field.ts'
import type { ChoiceOption } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { takesOwnFields, type RecordTypes } from '../../../contract/record-types.ts'
import { valueSchema } from '../../../contract/records/value.ts'
import { checkSameResult, resultOf } from '../formula/rules.ts'
import { conflict, fieldErrors, invalid, invalidField } from '../../http/problem.ts'

type Definition = Omit<OwnField, 'id' | 'version' | 'position' | 'retiredAt'>

const isChoosing = (type: OwnField['type']): boolean => type === 'choice' || type === 'choices'
const isReferring = (type: OwnField['type']): boolean => type === 'reference' || type === 'references'
const isFiling = (type: OwnField['type']): boolean => type === 'file' || type === 'files'

/** Each option with a value of its own; those that a change does not name any more are retired, not forgotten. */
function optionsOf(
  given: NonNullable<NewOwnField['options']>,
  before: readonly ChoiceOption[],
): NonNullable<OwnField['options']> {
  const taken = new Set([...before, ...given].flatMap(({ value }) => (value ? [value] : [])))
  const options = given.map(({ value, label, retired }) => {
    const own = value ?? optionValueFor(label, (name) => taken.has(name))
    taken.add(own)
    return { value: own, label, ...(retired ? { retired } : {}) }
  })
  const labels = options.filter(({ retired }) => !retired).map(({ label }) => label.toLowerCase())
  const doubled = labels.findIndex((label, i) => labels.indexOf(label) < i)
  if (doubled >= 0) throw invalidField('options', `Two options are called “${labels[doubled]}”`)
  const values = options.map(({ value }) => value)
  if (new Set(values).size < values.length) throw invalidField('options', 'Two options have the same value')
  const left = before.filter(({ value }) => !values.includes(value))
  return [...options, ...left.map(({ value, label }) => ({ value, label, retired: true }))]
}

/** What a field may not be asked to be. */
function check(field: Definition, type: RecordType): void {
  const can = abilitiesOf(field.type)
  const refuse = (path: string, message: string) => {
    throw invalidField(path, message)
  }
  if (field.unique && !can.unique) refuse('unique', 'A field of this type cannot be unique')
  if (field.searched && !can.searched) refuse('searched', 'A field of this type is not found by searching')
  if (field.required && field.type === 'formula')
    refuse('required', 'A formula is calculated, so nobody is asked for its value')
  const declared = fieldFrom({ ...field, id: '', version: 1, position: 0, retiredAt: null }, type)
  if (!canBeChosen(declared)) refuse('options', 'Give at least one option to choose from')
  if (field.default === null) return
  if (!can.default) refuse('default', 'A field of this type has no default')
  if (field.unique) refuse('default', 'Records cannot all begin with the same unique value')
  const parsed = valueSchema(declared).safeParse(field.default)
  if (!parsed.success)
    throw invalid(
      fieldErrors(parsed.error).map(({ path, message }) => ({
        path: ['default', path].filter(Boolean).join('.'),
        message,
      })),
    )
}

const sameLabel = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()

/** No two fields in use of a type are called the same, declared ones included. */
function checkLabel(label: string, type: RecordType, others: readonly OwnField[]): void {
  const own = others.find((other) => other.retiredAt === null && sameLabel(other.label, label))
  const declared = Object.values(type.fields).find((field) => !field.own && sameLabel(field.label, label))
  if (own || declared)
    throw conflict(`${type.label.many} have a field called “${label}” already. Use another name.`, [
      { path: 'label', message: 'Already taken' },
    ])
}

function checkRoom(type: RecordType, others: readonly OwnField[]): void {
  if (others.filter(({ retiredAt }) => retiredAt === null).length >= mostOwnFields)
    throw conflict(`${type.label.many} have ${mostOwnFields} own fields; retire one first`)
}

/** Whether a retired field may come back: among the fields that are there now it has its name for itself. */
export function checkReturn(field: OwnField, type: RecordType, others: readonly OwnField[]): void {
  checkRoom(type, others)
  checkLabel(field.label, type, others)
}

/** A formula in the one way that all write it, with what it gives; nothing for fields of other types. */
function formulaOf(
  { type: kind, formula = '', result = null }: Pick<NewOwnField, 'type' | 'formula' | 'result'>,
  type: RecordType,
): Pick<OwnField, 'formula' | 'result'> {
  return kind === 'formula'
    ? { formula: formula.trim(), result: resultOf(formula.trim(), type, result) }
    : { formula: null, result: null }
}

/** A field as it is to be added; `others` are the own fields of its type, retired ones included. */
export function newField(input: NewOwnField, types: RecordTypes, others: readonly OwnField[]): Definition {
  const type = types.all.find(({ name }) => name === input.recordType)
  if (!type || !takesOwnFields(type))
    throw invalidField('recordType', `No record type “${input.recordType}” takes fields of your own`)
  checkRoom(type, others)
  const { label, help, to, options } = input
  checkLabel(label, type, others)
  if (isReferring(input.type) && !types.all.some(({ name }) => name === to))
    throw invalidField('to', 'Say which records it refers to')
  const field: Definition = {
    recordType: type.name,
    name: ownNameFor(label, (name) => others.some((other) => other.name === name)),
    type: input.type,
    label,
    help: help || null,
    required: input.required ?? false,
    unique: input.unique ?? false,
    searched: input.searched ?? false,
    personal: input.personal ?? type.name === 'person',
    default: input.default ?? null,
    options: isChoosing(input.type) ? optionsOf(options ?? [], []) : null,
    to: isReferring(input.type) ? (to ?? null) : null,
    kinds: (isFiling(input.type) && input.kinds?.length ? input.kinds : null) ?? null,
    largest: (isFiling(input.type) ? input.largest : null) ?? null,
    ...formulaOf(input, type),
  }
  check(field, type)
  return field
}

/** A field with what an administrator changes of it. */
export function changedField(
  before: OwnField,
  change: OwnFieldChange,
  type: RecordType,
  others: readonly OwnField[],
): OwnField {
  const { label, help, options, kinds, largest, formula, result, ...rest } = change
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const field: OwnField = {
    ...before,
    ...given,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help: help || null }),
    kinds: isFiling(before.type) && kinds !== undefined ? (kinds?.length ? kinds : null) : before.kinds,
    largest: isFiling(before.type) && largest !== undefined ? largest : before.largest,
    ...(options && before.options
      ? { options: optionsOf(options, (before.options ?? []) as ChoiceOption[]) }
      : {}),
    ...formulaOf(
      {
        type: before.type,
        formula: formula ?? before.formula ?? undefined,
        result: result === undefined ? before.result : result,
      },
      type,
    ),
  }
  if (field.result) checkSameResult(before, field.result)
  if (!sameLabel(field.label, before.label))
    checkLabel(
      field.label,
      type,
      others.filter(({ id }) => id !== before.id),
    )
  check(field, type)
  return field
}

/** Ids in the order asked for; those not named keep theirs, behind. */
export function ordered(fields: readonly OwnField[], ids: readonly string[]): OwnField[] {
  const place = new Map(ids.map((id, i) => [id, i]))
  return fields.toSorted(
    (a, b) => (place.get(a.id) ?? ids.length + a.position) - (place.get(b.id) ?? ids.length + b.position),
  )
}

/** From what to what, of what an event tells. */
export function differences(before: OwnField, after: OwnField): Record<string, [unknown, unknown]> {
  const changes: Record<string, [unknown, unknown]> = {}
  for (const key of [
    'label',
    'help',
    'required',
    'unique',
    'searched',
    'personal',
    'default',
    'largest',
    'formula',
    'result',
  ] as const)
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) changes[key] = [before[key], after[key]]
  if (JSON.stringify(before.kinds) !== JSON.stringify(after.kinds))
    changes.kinds = [before.kinds, after.kinds]
  if (JSON.stringify(before.options) !== JSON.stringify(after.options))
    changes.options = [before.options, after.options]
  return changes
}
