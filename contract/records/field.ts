import type { FileLimits } from './file.ts'

/**
 * The field types. A declaration says what a value is; validation, storage, filters, forms, import and export are
 * derived from it on each side (`contract/records/value.ts`, `server/records/column.ts`, `web/records/fields/`).
 */
export const fieldTypes = [
  'text',
  'longText',
  'number',
  'money',
  'percentage',
  'date',
  'moment',
  'duration',
  'yesNo',
  'choice',
  'choices',
  'tags',
  'email',
  'phone',
  'link',
  'address',
  'reference',
  'references',
  'user',
  'file',
  'files',
] as const
export type FieldType = (typeof fieldTypes)[number]

export interface ChoiceOption {
  value: string
  label: string
  /** No longer to be chosen; records that have it keep it. Options of a company's own fields only. */
  retired?: true
}

interface FieldOptions {
  label: string
  help?: string
  required?: true
  /** No two records, binned ones included, hold the same value; such a field can be upserted by. */
  unique?: true
  /** Set by Throughline only: shown, filtered and exported, never typed. */
  readOnly?: true
  /** What its value is calculated by; such a field is read only. */
  formula?: string
  /** Personal data: its values go to the part of an event that erasure blanks. */
  personal?: true
  /** A word of ours, such as a number that was given: it names nobody, and stays when a person is erased. */
  given?: true
  /** Metrics may be broken down by it. Choices, references, users and yes/no always may. */
  dimension?: true
  /** Other names that a file's column may have. */
  alsoKnownAs?: readonly string[]
  /** Found by full-text search. */
  searched?: true
  /** The company's own: added at run time, kept in the `custom` column or in `record_links`. */
  own?: true
}

/** Distributes over the field types, so that `type` tells the members of the union apart. */
type Plain<T extends FieldType, V> = T extends FieldType
  ? FieldOptions & {
      type: T
      default?: V
      /** A believable value, for documentation; without one, that of the field type. */
      example?: V
    }
  : never
type Choosing<T extends FieldType> = T extends FieldType
  ? FieldOptions & {
      type: T
      options: readonly ChoiceOption[]
      default?: string
      /** Further values come from elsewhere, such as a company's own roles; whoever writes it checks them. */
      open?: true
    }
  : never
type Referring<T extends FieldType> = T extends FieldType
  ? FieldOptions & {
      type: T
      /** Name of the record type referred to. */
      to: string
      /** What the other side calls these records: a company's `people`. Filters and panels use it. */
      inverse?: { name: string; label: string }
      /** What becomes of this record when the other is deleted for good; without it, the reference is cleared. */
      onDelete?: 'delete' | 'refuse'
    }
  : never

type Holding<T extends FieldType> = T extends FieldType ? FieldOptions & FileLimits & { type: T } : never

export type ChoiceField = Choosing<'choice' | 'choices'>
export type ReferenceField = Referring<'reference' | 'references'>
export type FileField = Holding<'file' | 'files'>

export type Field =
  | Plain<'text' | 'longText' | 'email' | 'phone' | 'link' | 'date' | 'moment', string>
  | Plain<'number' | 'percentage' | 'duration', number>
  | Plain<'yesNo', boolean>
  | Plain<'money' | 'address' | 'tags' | 'user', never>
  | ChoiceField
  | ReferenceField
  | FileField

export type Fields = Record<string, Field>

export const isReference = (field: Field): field is ReferenceField =>
  field.type === 'reference' || field.type === 'references'
export const isChoice = (field: Field): field is ChoiceField =>
  field.type === 'choice' || field.type === 'choices'

export const isFile = (field: Field): field is FileField => field.type === 'file' || field.type === 'files'

/** The options that may be chosen. */
export const openOptions = (field: ChoiceField): readonly ChoiceOption[] =>
  field.options.filter(({ retired }) => !retired)

/** The record type that a field's values are ids of, if they are. */
export const targetOf = (field: Field): string | null =>
  isReference(field) ? field.to : field.type === 'user' ? 'user' : null

/** The fields that a metric may be broken down by. */
export const isDimension = (field: Field): boolean =>
  field.dimension === true ||
  field.type === 'choice' ||
  field.type === 'reference' ||
  field.type === 'user' ||
  field.type === 'yesNo'
