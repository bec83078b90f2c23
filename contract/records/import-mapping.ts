import { z } from 'zod'
import { zoneSchema } from '../values/zone.ts'
import { currencySchema } from '../values/money.ts'

/** How the bytes of a file become rows of cells. What is absent is detected. */
export const dialectSchema = z.strictObject({
  /** As iconv names it: `utf-8`, `utf-16le`, `windows-1252` … */
  encoding: z.string().max(40).meta({ example: 'utf-8' }),
  delimiter: z.string().length(1).meta({ example: ',' }),
  quote: z.string().length(1).meta({ example: '"' }),
  /** What makes a quote inside quotes ordinary: the quote itself, or a backslash. */
  escape: z.string().length(1).meta({ example: '"' }),
  /** Lines above the header, such as a report's title. */
  skip: z.number().int().min(0).max(100).meta({ example: 0 }),
  /** Without a header the columns are named `1`, `2`, `3` … */
  header: z.boolean(),
})
export type Dialect = z.infer<typeof dialectSchema>

export const referenceKeys = ['externalId', 'email', 'domain', 'name', 'id'] as const
export type ReferenceKey = (typeof referenceKeys)[number]

export const referenceSchema = z.strictObject({
  /** How a cell names the record it refers to. */
  by: z.enum(referenceKeys),
  /** The source whose external ids the cells hold; the mapping's own when absent. */
  source: z.string().min(1).max(100).optional(),
  /** A record that is not found is made, with the cell as its name; otherwise its row is refused. */
  createMissing: z.boolean().optional(),
})
export type Reference = z.infer<typeof referenceSchema>

/** Ways to read a cell. Which of them matter depends on the type of the field it fills. */
const readingShape = {
  /** Of dates and moments: `yyyy-MM-dd`, `dd/MM/yyyy HH:mm`, `MMM d, yyyy`, `iso`, `unix`, `unix-ms`, `excel`. */
  format: z.string().min(1).max(40).optional(),
  /** The zone in which moments without an offset are told; the mapping's when absent. */
  zone: zoneSchema.optional(),
  /** The sign before the decimals. */
  decimal: z.enum(['.', ',']).optional(),
  /** What one unit in the file is worth: 1000 when revenue is told in thousands. */
  scale: z.number().positive().max(1e12).optional(),
  currency: currencySchema.optional(),
  /** The column that holds each row's currency. */
  currencyColumn: z.string().optional(),
  /** Country of phone numbers written without one, such as `BR`. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'Use a two-letter country code, such as BR')
    .optional(),
  /** Between several values in one cell. */
  separator: z.string().min(1).max(5).optional(),
  /** Words of the file and what they mean here; null leaves the field blank. Compared without case. */
  values: z.record(z.string(), z.string().nullable()).optional(),
  reference: referenceSchema.optional(),
}

/** One field of a record type and where its value comes from: columns, a constant, or a record referred to. */
export const fieldMappingSchema = z
  .strictObject({
    field: z.string().min(1).max(100),
    column: z.string().optional(),
    constant: z.string().optional(),
    /** Several columns in one value: `{product} · {account}`; `{id:6}` is the first six characters. */
    template: z.string().max(500).optional(),
    /** The value of a field of the record that another field of the same row refers to. */
    copyOf: z.strictObject({ reference: z.string(), field: z.string() }).optional(),
    ...readingShape,
  })
  .refine(
    (mapping) =>
      [mapping.column, mapping.constant, mapping.template, mapping.copyOf].filter(
        (from) => from !== undefined,
      ).length === 1,
    {
      message: 'Name exactly one of column, constant, template and copyOf',
      path: ['column'],
    },
  )
  .meta({ example: { field: 'email', column: 'E-mail' } })
export type FieldMapping = z.infer<typeof fieldMappingSchema>

/** Rows that count: those whose column holds (or does not hold) one of some words. Blank is the word "". */
export const rowFilterSchema = z
  .strictObject({
    column: z.string(),
    is: z.array(z.string()).optional(),
    isNot: z.array(z.string()).optional(),
  })
  .refine((filter) => (filter.is === undefined) !== (filter.isNot === undefined), 'Give either is or isNot')
  .meta({ example: { column: 'Status', isNot: ['test'] } })
