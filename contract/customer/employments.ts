import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'

const one = z.object({ id: z.string(), title: z.string() })

/** A person's time at a company. Both sides know it; the primary one is the person's company of today. */
export const employmentSchema = z.object({
  person: one.extend({ email: z.string().nullable(), phone: z.string().nullable() }),
  company: one,
  role: z.string().nullable(),
  startedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  primary: z.boolean(),
})
export type Employment = z.infer<typeof employmentSchema>

export const employmentInput = z
  .strictObject({
    role: z.string().trim().max(200).nullish(),
    startedOn: daySchema.nullish(),
    endedOn: daySchema.nullish(),
    /** Make it the person's company of today. */
    primary: z.boolean().optional(),
  })
  .refine(({ startedOn, endedOn }) => !startedOn || !endedOn || startedOn <= endedOn, {
    path: ['endedOn'],
    error: 'It cannot have ended before it began',
  })
export type EmploymentInput = z.infer<typeof employmentInput>

const output = z.object({ data: z.array(employmentSchema) })
const pair = idParams.extend({ company: z.uuid('Use the id of a company') })

export const employmentRoutes = {
  ofPerson: route({
    method: 'GET',
    path: '/people/{id}/employments',
    who: { type: 'person', action: 'see' },
    summary: 'Where a person works and has worked',
    tag: 'People',
    params: idParams,
    output,
  }),
  ofCompany: route({
    method: 'GET',
    path: '/companies/{id}/employments',
    who: { type: 'company', action: 'see' },
    summary: 'Who works and has worked at a company',
    tag: 'Companies',
    params: idParams,
    output,
  }),
  set: route({
    method: 'PUT',
    path: '/people/{id}/employments/{company}',
    who: { type: 'person', action: 'edit' },
    summary: 'Say when and as what a person works at a company; what is absent stays',
    tag: 'People',
    params: pair,
    body: employmentInput,
    example: { body: { role: 'Head of purchasing', startedOn: '2024-01-01', primary: true } },
    output,
  }),
  remove: route({
    method: 'DELETE',
    path: '/people/{id}/employments/{company}',
    who: { type: 'person', action: 'edit' },
    summary: 'Forget that a person works at a company',
    tag: 'People',
    params: pair,
    output,
  }),
}
