import { z } from 'zod'
import { daySchema, momentSchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { moneyOf, moneySchema, toMinor, type Money } from '../values/money.ts'
import { exampleOf, exampleTitle } from './example.ts'
import { isChoice, openOptions, type ChoiceField, type Field, type Fields, type FieldType } from './field.ts'
import { fileSchema, givenFileSchema, mostFiles, type FileValue } from './file.ts'
import type { RecordType } from './record-type.ts'

/** Text that the database can keep: no NUL, no half of a surrogate pair. */
const textSchema = z
  .string()
  .refine(
    (text) => !text.includes('\0') && text.isWellFormed(),
    'This text holds a character that cannot be kept',
  )

export const addressSchema = z.object({
  street: textSchema.max(400).optional(),
  postalCode: textSchema.max(40).optional(),
  city: textSchema.max(200).optional(),
  region: textSchema.max(200).optional(),
  country: textSchema.max(200).optional(),
})
export type Address = z.infer<typeof addressSchema>

/** What a field of each type holds in the API's JSON; null stands for nothing known. */
export interface ValueOf {
  text: string
  /** Sanitised HTML. */
  longText: string
  number: number
  money: Money
  /** A fraction: 0.25 is 25 %. */
  percentage: number
  /** `YYYY-MM-DD` */
  date: string
  /** ISO 8601 in UTC */
  moment: string
  /** Seconds */
  duration: number
  yesNo: boolean
  choice: string
  choices: string[]
  tags: string[]
  email: string
  phone: string
  link: string
  address: Address
  reference: string
  references: string[]
  user: string
  file: FileValue
  files: FileValue[]
}

const oneOf = (field: ChoiceField): z.ZodType<string> =>
  field.open
    ? z.string().min(1).max(60)
    : z.enum(openOptions(field).map((option) => option.value) as [string, ...string[]])

/** A value is checked and put as the database will answer it, so that sending back what was read changes nothing. */
const schemas: { [T in FieldType]: (field: Extract<Field, { type: T }>) => z.ZodType } = {
  text: () => textSchema.trim().max(2_000),
  longText: () => textSchema.max(200_000),
  number: () => z.number(),
  money: () => moneySchema.transform(({ amount, currency }) => moneyOf(toMinor(amount, currency), currency)),
  percentage: () => z.number().min(-100).max(100),
  date: () => daySchema,
  moment: () => momentSchema.transform((moment) => new Date(moment).toISOString()),
  duration: () => z.number().int().min(0),
  yesNo: () => z.boolean(),
  choice: oneOf,
  choices: (field) => z.array(oneOf(field)).max(200),
  tags: () => z.array(textSchema.trim().min(1).max(100)).max(200),
  email: () =>
    z
      .string()
      .trim()
      .toLowerCase()
      .pipe(z.email('Use an e-mail address such as ana@example.com'))
      .pipe(z.string().max(320)),
  phone: () => textSchema.trim().min(3).max(40),
  link: () =>
    z
      .string()
      .trim()
      .max(2_000)
      .transform((link) => (/^[a-z][a-z0-9+.-]*:/i.test(link) || link === '' ? link : `https://${link}`))
      .pipe(z.url({ protocol: /^https?$/, error: 'Use a web address such as https://example.com' })),
  address: () => addressSchema,
  reference: () => idSchema,
  references: () =>
    z
      .array(idSchema)
      .max(1_000)
      .transform((ids) => [...new Set(ids)]),
  user: () => idSchema,
  // Whether there is such a file, and who may give it, is asked when it is written.
  file: () => givenFileSchema,
  files: () =>
    z
      .array(givenFileSchema)
      .max(mostFiles)
      .refine((files) => new Set(files.map(({ id }) => id)).size === files.length, 'A file is here twice'),
}

/** Schema of one field's value, without null. */
export const valueSchema = (field: Field): z.ZodType =>
  (schemas[field.type] as (field: Field) => z.ZodType)(field)

type Given<F extends Field> = F extends { type: infer T extends FieldType } ? ValueOf[T] : never

/** A record as the API returns it. */
export type RecordOf<T extends RecordType> = {
  [K in keyof T['fields']]: Given<T['fields'][K]> | null
} & SystemValues

export interface SystemValues {
  id: string
  /** Counts up with each change; the ETag of the record. */
  version: number
  title: string
  createdAt: string
  updatedAt: string
  createdBy: string | null
  /** When it was put in the bin; null while it is in use. */
  deletedAt: string | null
}

/** Any record, when the type is known only at run time. */
export type AnyRecord = SystemValues & Record<string, unknown>

/** For documentation: what the field is called, and a value it may hold. */
const documented = <T extends z.ZodType>(schema: T, field: Field): T =>
  schema.meta({
    title: field.label,
    ...(field.help ? { description: field.help } : {}),
    example: exampleOf(field),
  })

const writable = (fields: Fields) => Object.entries(fields).filter(([, field]) => !field.readOnly)

/** Of names that nobody can write, a line each: what they are, if they are anything. */
const unwritable = ({ fields }: RecordType, names: readonly string[]): string =>
  names
    .map((name) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined
      if (field?.formula !== undefined)
        return 'This is calculated by its formula. Write what it is calculated from.'
      return field?.readOnly ? 'This is set by Throughline and only read' : 'There is no such field'
    })
    .join('\n')

