import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { changeExample } from './example.ts'
import type { Field } from './field.ts'
import { filterSchema } from './filter.ts'
import type { RecordType } from './record-type.ts'

/** What a bulk edit does to one field. */
export const bulkChangeSchema = z.discriminatedUnion('do', [
  z.strictObject({ field: z.string().max(100), do: z.literal('set'), value: z.unknown() }),
  z.strictObject({ field: z.string().max(100), do: z.literal('clear') }),
  /** Of a field of several values: these come to those that are there, or go from them. */
  z.strictObject({
    field: z.string().max(100),
    do: z.literal('add'),
    values: z.array(z.string().max(2_000)).min(1).max(200),
  }),
  z.strictObject({
    field: z.string().max(100),
    do: z.literal('remove'),
    values: z.array(z.string().max(2_000)).min(1).max(200),
  }),
])
export type BulkChange = z.infer<typeof bulkChangeSchema>
export type BulkVerb = BulkChange['do']

/** Whether a field holds several values, which can be added and removed. */
export const holdsSeveral = (field: Field): boolean =>
  field.type === 'tags' || field.type === 'choices' || field.type === 'references'

/** What can be done to a field of many records at once; nothing to what Throughline sets, and a file is one record's. */
export function bulkVerbs(field: Field): BulkVerb[] {
  if (field.readOnly || field.type === 'file' || field.type === 'files') return []
  return [
    // No two records hold the same of a unique field.
    ...(field.unique ? [] : ['set' as const]),
    ...(holdsSeveral(field) ? ['add' as const, 'remove' as const] : []),
    ...(field.required ? [] : ['clear' as const]),
  ]
}

/** The most records that are named one by one; more are chosen by a filter. */
export const mostNamed = 10_000

/** Which records: those named, or all that a list shows with this filter and these words; a filter of null is all. */
export const bulkSelectionSchema = z.union([
  z.strictObject({ ids: z.array(idSchema).min(1).max(mostNamed) }),
  z.strictObject({ filter: filterSchema.nullable(), q: z.string().max(200).optional() }),
])
export type BulkSelection = z.infer<typeof bulkSelectionSchema>

export const bulkEditInput = z.strictObject({
  selection: bulkSelectionSchema,
  changes: z.array(bulkChangeSchema).min(1, 'Choose a field to change').max(20),
})
export type BulkEditInput = z.infer<typeof bulkEditInput>

/** How many records a preview tries out as the edit would change them. */
export const triedAtMost = 500

export const bulkPreviewSchema = z.object({
  /** Records that are chosen, that would change, that are so already, and that the caller may not change. */
  total: z.number().int(),
  changing: z.number().int(),
  already: z.number().int(),
  forbidden: z.number().int(),
  /** How many of those that would change were tried out, at most 500, and why some of these were refused. */
  tried: z.number().int(),
  refused: z.array(z.object({ reason: z.string(), count: z.number().int(), title: z.string() })),
  examples: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      /** With what follows from the change, such as a deal's status from its stage. */
      changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
    }),
  ),
  /** Titles of the records that the examples refer to, by id. */
  titles: z.record(z.string(), z.string()),
})
export type BulkPreview = z.infer<typeof bulkPreviewSchema>

export const bulkStates = [
  'running',
  'stopped',
  'failed',
  'done',
  'undoing',
  'half-undone',
  'undone',
] as const
export type BulkState = (typeof bulkStates)[number]

export const bulkEditSchema = z.object({
  id: z.string(),
  recordType: z.string(),
  changes: z.array(
    z.object({
      field: z.string(),
      do: z.string(),
      value: z.unknown().optional(),
      values: z.array(z.string()).optional(),
    }),
  ) as unknown as z.ZodType<BulkChange[]>,
  state: z.enum(bulkStates),
  /** Somebody asked to stop it. */
  stopping: z.boolean(),
  total: z.number().int(),
  changed: z.number().int(),
  already: z.number().int(),
  refused: z.number().int(),
  /** Of undoing: records that have their former values again, and records that stay, whole or in some fields. */
  reverted: z.number().int(),
  kept: z.number().int(),
  error: z.string().nullable(),
  undoable: z.boolean(),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
export type BulkEdit = z.infer<typeof bulkEditSchema>

/** A record that a bulk edit could not change, or that undoing it left as it is. */
export const stayedSchema = z.object({
  id: z.string(),
  /** Null where it is gone, or not for the caller to see. */
  title: z.string().nullable(),
  /** Labels of the fields that stay; none when it is the whole record. */
  fields: z.array(z.string()),
  reason: z.string(),
})
export type Stayed = z.infer<typeof stayedSchema>

/** How to change many records of a type at once. */
export function bulkTypeRoutes(type: RecordType) {
  const shared = {
    method: 'POST',
    who: { type: type.name, action: 'edit' },
    tag: type.label.many,
    body: bulkEditInput,
    example: {
      body: {
        selection: { ids: [exampleId(type.name)] },
        changes: Object.entries(changeExample(type)).map(([field, value]) => ({ field, do: 'set', value })),
      },
    },
  } as const
  const many = type.label.many.toLowerCase()
  return {
    preview: route({
      ...shared,
      path: `/${type.plural}/bulk-edits/preview`,
      summary: `What a bulk edit of ${many} would do; nothing is written`,
      output: bulkPreviewSchema,
      status: 200,
    }),
    start: route({
      ...shared,
      path: `/${type.plural}/bulk-edits`,
      summary: `Change many ${many} at once, in the background`,
      output: bulkEditSchema,
      status: 202,
    }),
  }
}

const shared = { tag: 'Bulk edits', who: 'caller' } as const

export const bulkRoutes = {
  list: route({
    ...shared,
    method: 'GET',
    path: '/bulk-edits',
    summary: 'My bulk edits of the last 30 days, the newest first; administrators see everybody’s',
    query: pageQuery,
    output: pageOf(bulkEditSchema),
  }),
  get: route({
    ...shared,
    method: 'GET',
    path: '/bulk-edits/{id}',
    summary: 'Get a bulk edit, and how far it has come',
    params: idParams,
    output: bulkEditSchema,
  }),
  stop: route({
    ...shared,
    method: 'POST',
    path: '/bulk-edits/{id}/stop',
    summary: 'Stop a bulk edit, or the undoing of one, after the records in hand; what is done stays',
    params: idParams,
    output: bulkEditSchema,
    status: 202,
  }),
  undo: route({
    ...shared,
    method: 'POST',
    path: '/bulk-edits/{id}/undo',
    summary: 'Undo a bulk edit as a whole, or go on with it; what was changed again since stays',
    params: idParams,
    output: bulkEditSchema,
    status: 202,
  }),
  stayed: route({
    ...shared,
    method: 'GET',
    path: '/bulk-edits/{id}/stayed',
    summary: 'The records that were refused, or that undoing left as they are, and why',
    params: idParams,
    query: pageQuery.extend({ outcome: z.enum(['refused', 'kept']) }),
    output: pageOf(stayedSchema),
  }),
}
