import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'
import type { RecordType } from './record-type.ts'
import { outputSchema, type AnyRecord } from './value.ts'

/** How long a merge can be taken back. */
export const unmergeDays = 30

/** At most so many records are merged into one at once. */
export const mostMerged = 10

/** Whose value a field takes: a record's, by its id, or of lists those of all. */
export const choiceSchema = z.union([idSchema, z.literal('all')])
export type Choice = z.infer<typeof choiceSchema>

const idsSchema = z
  .string()
  .max(1_000)
  .transform((list) => [...new Set(list.split(',').filter(Boolean))])
  .pipe(
    z
      .array(idSchema)
      .min(2, 'Name two records')
      .max(mostMerged + 1),
  )

const one = z.object({ id: z.string(), title: z.string() })

const comparisonSchema = z.object({
  /** In the order asked for. */
  records: z.array(z.record(z.string(), z.unknown()) as unknown as z.ZodType<AnyRecord>),
  /** What the ids among the values are called, of the records that the caller may see. */
  titles: z.record(z.string(), z.string()),
  /** When each field of each record was last written, where the ledger says so. */
  changedAt: z.record(z.string(), z.record(z.string(), z.string())),
  /** How many records of each type refer to each, by label. */
  references: z.record(z.string(), z.record(z.string(), z.number().int())),
  /** What a merge would do unless told otherwise; null when the records cannot be merged. */
  merge: z
    .object({
      /** Whose id, name and addresses stay. */
      primary: z.string(),
      choices: z.record(z.string(), choiceSchema),
    })
    .nullable(),
  /** Why they cannot be merged by this caller; null when they can. */
  reason: z.string().nullable(),
})
export type Comparison = z.infer<typeof comparisonSchema>

export const compareRoute = (type: RecordType) =>
  route({
    method: 'GET',
    path: `/${type.plural}/compare`,
    who: { type: type.name, action: 'see' },
    summary: `Compare ${type.label.many.toLowerCase()} field by field`,
    tag: type.label.many,
    query: z.object({
      /** Ids, separated by commas. */
      ids: idsSchema,
      /** The one that is to stay, if they are merged; without it, the most complete. */
      primary: idSchema.optional(),
    }),
    example: { query: { ids: `${exampleId(type.name)},${exampleId(`other ${type.name}`)}` } },
    output: comparisonSchema,
  })

const mergeSchema = z.object({
  id: z.string(),
  /** What was merged into the record, as it was called. */
  secondary: one,
  mergedAt: z.string(),
  mergedBy: one.nullable(),
  /** Until when it can be taken back. */
  until: z.string(),
  /** Why it cannot be taken back any more or now; null when it can. */
  reason: z.string().nullable(),
})
export type Merge = z.infer<typeof mergeSchema>

/** The routes of types whose records can be merged. A merge answers with the `Event` header: what to give to `/undo`. */
export function mergeRoutes(type: RecordType) {
  const one = type.label.one.toLowerCase()
  const many = type.label.many.toLowerCase()
  const tag = type.label.many
  const record = outputSchema(type) as unknown as z.ZodType<AnyRecord>
  return {
    merge: route({
      method: 'POST',
      path: `/${type.plural}/{id}/merge`,
      who: { type: type.name, action: 'edit' },
      summary: `Merge other ${many} into this ${one}`,
      tag,
      params: idParams,
      body: z.strictObject({
        /** The records that become part of this one. Their ids lead here from then on. */
        others: z.array(idSchema).min(1, 'Name what is to be merged').max(mostMerged),
        /** Whose value each field takes; what is not said is chosen as `compare` says. */
        choices: z.record(z.string(), choiceSchema).default({}),
        /** The versions that the caller read, by id; another one is refused with 412. */
        versions: z.record(idSchema, z.number().int()).default({}),
      }),
      example: { body: { others: [exampleId(`other ${type.name}`)] } },
      output: record,
    }),
    merges: route({
      method: 'GET',
      path: `/${type.plural}/{id}/merges`,
      who: { type: type.name, action: 'see' },
      summary: `What was merged into a ${one}, newest first`,
      tag,
      params: idParams,
      output: z.object({ data: z.array(mergeSchema) }),
    }),
    unmerge: route({
      method: 'POST',
      path: `/${type.plural}/{id}/merges/{merge}/undo`,
      who: { type: type.name, action: 'edit' },
      summary: `Take a merge apart again, within ${unmergeDays} days`,
      tag,
      params: idParams.extend({ merge: z.uuid('Use the id of a merge') }),
      output: z.object({ primary: record, secondary: record }),
    }),
  }
}
