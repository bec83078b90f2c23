import { z } from 'zod'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { eventKinds, eventSchema, origins } from '../ledger/event-type.ts'
import type { RecordType } from '../records/record-type.ts'
import type { AnyRecord } from '../records/value.ts'
import { moneySchema } from '../values/money.ts'

const listOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z
    .string()
    .max(500)
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(z.enum(values)))

export const timelineQuery = pageQuery.extend({
  /** Only events of these wings, separated by commas. */
  wing: listOf(['customer', 'marketing', 'sales', 'service', 'team']).optional(),
  /** Only these kinds, separated by commas. */
  kind: listOf(eventKinds).optional(),
  /** Only what this member did. */
  actor: z.uuid('Use the id of a team member').optional(),
  origin: listOf(origins).optional(),
  /** Of each conversation by mail only the latest message, which says how many there are. */
  fold: z.stringbool().optional(),
  /** Only the messages of the conversation that this email is part of. */
  conversation: z.uuid('Use the id of an email').optional(),
})
export type TimelineQuery = z.infer<typeof timelineQuery>

/** An event as the timeline shows it; of a note, call, meeting or task with the record as it stands now. */
export const timelineEntrySchema = eventSchema.extend({
  /** What the subject is worth today, such as a deal's amount. */
  amount: moneySchema.nullable(),
  /** Of a folded conversation: how many messages of it stand on this timeline, and who wrote them. */
  thread: z.object({ count: z.number().int(), senders: z.array(z.string()) }).nullable(),
  record: (z.record(z.string(), z.unknown()) as unknown as z.ZodType<AnyRecord>).nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** Every type with a timeline of its own: the customer's, and what is done for a customer. */
export const hasTimeline = (type: RecordType): boolean => type.customer !== undefined

export const timelineRoute = (type: RecordType) =>
  route({
    method: 'GET',
    path: `/${type.plural}/{id}/timeline`,
    who: { type: type.name, action: 'see' },
    summary: `What happened with a ${type.label.one.toLowerCase()}, newest first`,
    tag: type.label.many,
    params: idParams,
    query: timelineQuery,
    output: pageOf(timelineEntrySchema).extend({
      /** What the ids among the changes are called, of the records that the caller may see. */
      titles: z.record(z.string(), z.string()),
    }),
  })
