import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { filterSchema } from '../records/filter.ts'
import { momentSchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'

const tag = 'Call lists'

/** What came of a call, in the words of a call's outcome. */
export const callOutcomes = [
  'reached',
  'no_answer',
  'left_message',
  'busy',
  'wrong_number',
  'not_interested',
  'call_back',
] as const
export type CallOutcome = (typeof callOutcomes)[number]

/** No list is longer. */
export const mostCalled = 10_000

const words = z.string().trim().max(20_000)

export const callListSchema = z.object({
  id: z.string(),
  name: z.string(),
  recordType: z.enum(['person', 'lead']),
  reason: z.string(),
  script: z.string(),
  shared: z.boolean(),
  pausedAt: z.string().nullable(),
  owner: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** Whether the caller may change it. */
  mayChange: z.boolean(),
  total: z.number().int(),
  /** Done with, skipped ones not included. */
  called: z.number().int(),
  /** Not to be called: by their wish, or without a number. */
  skipped: z.number().int(),
  /** Waiting for an hour of their own: a call back, or another try. */
  later: z.number().int(),
})
export type CallList = z.infer<typeof callListSchema>

const exampleList: CallList = {
  id: exampleId('call-lists'),
  name: 'Fair in March',
  recordType: 'person',
  reason: 'Left their card at the stand',
  script: 'Ask what they liked.',
  shared: true,
  pausedAt: null,
  owner: { id: exampleId('user'), title: 'Mira Sokolova' },
  mayChange: true,
  total: 40,
  called: 12,
  skipped: 2,
  later: 3,
}

export const queueEntrySchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), title: z.string() }),
  company: z.object({ id: z.string(), title: z.string() }).nullable(),
  lead: z.object({ id: z.string(), title: z.string(), interest: z.string().nullable() }).nullable(),
  jobTitle: z.string().nullable(),
  phone: z.string(),
  /** The person’s time zone; the organisation’s where it is not known. */
  zone: z.string(),
  zoneKnown: z.boolean(),
  tries: z.number().int(),
  /** The last touches, newest first. */
  history: z.array(
    z.object({
      type: z.enum(['call', 'note', 'meeting']),
      id: z.string(),
      at: z.string(),
      title: z.string(),
      outcome: z.string().nullable(),
    }),
  ),
})
export type QueueEntry = z.infer<typeof queueEntrySchema>

const nextSchema = z.object({
  entry: queueEntrySchema.nullable(),
  /** How many wait whose day has not begun or is over, and when the first can be called. */
  asleep: z.number().int(),
  asleepUntil: z.string().nullable(),
  /** Who was skipped on the way, and why. */
  skipped: z.array(z.object({ title: z.string(), reason: z.enum(['do_not_contact', 'no_phone']) })),
  list: callListSchema,
})
export type NextCall = z.infer<typeof nextSchema>

const entryParams = idParams.extend({ entry: idSchema })

export const callListRoutes = {
  list: route({
    method: 'GET',
    path: '/call-lists',
    who: { type: 'call', action: 'see' },
    summary: 'Your call lists and those that are shared, newest first',
    tag,
    example: { output: { data: [exampleList] } },
    output: z.object({ data: z.array(callListSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/call-lists',
    who: { type: 'call', action: 'create' },
    summary: 'Make a call list of people or leads: those chosen, or those that a filter finds now',
    detail: `It keeps who was found, at most ${mostCalled}, in the order of their names; who is found later does not join it.`,
    tag,
    status: 201,
    body: z.strictObject({
      name: words.min(1, 'Name the list').max(200),
      recordType: z.enum(['person', 'lead']),
      selection: z.union([
        z.strictObject({ ids: z.array(idSchema).min(1).max(mostCalled) }),
        z.strictObject({ filter: filterSchema.nullable(), q: z.string().max(200).optional() }),
      ]),
      /** Why they are called: told beside each. */
      reason: words.default(''),
      script: words.default(''),
      shared: z.boolean().default(false),
    }),
    example: {
      body: {
        name: 'Fair in March',
        recordType: 'person',
        selection: { ids: [exampleId('person')] },
        reason: 'Left their card at the stand',
        script: 'Ask what they liked.',
        shared: true,
      },
      output: exampleList,
    },
    output: callListSchema,
  }),
  get: route({
    method: 'GET',
    path: '/call-lists/{id}',
    who: { type: 'call', action: 'see' },
    summary: 'Get a call list with how far it has come',
    tag,
    params: idParams,
    example: { params: { id: exampleId('call-lists') }, output: exampleList },
    output: callListSchema,
  }),
  change: route({
    method: 'PATCH',
    path: '/call-lists/{id}',
    who: { type: 'call', action: 'create' },
    summary: 'Change what a call list says, who sees it, whose it is, or pause it for everybody',
    tag,
    params: idParams,
    body: z.strictObject({
      name: words.min(1, 'Name the list').max(200).optional(),
      reason: words.optional(),
      script: words.optional(),
      shared: z.boolean().optional(),
      paused: z.boolean().optional(),
      /** Hands it over to this member. */
      owner: idSchema.optional(),
    }),
    example: {
      params: { id: exampleId('call-lists') },
      body: { paused: true },
      output: { ...exampleList, pausedAt: '2026-03-02T09:30:00.000Z' },
    },
    output: callListSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/call-lists/{id}',
    who: { type: 'call', action: 'create' },
    summary: 'Delete a call list; the calls that were logged stay',
    tag,
    params: idParams,
    example: { params: { id: exampleId('call-lists') } },
  }),
  next: route({
    method: 'POST',
    path: '/call-lists/{id}/next',
    who: { type: 'call', action: 'create' },
    summary: 'Take the next person to call: nobody else gets them meanwhile',
    detail:
      'Call backs that are due come first. Who does not want to be called, or has no number, is skipped; who has night waits, unless `anyHour` is said. A person who is taken and not called is free again after 30 minutes. Asked again, it answers with the same person.',
    tag,
    params: idParams,
    body: z.strictObject({ anyHour: z.boolean().default(false) }),
    example: { params: { id: exampleId('call-lists') }, body: { anyHour: true } },
    output: nextSchema,
  }),
  release: route({
    method: 'POST',
    path: '/call-lists/{id}/entries/{entry}/release',
    who: { type: 'call', action: 'create' },
    summary: 'Give a person back who was taken and not called',
    tag,
    params: entryParams,
  }),
  finish: route({
    method: 'POST',
    path: '/call-lists/{id}/entries/{entry}/outcome',
    who: { type: 'call', action: 'create' },
    summary:
      'Say what came of a call: it is logged, with its next step, and the person is done with or waits',
    tag,
    params: entryParams,
    body: z.strictObject({
      outcome: z.enum(callOutcomes),
      note: words.default(''),
      /** When to call back; of the outcome `call_back` only. */
      callBackAt: momentSchema.optional(),
      next: z
        .strictObject({
          kind: z.enum(['task', 'meeting']),
          subject: words.min(1, 'Say what the next step is').max(2_000),
          at: momentSchema,
        })
        .optional(),
    }),
    example: { body: { outcome: 'reached', note: 'Wants an offer' } },
    output: z.object({
      call: z.string(),
      /** What to give back to take it all back. */
      events: z.array(z.string()),
    }),
  }),
  takeBack: route({
    method: 'POST',
    path: '/call-lists/{id}/entries/{entry}/undo',
    who: { type: 'call', action: 'create' },
    summary: 'Take back what you said of a call: the person is yours to call again',
    tag,
    params: entryParams,
    body: z.strictObject({ events: z.array(idSchema).min(1).max(10) }),
  }),
}
