import { z } from 'zod'
import { fileKindNames, largestFile } from './file.ts'
import { formulaResults } from './formula/node.ts'
import { longestFormula } from './formula/tokens.ts'
import { fieldTypes, isChoice, openOptions, type Field, type FieldType } from './field.ts'

/** What an own field of each type may be asked to be, besides its label, help, and being required. */
interface Abilities {
  /** No two records with the same value. */
  unique?: true
  /** Found by full-text search. */
  searched?: true
  /** A value for new records that say nothing. */
  default?: true
}

/** Of each field type. The compiler asks for a line when a field type is added. */
export const ownAbilities: Record<FieldType, Abilities> = {
  text: { unique: true, searched: true, default: true },
  longText: { searched: true },
  number: { unique: true, default: true },
  money: {},
  percentage: { default: true },
  date: { default: true },
  moment: {},
  duration: { default: true },
  yesNo: { default: true },
  choice: { default: true },
  choices: {},
  tags: { searched: true },
  email: { unique: true, searched: true },
  phone: { unique: true, searched: true },
  link: { unique: true, searched: true },
  address: {},
  reference: {},
  references: {},
  user: {},
  file: {},
  files: {},
}

/** What kinds of fields a company adds. A formula's field is calculated, and is seen as the type of its result. */
export const ownFieldTypes = [...fieldTypes, 'formula'] as const
export type OwnFieldType = (typeof ownFieldTypes)[number]

export const abilitiesOf = (type: OwnFieldType): Abilities => (type === 'formula' ? {} : ownAbilities[type])

/** Own names begin so and no declared one does: what a later release declares never meets what a company has added. */
export const ownPrefix = 'own_'
export const mostOwnFields = 200
const longestName = 40

/** The name that a label suggests: "Renewal date" is `own_renewal_date`. Marks fall away, other scripts become `field`. */
export function ownNameFor(label: string, taken: (name: string) => boolean): string {
  const words = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  const stem = (number: string) =>
    `${ownPrefix}${words || 'field'}`.slice(0, longestName - number.length).replace(/_+$/, '') + number
  for (let i = 1; ; i++) {
    const name = stem(i === 1 ? '' : `_${i}`)
    if (!taken(name)) return name
  }
}

/** The value that an option's label suggests; it stays when the label changes. */
export const optionValueFor = (label: string, taken: (value: string) => boolean): string =>
  ownNameFor(label, (name) => taken(name.slice(ownPrefix.length))).slice(ownPrefix.length)

const labelSchema = z.string().trim().min(1, 'Give it a name').max(80)

export const ownOptionSchema = z.strictObject({
  /** Made from the label when absent; it stays when the label changes. */
  value: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.-]{0,59}$/, 'Use lower-case letters, digits and underscores')
    .optional(),
  label: labelSchema,
  /** No longer to be chosen; records that have it keep it. */
  retired: z.boolean().optional(),
})

/** What an administrator says of a field and may change later. */
const changeable = {
  label: labelSchema,
  help: z.string().trim().max(300).nullish(),
  /** New and changed records need a value; those that have none stay as they are. */
  required: z.boolean().optional(),
  unique: z.boolean().optional(),
  searched: z.boolean().optional(),
  /** Personal data, which erasing a person takes away; of people, all are unless said otherwise. */
  personal: z.boolean().optional(),
  /** What new records have that say nothing; null for nothing. */
  default: z.unknown().optional(),
  options: z.array(ownOptionSchema).max(500).optional(),
  /** Of formulas: what it calculates, as docs/formulas.md tells. */
  formula: z.string().max(longestFormula).optional(),
  /** Of formulas: what it holds; it follows from the formula, but a number may be shown as a percentage. */
  result: z.enum(formulaResults).nullish(),
  /** Of files: what they may be; null or none for anything. */
  kinds: z.array(z.enum(fileKindNames)).max(20).nullish(),
  /** Of files: how large each may be, in bytes; null for the usual limit. */
  largest: z.number().int().min(1).max(largestFile).nullish(),
}

export const newOwnFieldSchema = z.strictObject({
  recordType: z.string().max(60),
  type: z.enum(ownFieldTypes),
  /** The record type that it refers to, of references. */
  to: z.string().max(60).optional(),
  ...changeable,
})
export type NewOwnField = z.infer<typeof newOwnFieldSchema>

export const ownFieldChangeSchema = z.strictObject(changeable).partial()
export type OwnFieldChange = z.infer<typeof ownFieldChangeSchema>

export const ownFieldSchema = z.object({
  id: z.string(),
  recordType: z.string(),
  /** Under which its values stand in records, filters and files. It never changes. */
  name: z.string(),
  type: z.enum(ownFieldTypes),
  label: z.string(),
  help: z.string().nullable(),
  required: z.boolean(),
  unique: z.boolean(),
  searched: z.boolean(),
  personal: z.boolean(),
  default: z.unknown(),
  options: z
    .array(z.object({ value: z.string(), label: z.string(), retired: z.boolean().optional() }))
    .nullable(),
  to: z.string().nullable(),
  formula: z.string().nullable(),
  result: z.enum(formulaResults).nullable(),
  kinds: z.array(z.enum(fileKindNames)).nullable(),
  largest: z.number().int().nullable(),
  position: z.number().int(),
  retiredAt: z.string().nullable(),
  version: z.number().int(),
})
export type OwnField = z.infer<typeof ownFieldSchema>

/** The field as every part of the house knows fields. */
export function fieldFrom(own: OwnField, of: { plural: string; label: { many: string } }): Field {
  const { label, help, options, to, formula } = own
  const type = own.type === 'formula' ? (own.result ?? 'text') : own.type
  const common = {
    label,
    own: true as const,
    ...(formula === null ? {} : { formula, readOnly: true as const }),
    ...(help ? { help } : {}),
    ...(own.required ? { required: true as const } : {}),
    ...(own.unique ? { unique: true as const } : {}),
    ...(own.searched ? { searched: true as const } : {}),
    ...(own.personal ? { personal: true as const } : {}),
    ...(own.default === null || own.default === undefined ? {} : { default: own.default }),
  }
  const field =
    type === 'choice' || type === 'choices'
      ? {
          ...common,
          type,
          options: (options ?? []).map(({ value, label: name, retired }) => ({
            value,
            label: name,
            ...(retired ? { retired: true as const } : {}),
          })),
        }
      : type === 'reference' || type === 'references'
        ? {
            ...common,
            type,
            to: to ?? '',
            inverse: { name: `${own.name}_of_${of.plural}`, label: `${of.label.many}: ${label}` },
          }
        : type === 'file' || type === 'files'
          ? {
              ...common,
              type,
              ...(own.kinds ? { kinds: own.kinds } : {}),
              ...(own.largest ? { largest: own.largest } : {}),
            }
          : { ...common, type }
  // What the database holds was checked when it was written; the union cannot follow the type through the parts.
  return field as Field
}

/** Whether a choice still has something to choose. */
export const canBeChosen = (field: Field): boolean => !isChoice(field) || openOptions(field).length > 0
