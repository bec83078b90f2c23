import { z } from 'zod'
import { pageOf, pageQuery, route } from '../http/route.ts'
import { moneySchema } from '../values/money.ts'

/**
 * Why something needs a member now, in the order in which it does:
 *  1. a meeting that runs or begins within a quarter of an hour, because somebody sits waiting;
 *  2. a lead whose time to respond is nearly or quite over, because it goes cold by the minute;
 *  3. tasks that are late, because they were promised;
 *  4. the rest of today by the clock: tasks and meetings share one place;
 *  5. the other leads that wait, while they still have time;
 *  6. a quote that the customer has looked at, because they are thinking of it now;
 *  7. a quote that soon lapses;
 *  8. a deal that should close by the end of this week;
 *  9. a deal gone quiet.
 */
export const dayReasons = [
  { reason: 'meetingNow', rank: 1, of: 'meeting' },
  { reason: 'leadUrgent', rank: 2, of: 'lead' },
  { reason: 'taskLate', rank: 3, of: 'task' },
  { reason: 'taskToday', rank: 4, of: 'task' },
  { reason: 'meetingToday', rank: 4, of: 'meeting' },
  { reason: 'leadWaiting', rank: 5, of: 'lead' },
  { reason: 'quoteViewed', rank: 6, of: 'quote' },
  { reason: 'quoteLapsing', rank: 7, of: 'quote' },
  { reason: 'dealClosing', rank: 8, of: 'deal' },
  { reason: 'dealQuiet', rank: 9, of: 'deal' },
] as const
export type DayReason = (typeof dayReasons)[number]['reason']
export type DayKind = (typeof dayReasons)[number]['of']

/** A quote soon lapses when its last day is at most as many days off. */
export const lapsingWithinDays = 3
/** A meeting is about to begin when there are at most as many minutes left. */
export const aboutToBegin = 15

const ranks = new Map<string, number>(dayReasons.map(({ reason, rank }) => [reason, rank]))
export const rankOf = (reason: DayReason): number => ranks.get(reason) ?? dayReasons.length

/** Where an item stands: by its reason, then by its moment, then by its record. */
export interface DayPlace {
  reason: DayReason
  /** ISO 8601 in UTC. */
  at: string
  id: string
}

/** The one order of a day: of reasons alike, what has waited longest or comes first stands first. */
export const inDayOrder = (a: DayPlace, b: DayPlace): number =>
  rankOf(a.reason) - rankOf(b.reason) ||
  Date.parse(a.at) - Date.parse(b.at) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

const titled = z.object({ id: z.string(), title: z.string() }).nullable()

export const dayItemSchema = z.object({
  /** The type of its record. */
  kind: z.enum(['task', 'lead', 'meeting', 'quote', 'deal']),
  reason: z.enum(dayReasons.map(({ reason }) => reason)),
  id: z.string(),
  title: z.string(),
  version: z.number().int(),
  /** The moment that orders it: when it is due, begins, was looked at, lapses, closes or has gone quiet. */
  at: z.string(),
  /** Of a meeting its end, of a lead from when it is urgent. */
  until: z.string().nullable(),
  person: titled,
  company: titled,
  deal: titled,
  amount: moneySchema.nullable(),
  /** Where a meeting is joined. */
  link: z.string().nullable(),
})
export type DayItem = z.infer<typeof dayItemSchema>

export const myDayRoute = route({
  method: 'GET',
  path: '/my-day',
  who: 'caller',
  summary: 'What needs the caller now, in the order in which it does',
  detail:
    'Tasks that are late or due today, leads that wait, meetings of today, quotes that were looked at or soon lapse, deals that should close this week and deals gone quiet: the caller’s own, each once. What has a follow-up for a later day, or was touched today, waits until then. A key has no day.',
  tag: 'My day',
  query: pageQuery,
  output: pageOf(dayItemSchema),
})
