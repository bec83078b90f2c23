import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { newOwnFieldSchema, ownFieldChangeSchema, ownFieldSchema } from './own-field.ts'

const shared = { tag: 'Own fields', who: 'administrator' } as const

/** What hangs on a field, so that nobody retires it unawares. */
export const ownFieldUseSchema = z.object({
  /** Records with a value, counted up to 10,000. */
  records: z.number().int(),
  /** Saved views that show it or ask for it; those of others that are not shared are only counted. */
  views: z.array(z.object({ id: z.string(), name: z.string(), filters: z.boolean() })),
  viewsOfOthers: z.number().int(),
  /** Saved mappings of imports that fill it. */
  mappings: z.array(z.string()),
  /** Formulas that read it; it cannot be retired before they are. */
  formulas: z.array(z.object({ recordType: z.string(), label: z.string() })),
})
export type OwnFieldUse = z.infer<typeof ownFieldUseSchema>

export const ownFieldRoutes = {
  list: route({
    ...shared,
    who: 'caller',
    method: 'GET',
    path: '/fields',
    summary: 'The fields that the company has added to its record types, in their order, retired ones last',
    output: z.object({
      data: z.array(ownFieldSchema),
      /** Counts up with every change of any field; pages that follow it know when to read again. */
      version: z.number().int(),
    }),
  }),
  add: route({
    ...shared,
    method: 'POST',
    path: '/fields',
    summary: 'Add a field to a record type; it is there at once, everywhere',
    body: newOwnFieldSchema,
    example: {
      body: {
        recordType: 'company',
        type: 'choice',
        label: 'Contract',
        options: [{ label: 'Monthly' }, { label: 'Yearly' }],
      },
    },
    output: ownFieldSchema,
    status: 201,
  }),
  change: route({
    ...shared,
    method: 'PATCH',
    path: '/fields/{id}',
    summary: 'Rename a field, or change what it asks for; its name in the API and its type stay',
    params: idParams,
    body: ownFieldChangeSchema,
    example: { body: { label: 'Contract term', help: 'As it was signed' } },
    output: ownFieldSchema,
  }),
  order: route({
    ...shared,
    method: 'PUT',
    path: '/fields/order',
    summary: 'Put the own fields of a record type in order; those not named follow',
    body: z.strictObject({ recordType: z.string().max(60), ids: z.array(z.uuid()).max(500) }),
    output: z.object({ data: z.array(ownFieldSchema) }),
  }),
  use: route({
    ...shared,
    method: 'GET',
    path: '/fields/{id}/use',
    summary: 'How many records have a value, and which views ask for it',
    params: idParams,
    output: ownFieldUseSchema,
  }),
  retire: route({
    ...shared,
    method: 'POST',
    path: '/fields/{id}/retire',
    summary: 'Take a field out of use; what records hold of it is kept',
    params: idParams,
    output: ownFieldSchema,
  }),
  restore: route({
    ...shared,
    method: 'POST',
    path: '/fields/{id}/restore',
    summary: 'Bring a retired field back, with all that records hold of it',
    params: idParams,
    output: ownFieldSchema,
  }),
}
