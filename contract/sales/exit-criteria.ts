import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'

/** The path that a problem names a checklist's item by: `checklist.` and its id. */
export const checklistPath = 'checklist.'

const label = z.string().trim().min(1, 'Say what is to be done').max(200)

/** A field of the deal that must be known, or something to be done. With an id it is one that there is already. */
const criterionInput = z.union([
  z.strictObject({ id: idSchema.optional(), field: z.string().min(1).max(100) }),
  z.strictObject({ id: idSchema.optional(), label }),
])

const criterionSchema = z.object({
  id: z.string(),
  stage: z.string(),
  /** One of the two. */
  field: z.string().nullable(),
  label: z.string().nullable(),
})
export type ExitCriterion = z.infer<typeof criterionSchema>

const askedSchema = criterionSchema.extend({
  /** Null of what its pipeline asks for, such as a next step. */
  id: z.string().nullable(),
  met: z.boolean(),
  /** Of an item of the checklist. */
  by: z.string().nullable(),
  at: z.string().nullable(),
})
export type Asked = z.infer<typeof askedSchema>

const tag = 'Exit criteria'
const exampleCriteria: ExitCriterion[] = [
  { id: exampleId('criterion'), stage: exampleId('stage'), field: 'amount', label: null },
  { id: exampleId('other criterion'), stage: exampleId('stage'), field: null, label: 'Budget confirmed' },
]

export const exitRoutes = {
  list: route({
    method: 'GET',
    path: '/exit-criteria',
    who: 'caller',
    summary: 'What deals have to bring before they leave each stage',
    tag,
    example: { output: { data: exampleCriteria } },
    output: z.object({ data: z.array(criterionSchema) }),
  }),
  set: route({
    method: 'PUT',
    path: '/stages/{id}/exit-criteria',
    who: { type: 'stage', action: 'edit' },
    summary: 'Say what a deal has to bring before it leaves a stage',
    detail:
      'In this order, in place of what was asked before. An item that keeps its id keeps what was ticked off.',
    tag,
    params: idParams,
    body: z.strictObject({ criteria: z.array(criterionInput).max(50) }),
    example: {
      body: { criteria: [{ field: 'amount' }, { label: 'Budget confirmed' }] },
      output: { data: exampleCriteria },
    },
    output: z.object({ data: z.array(criterionSchema) }),
  }),
  ofDeal: route({
    method: 'GET',
    path: '/deals/{id}/exit-criteria',
    who: { type: 'deal', action: 'see' },
    summary: 'What a deal is asked for in its stage, or on its way to another',
    tag,
    params: idParams,
    query: z.object({
      /** The stage that it is to move to; without it, what its present stage asks for. */
      to: idSchema.optional(),
    }),
    example: { query: {}, output: { data: [] } },
    output: z.object({ data: z.array(askedSchema) }),
  }),
  check: route({
    method: 'PUT',
    path: '/deals/{id}/checks/{criterion}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Tick an item of a stage’s checklist off, or not',
    tag,
    params: idParams.extend({ criterion: idSchema }),
    body: z.strictObject({ checked: z.boolean() }),
    example: {
      params: { id: exampleId('deal'), criterion: exampleId('criterion') },
      body: { checked: true },
    },
  }),
}
