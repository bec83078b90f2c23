import { z } from 'zod'
import type { Wing } from '../records/record-type.ts'

/** What a timeline may be narrowed to: what was said and met, what changed, and what moved the customer on. */
export const eventKinds = ['activity', 'message', 'milestone', 'handoff', 'change'] as const
export type EventKind = (typeof eventKinds)[number]

export interface EventType {
  type: string
  wing: Wing
  kind: EventKind
  /** What happened, without its subject: "Deal won". */
  label: string
  /** The customer passes from the care of one wing into that of the next. */
  passage?: { from: Wing; to: Wing }
  /** On the customer's throughline the subject is something open from now on, or is settled. */
  branch?: 'opens' | 'settles'
  /** Fields of its subject that it tells by being there, or in its data: who is not to know one of them is not shown it. */
  tells?: readonly string[]
  /** Of the company's machinery, and told to its administrators: something was switched off. */
  notice?: true
}

export const origins = ['web', 'api', 'import', 'sample', 'automation', 'system'] as const

/**
 * A field's value before and after, as the API shows values; null for nothing. Two items, described as a plain array
 * because the serialiser cannot tell a tuple's untyped items apart.
 */
export const changeSchema = z.array(z.unknown()) as unknown as z.ZodType<[before: unknown, after: unknown]>

/** One entry of the ledger: timeline entry and audit trail at once. */
export const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  /** When it happened; `recordedAt` is when it was written down. */
  at: z.string(),
  recordedAt: z.string(),
  origin: z.enum(origins),
  actor: z.object({ id: z.string(), title: z.string() }).nullable(),
  subject: z.object({
    type: z.string(),
    id: z.string(),
    title: z.string().nullable(),
    version: z.number().int().nullable(),
  }),
  person: z.object({ id: z.string(), title: z.string() }).nullable(),
  company: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** From what to what, by field. */
  changes: z.record(z.string(), changeSchema),
  /** What else the event type says of itself. */
  data: z.record(z.string(), z.unknown()),
})
export type LedgerEvent = z.infer<typeof eventSchema>

/** What is pushed to a page that listens: enough to know what to read again. */
export const liveEventSchema = z.object({
  id: z.string(),
  type: z.string(),
  subjectType: z.string(),
  subjectId: z.string(),
  version: z.number().int().nullable(),
  personId: z.string().nullable(),
  companyId: z.string().nullable(),
  actorId: z.string().nullable(),
})
export type LiveEvent = z.infer<typeof liveEventSchema>
