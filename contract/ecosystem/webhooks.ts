import { z } from 'zod'
import { eventTypes } from '../event-types.ts'
import { idParams, pageOf, pageQuery, route } from '../http/route.ts'
import { recordTypes } from '../record-types.ts'
import { filterSchema, type Filter } from '../records/filter.ts'

/**
 * Webhooks by the Standard Webhooks specification (https://www.standardwebhooks.com): what happens is posted to another
 * program's address, signed, and tried again for a day until it answers with 2xx.
 */

/** Seconds between the attempts at one message: at once, then ever less often, over a day in all. */
export const retrySeconds = [0, 5, 60, 300, 1_800, 7_200, 18_000, 25_200, 32_400] as const

/** After so many days without one message delivered, a webhook is switched off and administrators are told. */
export const daysOfFailure = 5

/** For so many hours after a secret was renewed, messages are signed with the old one too. */
export const hoursOfOldSecret = 24

/** So many days the log of deliveries reaches back. */
export const daysOfLog = 30

const patterns = [
  '*',
  ...new Set(eventTypes.map(({ type }) => `${type.split('.')[0]}.*`)),
  ...eventTypes.map(({ type }) => type),
]

const url = z
  .string()
  .trim()
  .max(2_000)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !new URL(text).username,
    'Use an address such as https://example.com/hook',
  )

const input = z.strictObject({
  name: z.string().trim().min(1, 'Name the receiver').max(200),
  url,
  /** Event types; `deal.*` is all of deals, `*` all there is. */
  events: z
    .array(z.enum(patterns, 'Use an event type, TYPE.* or *'))
    .min(1, 'Choose at least one event')
    .max(200),
  /** Only events of these records. */
  recordType: z.enum(recordTypes.map(({ name }) => name)).nullish(),
  filter: filterSchema.nullish(),
  enabled: z.boolean().optional(),
})
export type WebhookInput = z.infer<typeof input>

export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  recordType: z.string().nullable(),
  /** A filter as it was given. */
  filter: z.record(z.string(), z.unknown()).nullable() as unknown as z.ZodType<Filter | null>,
  enabled: z.boolean(),
  /** Why Throughline switched it off: nothing arrived for days, or the receiver said that it is gone. */
  disabledReason: z.enum(['failing', 'gone']).nullable(),
  failingSince: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Webhook = z.infer<typeof webhookSchema>

const secret = z.object({
  /** `whsec_` and the key in base64, for the receiver to verify with. Shown this once. */
  secret: z.string(),
})

export const deliverySchema = z.object({
  /** The message's `webhook-id`: the same at each attempt, so that a receiver can tell a repetition. */
  id: z.string(),
  eventId: z.string(),
  eventType: z.string(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  tries: z.number().int(),
  nextAt: z.string().nullable(),
  createdAt: z.string(),
  /** The last attempt: the answer's status, or why there was none. */
  status: z.number().int().nullable(),
  error: z.string().nullable(),
})
export type Delivery = z.infer<typeof deliverySchema>

export const attemptSchema = z.object({
  at: z.string(),
  status: z.number().int().nullable(),
  error: z.string().nullable(),
  /** The beginning of what was answered. */
  answer: z.string().nullable(),
  milliseconds: z.number().int(),
})

/** What is posted. */
export const messageSchema = z.object({
  type: z.string(),
  /** When it happened. */
  timestamp: z.string(),
  data: z.object({
    eventId: z.string(),
    recordedAt: z.string(),
    origin: z.string(),
    actorId: z.string().nullable(),
    subject: z.object({ type: z.string(), id: z.string(), version: z.number().int().nullable() }),
    personId: z.string().nullable(),
    companyId: z.string().nullable(),
    changes: z.record(z.string(), z.unknown()),
    details: z.record(z.string(), z.unknown()),
    /** The subject as it was when the message was made; null when it was gone for good. */
    record: z.record(z.string(), z.unknown()).nullable(),
  }),
})
export type Message = z.infer<typeof messageSchema>

const tag = 'Webhooks'
const who = 'administrator'

export const webhookRoutes = {
  list: route({
    method: 'GET',
    path: '/webhooks',
    who,
    summary: 'The webhooks, newest first',
    tag,
    output: z.object({ data: z.array(webhookSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/webhooks',
    who,
    summary: 'Tell another program what happens from now on',
    tag,
    body: input,
    example: {
      body: { name: 'Shop', url: 'https://shop.example.com/hook', events: ['deal.won', 'person.*'] },
    },
    status: 201,
    output: webhookSchema.extend(secret.shape),
    secret: true,
  }),
  update: route({
    method: 'PATCH',
    path: '/webhooks/{id}',
    who,
    summary: 'Change a webhook, or switch it off and on',
    tag,
    params: idParams,
    body: input.partial(),
    example: { body: { enabled: false } },
    output: webhookSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/webhooks/{id}',
    who,
    summary: 'Delete a webhook and its log',
    tag,
    params: idParams,
  }),
  renewSecret: route({
    method: 'POST',
    path: '/webhooks/{id}/secret',
    who,
    summary: 'A new secret; for a day messages are signed with both',
    tag,
    params: idParams,
    output: secret,
    secret: true,
  }),
  test: route({
    method: 'POST',
    path: '/webhooks/{id}/test',
    who,
    summary: 'Send a test message at once, and say how it went',
    tag,
    params: idParams,
    output: attemptSchema,
  }),
  deliveries: route({
    method: 'GET',
    path: '/webhooks/{id}/deliveries',
    who,
    summary: 'The log of messages, newest first',
    tag,
    params: idParams,
    query: pageQuery.extend({ state: deliverySchema.shape.state.optional() }),
    output: pageOf(deliverySchema),
  }),
  delivery: route({
    method: 'GET',
    path: '/webhooks/{id}/deliveries/{deliveryId}',
    who,
    summary: 'One message as it is sent, and each attempt',
    tag,
    params: idParams.extend({ deliveryId: idParams.shape.id }),
    output: deliverySchema.extend({ body: z.string(), attempts: z.array(attemptSchema) }),
  }),
  replay: route({
    method: 'POST',
    path: '/webhooks/{id}/replay',
    who,
    summary: 'Send messages again: those named, or all that failed since a moment',
    tag,
    params: idParams,
    body: z.union([
      z.strictObject({ deliveries: z.array(idParams.shape.id).min(1).max(1_000) }),
      z.strictObject({ failedSince: z.iso.datetime({ offset: true }) }),
    ]),
    output: z.object({ count: z.number().int() }),
  }),
}
