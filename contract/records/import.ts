import { z } from 'zod'
import { dialectSchema, fieldMappingSchema, importMappingSchema } from './import-mapping.ts'

/** What a column's cells look like. */
export const looks = ['blank', 'number', 'date', 'email', 'link', 'yesNo', 'phone', 'id', 'text', 'other'] as const
export type Look = (typeof looks)[number]

/** A field that a column probably fills, how it would be read, and how sure that is (0 to 1). */
export const suggestionSchema = z.object({
  mapping: fieldMappingSchema,
  confidence: z.number(),
  because: z.string(),
  /** Other formats that fit every value just as well, so that a person must choose. */
  alternatives: z.array(z.string()).optional(),
})
export type Suggestion = z.infer<typeof suggestionSchema>

export const columnSchema = z.object({
  name: z.string(),
  look: z.enum(looks),
  blanks: z.number().int(),
  distinct: z.number().int(),
  /** The most frequent values of the sample, with their number. */
  values: z.array(z.object({ value: z.string(), count: z.number().int() })),
})
export type ColumnLook = z.infer<typeof columnSchema>

export const importStates = ['draft', 'checking', 'checked', 'running', 'cancelled', 'failed', 'done'] as const
export type ImportState = (typeof importStates)[number]
