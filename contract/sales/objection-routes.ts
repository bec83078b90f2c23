import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'

const answerSchema = z.object({
  id: z.string(),
  text: z.string(),
  /** How often it was given, and how often it held and did not, where that is known. */
  given: z.number().int(),
  held: z.number().int(),
  failed: z.number().int(),
})

const playSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** Sanitised HTML. */
  description: z.string().nullable(),
  files: z.number().int(),
  /** On how many deals it was raised, and how often in all. */
  deals: z.number().int(),
  raised: z.number().int(),
  answered: z.number().int(),
  held: z.number().int(),
  failed: z.number().int(),
  answers: z.array(answerSchema),
})
export type Play = z.infer<typeof playSchema>

const raisedSchema = z.object({
  id: z.string(),
  objection: z.object({ id: z.string(), title: z.string() }),
  person: z.object({ id: z.string(), title: z.string() }).nullable(),
  note: z.string(),
  raisedAt: z.string(),
  answer: z.object({ id: z.string(), text: z.string() }).nullable(),
  held: z.boolean().nullable(),
  answeredAt: z.string().nullable(),
})
export type Raised = z.infer<typeof raisedSchema>

const tag = 'Objections'
const figures = { given: 12, held: 8, failed: 3 }
const examplePlay: Play = {
  id: exampleId('objection'),
  title: 'Too expensive',
  description: '<p>Mostly said before they know what repairs cost them.</p>',
  files: 1,
  deals: 21,
  raised: 23,
  answered: 18,
  held: 11,
  failed: 5,
  answers: [{ id: exampleId('answer'), text: 'Show what a bike costs over five years', ...figures }],
}
const exampleRaised: Raised = {
  id: exampleId('raised'),
  objection: { id: exampleId('objection'), title: 'Too expensive' },
  person: { id: exampleId('person'), title: 'Ana Duarte' },
  note: 'Compared it with the cheapest',
  raisedAt: '2026-03-02T09:30:00.000Z',
  answer: null,
  held: null,
  answeredAt: null,
}
const ofDeal = idParams.extend({ raised: idSchema })

export const objectionRoutes = {
  playbook: route({
    method: 'GET',
    path: '/objections/playbook',
    who: { type: 'objection', action: 'see' },
    summary: 'Every objection with its answers, how often each was raised and how often the answer held',
    detail: 'Counted over the deals that the caller may see.',
    tag,
    output: z.object({ data: z.array(playSchema) }),
    example: { output: { data: [examplePlay] } },
  }),
  setAnswers: route({
    method: 'PUT',
    path: '/objections/{id}/answers',
    who: { type: 'objection', action: 'edit' },
    summary: 'Set the answers to an objection, the best first',
    detail: 'An answer left out is no longer offered; what was said with it stays.',
    tag,
    params: idParams,
    body: z.strictObject({
      answers: z
        .array(
          z.strictObject({
            id: idSchema.optional(),
            text: z.string().trim().min(1, 'Say the answer').max(4_000),
          }),
        )
        .max(50),
    }),
    example: { body: { answers: [{ text: 'Show what a bike costs over five years' }] } },
  }),
  list: route({
    method: 'GET',
    path: '/deals/{id}/objections',
    who: { type: 'deal', action: 'see' },
    summary: 'What was said against buying, and how it was answered, the latest first',
    tag,
    params: idParams,
    output: z.object({ data: z.array(raisedSchema) }),
    example: { output: { data: [exampleRaised] } },
  }),
  raise: route({
    method: 'POST',
    path: '/deals/{id}/objections',
    who: { type: 'deal', action: 'edit' },
    summary: 'Put down that an objection was raised',
    tag,
    status: 201,
    params: idParams,
    body: z.strictObject({
      objection: idSchema,
      /** Who raised it; the deal’s person, unless said. */
      person: idSchema.nullish(),
      note: z.string().trim().max(2_000).default(''),
    }),
    output: raisedSchema,
    example: { body: { objection: exampleId('objection'), note: exampleRaised.note }, output: exampleRaised },
  }),
  answer: route({
    method: 'PATCH',
    path: '/deals/{id}/objections/{raised}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Say which answer was given, and whether it held',
    tag,
    params: ofDeal,
    body: z.strictObject({
      /** One of the objection’s; null for an answer of one’s own. */
      answer: idSchema.nullable(),
      held: z.boolean().nullable().default(null),
    }),
    output: raisedSchema,
    example: {
      params: { id: exampleId('deal'), raised: exampleId('raised') },
      body: { answer: null, held: true },
      output: { ...exampleRaised, held: true, answeredAt: '2026-03-02T09:40:00.000Z' },
    },
  }),
  remove: route({
    method: 'DELETE',
    path: '/deals/{id}/objections/{raised}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Take back what was put down by mistake',
    tag,
    params: ofDeal,
    example: { params: { id: exampleId('deal'), raised: exampleId('raised') } },
  }),
}
