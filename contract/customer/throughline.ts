import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { moneySchema } from '../values/money.ts'
import type { RecordType } from '../records/record-type.ts'

export const lineWings = ['marketing', 'sales', 'service'] as const
export const lineWingSchema = z.enum(lineWings)
export type LineWing = z.infer<typeof lineWingSchema>

/** A stretch of the line that one wing had the customer in its care; `to` is the next one's `from`, or today. */
export const segmentSchema = z.object({ wing: lineWingSchema, from: z.string(), to: z.string() })

/** Something that stands on the line. `first` is where it begins; `activity` stands for a day's notes, calls and the like. */
export const momentSchema = z.object({
  at: z.string(),
  kind: z.enum(['first', 'stage', 'milestone', 'activity']),
  wing: z.enum(['customer', 'team', ...lineWings]),
  /** The event's type, or the lifecycle stage that was entered. */
  type: z.string(),
  label: z.string(),
  /** What it is about: the deal's name, the source. */
  detail: z.string().nullable(),
  amount: moneySchema.nullable(),
  /** How many things of that day it stands for. */
  count: z.number().int(),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
})

/** Where the customer passes from one wing to the next. A hand-off that was a record of its own is a knot. */
export const passageSchema = z.object({
  at: z.string(),
  from: lineWingSchema,
  to: lineWingSchema,
  by: z.enum(['handoff', 'event', 'stage']),
  type: z.string(),
  label: z.string(),
  detail: z.string().nullable(),
  amount: moneySchema.nullable(),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
})

/** Something still open beside the line, such as a deal. */
export const branchSchema = z.object({
  from: z.string(),
  wing: lineWingSchema,
  title: z.string(),
  amount: moneySchema.nullable(),
  subject: z.object({ type: z.string(), id: z.string() }),
})

export const throughlineSchema = z.object({
  from: z.string(),
  to: z.string(),
  segments: z.array(segmentSchema),
  moments: z.array(momentSchema),
  passages: z.array(passageSchema),
  branches: z.array(branchSchema),
})
export type Throughline = z.infer<typeof throughlineSchema>
export type Segment = z.infer<typeof segmentSchema>
export type Moment = z.infer<typeof momentSchema>
export type Passage = z.infer<typeof passageSchema>
export type Branch = z.infer<typeof branchSchema>

export const throughlineRoute = (type: RecordType) =>
  route({
    method: 'GET',
    path: `/${type.plural}/{id}/throughline`,
    who: { type: type.name, action: 'see' },
    summary: `The line of a ${type.label.one.toLowerCase()} from first touch to today`,
    tag: type.label.many,
    params: idParams,
    output: throughlineSchema,
  })
