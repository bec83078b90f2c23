import { z } from 'zod'
import { pageOf, pageQuery, route } from '../http/route.ts'
import { filterSchema } from '../records/filter.ts'
import { daySchema, momentSchema } from '../values/dates.ts'
import { grainSchema } from '../values/period.ts'

const moneyOut = z.object({ amount: z.string(), currency: z.string() })
/** By the metric's unit; null when it cannot be known, as a ratio of none. */
const figureSchema = z.union([z.number(), moneyOut, z.null()])
export type Figure = z.infer<typeof figureSchema>

const units = z.enum(['number', 'money', 'ratio', 'days', 'hours', 'months'])

/** A figure with what it is made of. Ratios and averages have both terms; `n` is then the denominator. */
const measureShape = {
  value: figureSchema,
  n: z.number().int(),
  numerator: figureSchema.optional(),
  denominator: figureSchema.optional(),
  /** Why there is no value, where that is more than nothing to divide by. */
  none: z.object({ reason: z.string(), label: z.string() }).optional(),
  /** Of durations. */
  mean: z.number().nullable().optional(),
  median: z.number().nullable().optional(),
  p90: z.number().nullable().optional(),
  /** Of cohorts: days since the last and the first of it entered. */
  age: z.object({ youngest: z.number().int(), oldest: z.number().int() }).optional(),
  /** Figures that belong beside this one, such as the amount of the deals counted. */
  beside: z
    .array(
      z.object({
        key: z.string(),
        label: z.string(),
        unit: units,
        value: figureSchema,
        n: z.number().int(),
        numerator: figureSchema.optional(),
        denominator: figureSchema.optional(),
      }),
    )
    .optional(),
}
const measureSchema = z.object(measureShape)
export type Measure = z.infer<typeof measureSchema>
export type Beside = NonNullable<Measure['beside']>[number]

const groupSchema = z.object({ key: z.string().nullable(), label: z.string(), ...measureShape })
export type Group = z.infer<typeof groupSchema>
const pointSchema = z.object({ from: z.string(), ...measureShape })
export type SeriesPoint = z.infer<typeof pointSchema>

export const answerSchema = z.object({
  slug: z.string(),
  unit: units,
  from: z.string(),
  to: z.string(),
  ...measureShape,
  groups: z.array(groupSchema).describe('The 500 groups with the most records, largest first.'),
  moreGroups: z.number().int().describe('How many smaller groups there are.'),
  rest: measureSchema
    .nullable()
    .describe('The figure of all smaller groups together; null when every group is listed.'),
  series: z.array(pointSchema),
  /** What belongs to the period and does not count in the figure, and why. */
  leftOut: z.array(z.object({ reason: z.string(), label: z.string(), n: z.number().int() })),
})
export type MetricAnswer = z.infer<typeof answerSchema>

const selection = {
  /** First day that counts, and the first that does not, in the company’s time zone; this year unless said. */
  from: daySchema.optional(),
  to: daySchema.optional(),
  /** A dimension of the metric. */
  by: z.string().max(100).optional(),
  /** Owner at present: an id, or `me`. */
  owner: z
    .string()
    .regex(/^(me|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i, 'Use the id of a team member, or “me”')
    .optional(),
  /** The owner’s team on the day that counts. */
  team: z.uuid().optional(),
  pipeline: z.uuid().optional(),
  asOf: momentSchema
    .optional()
    .describe('Count only what was recorded before this moment; of metrics that say so in the list.'),
  /** Any condition on the record type behind the metric. */
  filter: filterSchema.optional(),
}

export const metricQuery = z.object({ ...selection, grain: grainSchema.default('month') })
export type MetricQuery = z.infer<typeof metricQuery>

export const drillQuery = pageQuery.extend({
  ...selection,
  /** The key of one group of `by`; empty for the group without one. */
  group: z.string().max(2_000).optional(),
  /** The key of a figure beside it that counts other records. */
  part: z.string().max(60).optional(),
  /** The records left out instead of those that count. */
  leftOut: z.stringbool().optional(),
})
export type DrillQuery = z.infer<typeof drillQuery>

const params = z.object({ slug: z.string().max(100) })

const listedSchema = z.object({
  slug: z.string(),
  name: z.string(),
  definition: z.string(),
  unit: units,
  direction: z.enum(['up', 'down']),
  wing: z.string(),
  recordType: z.string(),
  anchor: z.string().nullable(),
  asOf: z.boolean().describe('Whether it can be asked as of a moment.'),
  dimensions: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      several: z
        .boolean()
        .describe('Whether a record counts under each of several values, so that groups do not add up.'),
    }),
  ),
})
export type ListedMetric = z.infer<typeof listedSchema>

const behindSchema = z.object({
  type: z.string(),
  id: z.string(),
  title: z.string(),
  /** The anchor day; null for a figure of now. */
  on: z.string().nullable(),
  /** What counted of it; null where the record itself is what counts. */
  value: figureSchema,
  /** Which term it stands in, or why it was left out. */
  outcome: z.string().nullable(),
})
export type RecordBehind = z.infer<typeof behindSchema>

const shared = { method: 'GET', who: 'caller', tag: 'Metrics' } as const

export const metricsRoute = route({
  ...shared,
  path: '/metrics',
  summary: 'List the metrics with their definitions and dimensions',
  output: z.object({ data: z.array(listedSchema) }),
})

export const metricRoute = route({
  ...shared,
  path: '/metrics/{slug}',
  summary: 'Read a metric: its figure, by a dimension, over time',
  params,
  query: metricQuery,
  output: answerSchema,
})

export const behindRoute = route({
  ...shared,
  path: '/metrics/{slug}/records',
  summary: 'List the records behind a metric',
  params,
  query: drillQuery,
  output: pageOf(behindSchema),
})