export type RowFilter = z.infer<typeof rowFilterSchema>

const exampleFile = {
  match: 'people*.csv',
  recordType: 'person',
  fields: [
    { field: 'firstName', column: 'First name' },
    { field: 'email', column: 'E-mail' },
  ],
}
const exampleMapping = { name: 'People of the shop', source: 'shop', files: [exampleFile] }

export const fileMappingSchema = z
  .strictObject({
    /** Name of the file, with `*` for any characters: `leads-*.csv`. A file may be read more than once. */
    match: z.string().min(1).max(200),
    recordType: z.string().min(1).max(60),
    /**
     * The column that holds the record's id at the source, or several in one: `{order}/{line}`. Without one, importing again
     * finds records by their unique fields.
     */
    sourceId: z.string().optional(),
    /** Further unique fields by which a row is found to be a record that is already here, such as `email`. */
    matchBy: z.array(z.string()).max(5).optional(),
    fields: z.array(fieldMappingSchema).max(500),
    /** Entries into lifecycle stages and the column with their moment; people and companies only. */
    lifecycle: z
      .array(
        z.strictObject({
          stage: z.string(),
          column: z.string(),
          format: readingShape.format,
          zone: readingShape.zone,
        }),
      )
      .max(20)
      .optional(),
    where: z.array(rowFilterSchema).max(20).optional(),
    dialect: dialectSchema.partial().optional(),
  })
  .meta({ example: exampleFile })
export type FileMapping = z.infer<typeof fileMappingSchema>

export const pipelineSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  stages: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        kind: z.enum(['open', 'won', 'lost']),
        /** A fraction: 0.25 is 25 %. */
        probability: z.number().min(0).max(1).optional(),
        forecastCategory: z.enum(['pipeline', 'best_case', 'commit', 'omitted']).optional(),
      }),
    )
    .min(1)
    .max(50),
})
export type PipelineToCreate = z.infer<typeof pipelineSchema>

/**
 * What files mean: which columns are which fields of which records, and what must exist first. Files are taken in the
 * order given here, so that what is referred to comes before what refers to it.
 */
export const importMappingSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().trim().min(1).max(200),
    /** Where the records come from. Together with its id there, a record is recognised when it comes again. */
    source: z
      .string()
      .trim()
      .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'Use a short name in lower case, such as maven'),
    /** Zone and currency of what names none of its own; the organisation's when absent. */
    zone: zoneSchema.optional(),
    currency: currencySchema.optional(),
    country: readingShape.country,
    creates: z.strictObject({ pipelines: z.array(pipelineSchema).max(20).optional() }).optional(),
    files: z.array(fileMappingSchema).min(1).max(50),
  })
  .meta({ example: exampleMapping })
export type ImportMapping = z.infer<typeof importMappingSchema>

/** A mapping as far as it has been said: anything may be missing yet. Trying it out asks for a whole one. */
export const draftMappingSchema = importMappingSchema
  .extend({
    name: z.string().max(200),
    source: z.string().max(200),
    zone: z.string().max(100).optional(),
    currency: z.string().max(10).optional(),
    country: z.string().max(10).optional(),
    creates: z.looseObject({ pipelines: z.array(z.looseObject({})).max(20).optional() }).optional(),
    files: z
      .array(
        z.looseObject({
          match: z.string().max(200),
          recordType: z.string().max(60),
          fields: z.array(z.looseObject({ field: z.string().max(100) })).max(500),
        }),
      )
      .max(50),
  })
  .meta({ example: exampleMapping })

/** Whether a file's name is meant by a mapping's pattern; folders before the name do not matter. */
export function fileMatches(pattern: string, name: string): boolean {
  const bare = name.replace(/^.*[/\\]/, '').toLowerCase()
  const parts = pattern.toLowerCase().split('*')
  if (parts.length === 1) return bare === parts[0]
  const first = parts[0]!
  const last = parts.at(-1)!
  if (bare.length < first.length + last.length || !bare.startsWith(first) || !bare.endsWith(last))
    return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = bare.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= bare.length - last.length
}
