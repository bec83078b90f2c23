import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { roleKey } from './deal-settings.ts'

/** How somebody stands to the deal. */
export const attitudes = ['supporting', 'neutral', 'opposing'] as const
export type Attitude = (typeof attitudes)[number]

const part = {
  role: roleKey.nullish(),
  attitude: z.enum(attitudes).nullish(),
  note: z.string().trim().max(2_000).default(''),
}

const partSchema = z.object({
  role: z.string().nullable(),
  attitude: z.enum(attitudes).nullable(),
  note: z.string(),
})
const dealPersonSchema = partSchema.extend({
  person: z.object({ id: z.string(), title: z.string(), jobTitle: z.string().nullable() }),
})
export type DealPerson = z.infer<typeof dealPersonSchema>
const personDealSchema = partSchema.extend({
  deal: z.object({ id: z.string(), title: z.string(), status: z.string() }),
})
export type PersonDeal = z.infer<typeof personDealSchema>

const tag = 'Buying roles'
const given = { role: 'champion', attitude: 'supporting', note: 'Tried it at home' } as const

export const dealPeopleRoutes = {
  list: route({
    method: 'GET',
    path: '/deals/{id}/people',
    who: { type: 'deal', action: 'see' },
    summary: 'Who has which part in buying',
    tag,
    params: idParams,
    output: z.object({ data: z.array(dealPersonSchema) }),
    example: {
      output: {
        data: [{ ...given, person: { id: exampleId('person'), title: 'Ana Duarte', jobTitle: 'Buyer' } }],
      },
    },
  }),
  set: route({
    method: 'PUT',
    path: '/deals/{id}/people/{person}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Say which part a person has in buying, and how they stand to it',
    tag,
    params: idParams.extend({ person: idSchema }),
    body: z.strictObject(part),
    example: { params: { id: exampleId('deal'), person: exampleId('person') }, body: given },
  }),
  remove: route({
    method: 'DELETE',
    path: '/deals/{id}/people/{person}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Say that a person has no part in buying',
    tag,
    params: idParams.extend({ person: idSchema }),
    example: { params: { id: exampleId('deal'), person: exampleId('person') } },
  }),
  ofPerson: route({
    method: 'GET',
    path: '/people/{id}/deal-roles',
    who: { type: 'person', action: 'see' },
    summary: 'The deals in which a person has a part, the open ones first',
    tag,
    params: idParams,
    output: z.object({ data: z.array(personDealSchema) }),
    example: {
      output: {
        data: [{ ...given, deal: { id: exampleId('deal'), title: 'Spring collection', status: 'open' } }],
      },
    },
  }),
}
