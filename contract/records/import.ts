import { z } from 'zod'
import { fieldMappingSchema } from './import-mapping.ts'
import { undoSchema } from './import-undo.ts'

/** What a column's cells look like. */
export const looks = [
  'blank',
  'number',
  'date',
  'email',
  'link',
  'yesNo',
  'phone',
  'id',
  'text',
  'other',
] as const
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

export const importStates = [
  'draft',
  'checking',
  'checked',
  'running',
  'cancelled',
  'failed',
  'done',
  'undoing',
  'half-undone',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

/** Two records that may be one, which only a person can say. */
export const duplicateSchema = z.object({
  row: z.number().int(),
  /** What they share: a field, or the id at a source. */
  by: z.string(),
  value: z.string(),
  record: z.string(),
  other: z.string(),
})
export type Duplicate = z.infer<typeof duplicateSchema>

export const countsSchema = z.object({
  /** Rows read so far; the sum of all that follow. */
  rows: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  /** Rows of a record that an earlier row was already about. */
  merged: z.number().int(),
  /** Rows that a filter of the mapping leaves out. */
  left: z.number().int(),
  refused: z.number().int(),
  /** Records made because a row refers to them; no rows. */
  made: z.number().int(),
})
export type Counts = z.infer<typeof countsSchema>

export const passSchema = z.object({
  /** Position in the mapping's files. */
  file: z.number().int(),
  upload: z.string(),
  name: z.string(),
  recordType: z.string(),
  rows: z.number().int(),
})
export type Pass = z.infer<typeof passSchema>

export const refusalSchema = z.object({
  pass: z.number().int(),
  file: z.string(),
  row: z.number().int(),
  column: z.string().nullable(),
  value: z.string().nullable(),
  reason: z.string(),
})

/** A word of a file that means nothing here yet, and what it probably means. */
export const unknownWordSchema = z.object({
  pass: z.number().int(),
  field: z.string(),
  column: z.string().nullable(),
  word: z.string(),
  rows: z.number().int(),
  suggestion: z.string().nullable(),
})
export type UnknownWord = z.infer<typeof unknownWordSchema>

export const reportSchema = z.object({
  /** The first hundred of each. */
  duplicates: z.array(duplicateSchema.extend({ pass: z.number().int() })),
  unknown: z.array(unknownWordSchema),
})
export type Report = z.infer<typeof reportSchema>

export const importSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(importStates),
  passes: z.array(passSchema.extend({ counts: countsSchema })),
  /** Where it stands, by position in `passes`. */
  atPass: z.number().int(),
  done: z.number().int(),
  total: z.number().int(),
  /** Of the process that works on it; null while none does. */
  rowsPerSecond: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  report: reportSchema.nullable(),
  error: z.string().nullable(),
  /** Its mapping and files can be changed still: nothing of it has been written. */
  editable: z.boolean(),
  /** It has ended and has written something, so that it can be undone. */
  undoable: z.boolean(),
  /** It has been asked to stop. */
  stopping: z.boolean(),
  /** Null unless it is undone, or on the way to it. */
  undo: undoSchema.nullable(),
  /** Counts every change of it, its progress included; also its ETag. */
  version: z.number().int(),
  /** Until when its files, and with them its refused rows, are kept; null once they are deleted. */
  filesUntil: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})
export type Import = z.infer<typeof importSchema>
