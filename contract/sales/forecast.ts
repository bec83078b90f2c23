import { z } from 'zod'
import { route } from '../http/route.ts'
import { daySchema, momentSchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { moneySchema } from '../values/money.ts'

/** By what a forecast is asked: the company's weeks from Monday, months and quarters. */
export const forecastGrains = ['week', 'month', 'quarter'] as const
export type ForecastGrain = (typeof forecastGrains)[number]

/** In which an open deal stands: its own category, else its stage's. Those left out count nowhere. */
export const openCategories = ['commit', 'best_case', 'pipeline', 'omitted'] as const
export type OpenCategory = (typeof openCategories)[number]

/** Fields of a deal that a forecast tells of: without knowing them all, nobody reads it. */
export const forecastTells = [
  'status',
  'stage',
  'amount',
  'owner',
  'expectedCloseOn',
  'closedOn',
  'forecastCategory',
] as const

/** Each takes in the ones before it: what is won, what is committed, the best case, all that is open. */
export const forecastColumns = ['closed', 'commit', 'best_case', 'pipeline'] as const
export type ForecastColumn = (typeof forecastColumns)[number]

const moneyOut = z.object({ amount: z.string(), currency: z.string() })
const whoSchema = z.object({ id: z.string(), title: z.string() }).nullable()

export const periodQuery = z.object({
  grain: z.enum(forecastGrains).default('quarter'),
  /** Any day of the period; today unless said. */
  day: daySchema.optional(),
})

export const submissionSchema = z.object({
  column: z.enum(forecastColumns),
  /** Null where it was withdrawn. */
  amount: moneyOut.nullable(),
  reason: z.string(),
  by: whoSchema,
  at: z.string(),
})
export type Submission = z.infer<typeof submissionSchema>

/** Whose figures: the company's, a team's with all teams below, a person's, or those of deals without an owner. */
export const forecastKinds = ['company', 'team', 'person', 'nobody'] as const

const byColumn = <T extends z.ZodType>(of: T) =>
  z.object({ closed: of, commit: of, best_case: of, pipeline: of })

export const forecastRowSchema = z.object({
  kind: z.enum(forecastKinds),
  id: z.string().nullable(),
  name: z.string(),
  /** The team above. */
  team: z.string().nullable(),
  columns: byColumn(moneyOut),
  /** How many deals each column counts. */
  deals: byColumn(z.number().int()),
  /** What was said by hand, the latest of each column. */
  submitted: z.array(submissionSchema),
  /** Whether the reader may say an amount by hand here. */
  maySubmit: z.boolean(),
})
export type ForecastRow = z.infer<typeof forecastRowSchema>

export const forecastSchema = z.object({
  grain: z.enum(forecastGrains),
  from: z.string(),
  to: z.string(),
  asOf: z.string().nullable(),
  /** The company first, then each team with its people and the teams below. */
  rows: z.array(forecastRowSchema),
  /** Deals of the period that no column counts, and why. */
  leftOut: z.array(z.object({ reason: z.enum(['no-amount', 'no-rate']), n: z.number().int() })),
})
export type Forecast = z.infer<typeof forecastSchema>

/** Whose deals: a person's, a team's with those below, or nobody's; all unless said. */
export const scopeShape = {
  owner: idSchema.optional(),
  team: idSchema.optional(),
  unowned: z.stringbool().optional(),
}

export const forecastDealSchema = z.object({
  id: z.string(),
  title: z.string(),
  owner: whoSchema,
  stage: z.string(),
  status: z.enum(['open', 'won']),
  /** Where it counts: closed, or the category of an open deal. */
  category: z.enum([...openCategories, 'closed']),
  /** The deal's own category; null where its stage's counts. */
  own: z.enum(openCategories).nullable(),
  stageCategory: z.string(),
  /** Why it has its own. */
  why: z.object({ reason: z.string(), by: whoSchema, at: z.string() }).nullable(),
  /** In the company's currency; null without an amount or a rate. */
  amount: moneyOut.nullable(),
  /** Expected close of an open deal, the closing day of a won one. */
  on: z.string(),
  mayEdit: z.boolean(),
})
export type ForecastDeal = z.infer<typeof forecastDealSchema>

const reasonSchema = z.string().trim().min(1, 'Say why').max(1_000, 'Say it in at most 1,000 characters')

const tag = 'Forecast'
const see = { type: 'deal', action: 'see' } as const
const asOf = momentSchema
  .optional()
  .describe('Count only what was recorded before this moment: owners, teams, amounts, stages, rates of then.')

const moneyExample = { amount: '120000.00', currency: 'EUR' }

export const forecastRoutes = {
  read: route({
    method: 'GET',
    path: '/forecast',
    who: see,
    summary: 'Forecast a period: closed, commit, best case and pipeline by person and team',
    detail:
      'Open deals count by their expected close, won ones by the day they closed, in the company’s currency. Columns add up from the left.',
    tag,
    query: periodQuery.extend({ asOf }),
    output: forecastSchema,
  }),
  deals: route({
    method: 'GET',
    path: '/forecast/deals',
    who: see,
    summary: 'The deals behind a forecast, the largest first',
    tag,
    query: periodQuery.extend({
      asOf,
      ...scopeShape,
      /** Only what this column counts; with the ones omitted unless said. */
      column: z.enum(forecastColumns).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    output: z.object({ data: z.array(forecastDealSchema), more: z.boolean() }),
  }),
  setCategory: route({
    method: 'PUT',
    path: '/deals/{id}/forecast-category',
    who: { type: 'deal', action: 'edit' },
    summary: 'Put a deal into another category than its stage’s, and say why',
    tag,
    params: z.object({ id: idSchema }),
    body: z.strictObject({ category: z.enum(openCategories).nullable(), reason: reasonSchema }),
    example: { body: { category: 'commit', reason: 'The board has signed it off' } },
    output: z.object({ id: z.string(), category: z.enum(openCategories).nullable() }),
  }),
  submit: route({
    method: 'POST',
    path: '/forecast/submissions',
    who: { type: 'deal', action: 'edit' },
    summary: 'Say an amount of your own for a person or team and column, and why',
    detail: 'It stands beside what is computed. What was said before is kept; null withdraws it.',
    tag,
    body: z
      .strictObject({
        grain: z.enum(forecastGrains),
        day: daySchema,
        user: idSchema.optional(),
        team: idSchema.optional(),
        column: z.enum(['commit', 'best_case', 'pipeline']),
        amount: moneySchema.nullable(),
        reason: reasonSchema,
      })
      .refine(({ user, team }) => (user === undefined) !== (team === undefined), {
        path: ['user'],
        message: 'Say either whose it is, or which team’s',
      }),
    example: {
      body: {
        grain: 'quarter',
        day: '2026-04-01',
        user: exampleId('user'),
        column: 'commit',
        amount: moneyExample,
        reason: 'Two deals will slip',
      },
    },
    output: submissionSchema,
  }),
  submissions: route({
    method: 'GET',
    path: '/forecast/submissions',
    who: see,
    summary: 'All that was ever said by hand for a period, newest first',
    tag,
    query: periodQuery,
    output: z.object({
      data: z.array(
        submissionSchema.extend({
          kind: z.enum(['team', 'person']),
          of: z.object({ id: z.string(), title: z.string() }),
        }),
      ),
    }),
  }),
}