const strictly = (type: RecordType, shape: Record<string, z.ZodType>) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? unwritable(type, (issue as { keys: string[] }).keys) : undefined,
  })

/** Schema of a new record. Unknown names are refused, so that a misspelt field is not lost in silence. */
export function createSchema(type: RecordType): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of writable(type.fields))
    shape[name] =
      field.required && !('default' in field)
        ? documented(valueSchema(field), field)
        : documented(valueSchema(field).nullish(), field)
  return strictly(type, shape)
}

/** Schema of a change: what is absent stays, null clears. */
export function updateSchema(type: RecordType): z.ZodType<Record<string, unknown>> {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of writable(type.fields))
    shape[name] = field.required
      ? documented(valueSchema(field).optional(), field)
      : documented(valueSchema(field).nullish(), field)
  return strictly(type, shape)
}

const outputSchemas: { [T in FieldType]?: z.ZodType } = {
  email: z.string(),
  link: z.string(),
  phone: z.string(),
  text: z.string(),
  money: z.object({ amount: z.string(), currency: z.string() }),
  reference: z.string(),
  references: z.array(z.string()),
  user: z.string(),
  date: z.string(),
  moment: z.string(),
  // A record may hold an option that is no longer to be chosen.
  choices: z.array(z.string()),
  file: fileSchema,
  files: z.array(fileSchema),
}

/** Schema of a record in answers; plain types, because the database has already vouched for the values. */
export function outputSchema(type: RecordType): z.ZodObject {
  const shape: Record<string, z.ZodType> = {
    id: z.string().meta({ example: exampleId(type.name) }),
    version: z.number().int(),
    title: z.string().meta({ example: exampleTitle(type) }),
    createdAt: z.string(),
    updatedAt: z.string(),
    createdBy: z
      .string()
      .nullable()
      .meta({ example: exampleId('user') }),
    deletedAt: z.string().nullable().meta({ example: null }),
  }
  for (const [name, field] of Object.entries(type.fields)) {
    const schema =
      outputSchemas[field.type] ??
      // What is calculated keeps to no bounds for what is typed.
      (field.formula !== undefined && typeof exampleOf(field) === 'number' ? z.number() : undefined) ??
      (isChoice(field) && field.type === 'choice' ? z.string() : valueSchema(field))
    shape[name] = schema.nullable().meta({
      description: field.help ?? field.label,
      example: exampleOf(field),
      ...(field.readOnly ? { readOnly: true } : {}),
    })
  }
  return z.object(shape)
}
