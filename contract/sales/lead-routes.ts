import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { declaredTypes, type RecordTypes } from '../record-types.ts'
import { outputSchema, type AnyRecord } from '../records/value.ts'
import { daySchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { moneySchema } from '../values/money.ts'
import { deal } from './deal.ts'
import { answerInput, qualificationSchema, type Qualification } from './lead-qualification.ts'
import { lead } from './lead.ts'

const shared = { tag: lead.label.many, who: { type: 'lead', action: 'edit' }, params: idParams } as const

const reason = z.string().trim().min(1, 'Say why').max(2_000)

const unknown = { answer: 'unknown', note: '', by: null, at: null } as const
const exampleQualification: Qualification = {
  framework: { name: 'bant' },
  answers: [
    {
      criterion: 'budget',
      answer: 'yes',
      note: 'Signed off in March',
      by: 'Rui Costa',
      at: '2026-03-02T09:30:00.000Z',
    },
    { criterion: 'authority', ...unknown },
    { criterion: 'need', ...unknown },
    { criterion: 'timing', ...unknown },
  ],
  score: 25,
}

/** What can be done with a lead, each in one step; records come with a company’s own fields. */
export function leadRoutesWith(types: Pick<RecordTypes, 'of'>) {
  const record = outputSchema(types.of(lead.name)) as unknown as z.ZodType<AnyRecord>
  const dealRecord = outputSchema(types.of(deal.name)) as unknown as z.ZodType<AnyRecord>
  return {
    work: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/work',
      summary: 'Take a lead: it is the caller’s, and being worked',
      detail: 'A key has nobody to take it for: the lead then keeps its owner.',
      output: record,
    }),
    qualify: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/qualify',
      summary: 'Say that a lead is worth a deal, which is to come',
      output: record,
    }),
    disqualify: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/disqualify',
      summary: 'Say why a lead comes to nothing',
      body: z.strictObject({ reason }),
      example: { body: { reason: 'No budget this year' } },
      output: record,
    }),
    recycle: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/recycle',
      summary: 'Put a lead aside until a day on which it is new again',
      body: z.strictObject({ on: daySchema, reason: reason.optional() }),
      example: { body: { on: '2999-01-07', reason: 'Budget is set in January' } },
      output: record,
    }),
    reopen: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/reopen',
      summary: 'Make a lead new again that was decided about; its clock begins again',
      output: record,
    }),
    convert: route({
      ...shared,
      method: 'POST',
      path: '/leads/{id}/convert',
      summary: 'Open the deal that a lead leads to',
      detail:
        'One step: the deal takes over the person and their company, owner, source and product; the lead is qualified and knows its deal. Asked again, it answers with the same deal.',
      body: z.strictObject({
        /** The lead’s, unless said. */
        name: z.string().trim().min(1).max(2_000).optional(),
        /** The first, unless said. */
        pipeline: idSchema.optional(),
        amount: moneySchema.nullish(),
      }),
      example: { body: { name: '12 e-bikes', amount: { amount: '38400.00', currency: 'EUR' } } },
      output: z.object({ lead: record, deal: dealRecord }),
    }),
    qualification: route({
      ...shared,
      who: { type: 'lead', action: 'see' },
      method: 'GET',
      path: '/leads/{id}/qualification',
      summary: 'How far a lead qualifies, criterion by criterion',
      example: { output: exampleQualification },
      output: qualificationSchema,
    }),
    answer: route({
      ...shared,
      method: 'PUT',
      path: '/leads/{id}/qualification/{criterion}',
      summary: 'Say how well a lead meets a criterion, and how that is known',
      params: idParams.extend({ criterion: z.string().max(40) }),
      body: answerInput,
      example: {
        params: { id: exampleId('lead'), criterion: 'budget' },
        body: { answer: 'yes', note: 'Signed off in March' },
        output: exampleQualification,
      },
      output: qualificationSchema,
    }),
  }
}

export const leadRoutes = leadRoutesWith(declaredTypes)
