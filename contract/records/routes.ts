import { z } from 'zod'
import { idParams, pageQuery, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { moneySchema } from '../values/money.ts'
import { changeExample, exampleOf, newExample, uniqueFields } from './example.ts'
import { filterSchema } from './filter.ts'
import type { Field } from './field.ts'
import type { RecordType } from './record-type.ts'
import { createSchema, outputSchema, updateSchema, type AnyRecord } from './value.ts'

const names = z
  .string()
  .max(2_000)
  .transform((list) =>
    list
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  )

export const listQuery = pageQuery.extend({
  filter: filterSchema.optional(),
  /** A field, descending with a minus before it: `-createdAt`. */
  sort: z.string().max(100).optional(),
  /** Only these fields, separated by commas; `id` and `version` always come. */
  fields: names.optional(),
  /** References whose records come along in `expanded`, by id. */
  expand: names.optional(),
  /** Words to search for, misspelt or begun. */
  q: z.string().max(200).optional(),
  /** The records in the bin instead of those in use. */
  bin: z.stringbool().optional(),
  /** Count all that match, up to 10,000. */
  count: z.stringbool().optional(),
})
export type ListQuery = z.infer<typeof listQuery>

/** What a list is exported as. */
export const exportFormats = ['csv', 'xlsx'] as const
export type ExportFormat = (typeof exportFormats)[number]

const expandedSchema = z.record(z.string(), z.record(z.string(), z.unknown()))

export interface Page {
  data: AnyRecord[]
  next: string | null
  expanded?: Record<string, AnyRecord>
  count?: number
}

export const summaryQuery = z.object({
  groupBy: z.string().max(100),
  sum: z.string().max(100).optional(),
  filter: filterSchema.optional(),
  q: z.string().max(200).optional(),
})

export const summarySchema = z.object({
  groups: z.array(
    z.object({
      key: z.string().nullable(),
      count: z.number().int(),
      /** One for each currency, never added across. */
      sums: z.array(moneySchema),
      /** In the organisation's currency at today's rates; null when a rate is missing. */
      total: moneySchema.nullable(),
    }),
  ),
})
export type Summary = z.infer<typeof summarySchema>

/** One change of a batch. */
export const operationSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('create'), values: z.record(z.string(), z.unknown()) }),
  z.object({
    do: z.literal('update'),
    id: idSchema,
    values: z.record(z.string(), z.unknown()),
    version: z.number().int().optional(),
  }),
  z.object({ do: z.literal('upsert'), by: z.string().max(200), values: z.record(z.string(), z.unknown()) }),
  z.object({ do: z.literal('delete'), id: idSchema }),
  z.object({ do: z.literal('restore'), id: idSchema }),
])
export type Operation = z.infer<typeof operationSchema>

export const resultSchema = z.object({
  status: z.number().int(),
  /** What to give to `/undo`; null where nothing changed. */
  event: z.string().nullable().optional(),
  record: z.record(z.string(), z.unknown()).optional(),
  problem: z.record(z.string(), z.unknown()).optional(),
})

