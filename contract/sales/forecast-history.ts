import { z } from 'zod'
import { route } from '../http/route.ts'
import { daySchema, momentSchema } from '../values/dates.ts'
import { idSchema } from '../values/id.ts'
import { forecastGrains, periodQuery, scopeShape } from './forecast.ts'

const moneyOut = z.object({ amount: z.string(), currency: z.string() })
const whoSchema = z.object({ id: z.string(), title: z.string() }).nullable()

export const snapshotSchema = z.object({
  id: z.string(),
  /** The moment that it shows. */
  takenAt: z.string(),
  /** The Monday of its week. */
  weekOn: z.string(),
  /** Taken by the clock, as its week began. */
  weekly: z.boolean(),
  by: whoSchema,
})
export type ForecastSnapshot = z.infer<typeof snapshotSchema>

/**
 * What happened to the open amount of a period between two moments. In: opened, pulled in from another period, raised
 * into the column, taken over from somebody, grown. Out: won, lost, moved out, lowered, given away, shrunk, deleted.
 */
export const forecastChanges = [
  'new',
  'pulled_in',
  'raised',
  'taken',
  'grown',
  'shrunk',
  'given',
  'lowered',
  'moved_out',
  'lost',
  'removed',
  'won',
] as const
export type ForecastChange = (typeof forecastChanges)[number]

const changesQuery = periodQuery.extend({
  ...scopeShape,
  /** What of the open deals counts: commit alone, with the best case, or all that is not omitted. */
  column: z.enum(['commit', 'best_case', 'pipeline']).default('pipeline'),
  /** A snapshot, or a moment. */
  since: z
    .string()
    .max(64)
    .refine((text) => idSchema.safeParse(text).success || momentSchema.safeParse(text).success, {
      message: 'Use the id of a snapshot, or a moment such as 2026-03-31T09:30:00Z',
    })
    .meta({ example: '2026-01-05T00:00:00Z' }),
  /** A later snapshot, where `since` is one too; now unless said. */
  until: idSchema.optional(),
})

export const changesSchema = z.object({
  from: z.string(),
  to: z.string(),
  since: z.string(),
  until: z.string(),
  start: moneyOut,
  end: moneyOut,
  /** They add up from start to end exactly. Those of nothing are left out. */
  changes: z.array(z.object({ change: z.enum(forecastChanges), amount: moneyOut, deals: z.number().int() })),
})
export type ForecastChanges = z.infer<typeof changesSchema>

export const changedDealSchema = z.object({
  id: z.string(),
  /** Null of a deal that was deleted for good. */
  title: z.string().nullable(),
  change: z.enum(forecastChanges),
  before: moneyOut.nullable(),
  after: moneyOut.nullable(),
  amount: moneyOut,
})
export type ChangedDeal = z.infer<typeof changedDealSchema>

export const accuracySchema = z.object({
  grain: z.enum(forecastGrains),
  periods: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      /** What was won in it, as known today. */
      closed: moneyOut,
      /** What was said in each of its weeks, from 0. */
      weeks: z.array(
        z.object({
          week: z.number().int(),
          takenAt: z.string(),
          closed: moneyOut,
          commit: moneyOut,
          best_case: moneyOut,
          pipeline: moneyOut,
        }),
      ),
    }),
  ),
})
export type ForecastAccuracy = z.infer<typeof accuracySchema>

const tag = 'Forecast'
const see = { type: 'deal', action: 'see' } as const
const example = { query: { since: '2026-01-05T00:00:00Z' } }

export const forecastHistoryRoutes = {
  snapshots: route({
    method: 'GET',
    path: '/forecast/snapshots',
    who: see,
    summary: 'What was kept of the forecast, week by week and by hand, newest first',
    tag,
    output: z.object({ data: z.array(snapshotSchema) }),
  }),
  take: route({
    method: 'POST',
    path: '/forecast/snapshots',
    who: { type: 'deal', action: 'edit' },
    summary: 'Keep the forecast as it is now',
    tag,
    output: snapshotSchema,
    status: 201,
  }),
  changes: route({
    method: 'GET',
    path: '/forecast/changes',
    who: see,
    summary: 'What changed in the open amount of a period since a snapshot or moment, as a waterfall',
    tag,
    query: changesQuery,
    example,
    output: changesSchema,
  }),
  changed: route({
    method: 'GET',
    path: '/forecast/changes/deals',
    who: see,
    summary: 'The deals behind a change of the forecast, the largest first',
    tag,
    query: changesQuery.extend({
      change: z.enum(forecastChanges).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    example,
    output: z.object({ data: z.array(changedDealSchema), more: z.boolean() }),
  }),
  accuracy: route({
    method: 'GET',
    path: '/forecast/accuracy',
    who: see,
    summary:
      'How right earlier forecasts were: what was said in each week of past periods, against what was won',
    tag,
    query: z.object({
      grain: z.enum(forecastGrains).default('quarter'),
      ...scopeShape,
      /** How many past periods; the running one is not among them. */
      count: z.coerce.number().int().min(1).max(24).default(8),
      /** Periods that end by this day; today unless said. */
      day: daySchema.optional(),
    }),
    output: accuracySchema,
  }),
}
