import { z } from 'zod'
import { route } from '../http/route.ts'
import { daySchema, momentSchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { forecastGrains, forecastKinds } from './forecast.ts'

/** How long a quota may be for. A coarser one that is not there is the sum of the finer ones that are. */
export const quotaGrains = ['month', 'quarter', 'year'] as const
export type QuotaGrain = (typeof quotaGrains)[number]

/** Of what: won amount, its margin, won deals, or won amount of one product family. */
export const quotaMeasures = ['amount', 'margin', 'count', 'family'] as const
export type QuotaMeasure = (typeof quotaMeasures)[number]

const moneyOut = z.object({ amount: z.string(), currency: z.string() })
/** An amount in the company's currency; a number where deals are counted. */
const figure = z.union([z.number(), moneyOut])
const figureOrNone = z.union([z.number(), moneyOut, z.null()])
export type QuotaFigure = z.infer<typeof figure>

const measured = {
  measure: z.enum(quotaMeasures).default('amount'),
  /** The product family, of the measure by family. */
  family: z.string().trim().min(1).max(120).optional(),
}
const familyFits = ({ measure, family }: { measure: QuotaMeasure; family?: string | undefined }) =>
  (measure === 'family') === (family !== undefined)
const familyMisfits = {
  path: ['family'],
  message: 'Name a product family with the measure “family”, and only there',
}

/** Major units of the company's currency, or a whole number of deals. */
const target = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'Use a number such as 120000')
  .meta({ example: '120000' })

const year = z.coerce.number().int().min(1970).max(2999)

export const quotaRowSchema = z.object({
  kind: z.enum(['team', 'person']),
  id: z.string(),
  name: z.string(),
  team: z.string().nullable(),
  mayEdit: z.boolean(),
  /** One for each period, in order; null where there is none. */
  targets: z.array(figureOrNone),
  /** Of a team, what its people and the teams just below it have together. */
  sums: z.array(figureOrNone),
})
export type QuotaRow = z.infer<typeof quotaRowSchema>

export const quotaGridSchema = z.object({
  grain: z.enum(quotaGrains),
  year: z.number().int(),
  measure: z.enum(quotaMeasures),
  family: z.string().nullable(),
  currency: z.string(),
  /** First days of the year's periods. */
  periods: z.array(z.string()),
  /** Each team with its people and the teams below it. */
  rows: z.array(quotaRowSchema),
  /** Product families that a quota may be of. */
  families: z.array(z.string()),
})
export type QuotaGrid = z.infer<typeof quotaGridSchema>

export const attainmentRowSchema = z.object({
  kind: z.enum(forecastKinds),
  id: z.string().nullable(),
  name: z.string(),
  team: z.string().nullable(),
  quota: figureOrNone,
  /** Of a team or the company: what its people and the teams just below have together. */
  ofMembers: figureOrNone,
  won: figure,
  /** Won ÷ quota; null without a quota, or with one of 0. */
  attainment: z.number().nullable(),
  /** What should be won by now: the quota × the share of working days passed. */
  expected: figureOrNone,
  /** What is still to be won; 0 where the quota is met. */
  needed: figureOrNone,
  met: z.boolean(),
  /** Open amount expected to close in the period. */
  open: figure,
  /** Open ÷ needed; null without a quota, and where it is met. */
  coverage: z.number().nullable(),
  /** 1 ÷ win rate of the trailing twelve months; null where nothing was closed or won in them. */
  required: z.number().nullable(),
})
export type AttainmentRow = z.infer<typeof attainmentRowSchema>

export const attainmentSchema = z.object({
  from: z.string(),
  to: z.string(),
  measure: z.enum(quotaMeasures),
  family: z.string().nullable(),
  /** Working days of the period: those up to today, and all. */
  days: z.object({ passed: z.number().int(), of: z.number().int() }),
  rows: z.array(attainmentRowSchema),
  /** Won deals that the measure cannot count. */
  leftOut: z.array(z.object({ reason: z.enum(['no-amount', 'no-rate', 'no-cost']), n: z.number().int() })),
})
export type Attainment = z.infer<typeof attainmentSchema>

const tag = 'Quotas'
const see = { type: 'deal', action: 'see' } as const
const edit = { type: 'deal', action: 'edit' } as const

export const quotaRoutes = {
  grid: route({
    method: 'GET',
    path: '/quotas',
    who: see,
    summary: 'The quotas of a year by month, quarter or year, for each person and team',
    tag,
    query: z
      .object({ grain: z.enum(quotaGrains).default('quarter'), year: year.optional(), ...measured })
      .refine(familyFits, familyMisfits),
    output: quotaGridSchema,
  }),
  set: route({
    method: 'PUT',
    path: '/quotas',
    who: edit,
    summary: 'Set quotas, many at once: all or none; null takes one away',
    detail: 'Whoever may change everybody’s deals sets quotas. What a quota was before is kept.',
    tag,
    body: z
      .strictObject({
        grain: z.enum(quotaGrains),
        ...measured,
        cells: z
          .array(
            z
              .strictObject({
                user: idSchema.optional(),
                team: idSchema.optional(),
                /** First day of the period. */
                from: daySchema,
                target: target.nullable(),
              })
              .refine(({ user, team }) => (user === undefined) !== (team === undefined), {
                path: ['user'],
                message: 'Say either whose it is, or which team’s',
              }),
          )
          .min(1)
          .max(5_000),
      })
      .refine(familyFits, familyMisfits),
    example: {
      body: {
        grain: 'quarter',
        measure: 'amount',
        cells: [{ user: exampleId('user'), from: '2026-04-01', target: '120000' }],
      },
    },
    output: z.object({ set: z.number().int() }),
  }),
  copy: route({
    method: 'POST',
    path: '/quotas/copy',
    who: edit,
    summary: 'Copy the quotas of a period, or of a whole year, to another, scaled by a percentage',
    detail: 'Rounded half-even to the cent, or to whole deals. Quotas that are there stay unless replaced.',
    tag,
    body: z
      .strictObject({
        grain: z.enum(quotaGrains),
        ...measured,
        /** Any day of the period, or of the year, copied from, and of the one copied to. */
        from: daySchema,
        to: daySchema,
        span: z.enum(['period', 'year']).default('period'),
        /** 110 for a tenth more. */
        percent: z.number().min(0).max(1_000).default(100),
        replace: z.boolean().default(false),
      })
      .refine(familyFits, familyMisfits),
    example: {
      body: { grain: 'quarter', measure: 'amount', from: '2026-01-01', to: '2026-04-01', percent: 110 },
    },
    output: z.object({ set: z.number().int() }),
  }),
  attainment: route({
    method: 'GET',
    path: '/quotas/attainment',
    who: see,
    summary:
      'Quotas against what is won: attainment, pace, what is needed and whether the pipeline can give it',
    tag,
    query: z
      .object({
        grain: z.enum([...forecastGrains, 'year']).default('quarter'),
        day: daySchema.optional(),
        ...measured,
        asOf: momentSchema.optional().describe('Count only what was recorded before this moment.'),
      })
      .refine(familyFits, familyMisfits),
    output: attainmentSchema,
  }),
}