/** The routes that every record type has. Writes answer with the `Event` header: what to give to `/undo`. */
export function recordRoutes(type: RecordType) {
  const path = `/${type.plural}`
  const one = type.label.one.toLowerCase()
  const many = type.label.many.toLowerCase()
  const record = outputSchema(type) as unknown as z.ZodType<AnyRecord>
  const shared = { tag: type.label.many }
  const unique = uniqueFields(type)
  const [by] = unique
  const id = exampleId(type.name)
  return {
    list: route({
      ...shared,
      method: 'GET',
      path,
      who: { type: type.name, action: 'see' },
      summary: `List ${many}`,
      detail:
        'A page at a time: give `next` of one answer as `after` of the next call, with the same filter and order.',
      query: listQuery,
      example: { query: { limit: 20, sort: '-createdAt' } },
      output: z.object({
        data: z.array(record),
        next: z.string().nullable(),
        expanded: expandedSchema.optional(),
        count: z.number().int().optional(),
      }) as unknown as z.ZodType<Page>,
    }),
    summary: route({
      ...shared,
      method: 'GET',
      path: `${path}/summary`,
      who: { type: type.name, action: 'see' },
      summary: `Count and sum ${many} by a field`,
      query: summaryQuery,
      example: { query: { groupBy: type.board ?? 'createdBy' } },
      output: summarySchema,
    }),
    export: route({
      ...shared,
      method: 'GET',
      path: `${path}/export`,
      who: { type: type.name, action: 'export' },
      summary: `Export ${many} as CSV, or as a workbook of Excel`,
      query: listQuery
        .omit({ after: true, limit: true, expand: true, count: true })
        .extend({ format: z.enum(exportFormats).default('csv') }),
      status: 200,
      sends: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    }),
    get: route({
      ...shared,
      method: 'GET',
      path: `${path}/{id}`,
      who: { type: type.name, action: 'see' },
      summary: `Get a ${one}`,
      params: idParams,
      query: z.object({ expand: names.optional() }),
      output: (record as unknown as z.ZodObject).extend({
        expanded: expandedSchema.optional(),
      }) as unknown as z.ZodType<AnyRecord & { expanded?: Record<string, AnyRecord> }>,
    }),
    create: route({
      ...shared,
      method: 'POST',
      path,
      who: { type: type.name, action: 'create' },
      summary: `Create a ${one}`,
      body: createSchema(type),
      example: { body: newExample(type) },
      output: record,
      status: 201,
    }),
    update: route({
      ...shared,
      method: 'PATCH',
      path: `${path}/{id}`,
      who: { type: type.name, action: 'edit' },
      summary: `Change a ${one}`,
      params: idParams,
      body: updateSchema(type),
      ifMatch: true,
      example: { body: changeExample(type) },
      output: record,
    }),
    upsert: route({
      ...shared,
      method: 'PUT',
      path: `${path}/by/{field}`,
      who: { type: type.name, action: 'create' },
      summary: `Create a ${one}, or change the one with the same unique field`,
      detail: 'Answers 201 when it was created, 200 when it was changed.',
      params: z.object({
        field: z
          .string()
          .max(100)
          .meta(unique.length > 0 ? { enum: unique } : {}),
      }),
      body: updateSchema(type),
      example: {
        params: { field: by ?? 'name' },
        body: { ...(by ? { [by]: exampleOf(type.fields[by] as Field) } : {}), ...newExample(type) },
      },
      output: record,
    }),
    remove: route({
      ...shared,
      method: 'DELETE',
      path: `${path}/{id}`,
      who: { type: type.name, action: 'delete' },
      summary: `Put a ${one} in the bin`,
      params: idParams,
    }),
    restore: route({
      ...shared,
      method: 'POST',
      path: `${path}/{id}/restore`,
      who: { type: type.name, action: 'delete' },
      summary: `Take a ${one} out of the bin`,
      params: idParams,
      output: record,
    }),
    batch: route({
      ...shared,
      method: 'POST',
      path: `${path}/batch`,
      who: { type: type.name, action: 'see' },
      summary: `Create, change, delete up to 1,000 ${many}`,
      detail:
        'Each operation stands by itself: the answer is 207 with a result for each, in their order, and one that is refused undoes none of the others. With an Idempotency-Key the whole is done once.',
      body: z.object({ operations: z.array(operationSchema).min(1).max(1_000) }),
      example: {
        body: {
          operations: [
            { do: 'create', values: newExample(type) },
            { do: 'update', id, values: changeExample(type) },
            { do: 'delete', id },
          ],
        },
        output: {
          results: [
            { status: 201, event: exampleId('event'), record: { id, version: 1 } },
            { status: 200, event: exampleId('event'), record: { id, version: 2 } },
            { status: 404, problem: { type: 'about:blank', title: 'Not found', status: 404 } },
          ],
        },
      },
      output: z.object({ results: z.array(resultSchema) }),
      status: 207,
      bodyLimit: 16 * 1_048_576,
    }),
  }
}

export type RecordRoutes = ReturnType<typeof recordRoutes>
