import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { currencySchema, moneySchema } from '../values/money.ts'
import { charges } from './line-charges.ts'
import { basisPointsSchema, quantitySchema } from './line.ts'
import { customerGroups } from '../customer/customer-group.ts'

export const taxRateSchema = z.object({
  tax: z.string(),
  name: z.string(),
  fromOn: daySchema,
  /** Basis points. */
  rate: basisPointsSchema,
  /** It is the one that counts today. */
  current: z.boolean(),
})
export type TaxRate = z.infer<typeof taxRateSchema>

const tag = 'Tax classes'
const rateParams = z.object({ id: idSchema, fromOn: daySchema })
const edit = { type: 'tax', action: 'edit' } as const

export const taxRoutes = {
  list: route({
    method: 'GET',
    path: '/taxes/rates',
    who: { type: 'tax', action: 'see' },
    summary: 'List the rates of all tax classes, each class’s newest first',
    tag,
    output: z.object({ data: z.array(taxRateSchema) }),
  }),
  set: route({
    method: 'PUT',
    path: '/taxes/{id}/rates/{fromOn}',
    who: edit,
    summary: 'Set the rate of a tax class from a day on; what was sent keeps its own',
    tag,
    params: rateParams,
    body: z.strictObject({ rate: basisPointsSchema }),
    example: { body: { rate: 2_300 } },
    output: z.object({ data: z.array(taxRateSchema) }),
  }),
  remove: route({
    method: 'DELETE',
    path: '/taxes/{id}/rates/{fromOn}',
    who: edit,
    summary: 'Delete a rate of a tax class',
    tag,
    params: rateParams,
    output: z.object({ data: z.array(taxRateSchema) }),
  }),
}

const offerSchema = z.object({
  list: z.string(),
  group: z.enum(customerGroups.map(({ value }) => value)).nullable(),
  fromOn: z.string().nullable(),
  toOn: z.string().nullable(),
  fromQuantity: z.number(),
  price: moneySchema,
})

const offered = { price: moneySchema.nullable(), offers: z.array(offerSchema) }

/** All that a line needs of its product: `priceFor` picks the price. */
export const productOffersSchema = z.object({
  ...offered,
  id: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  charged: z.enum(charges.map(({ value }) => value)),
  term: z.number().int(),
  /** The tax class: its own, or the standard one. */
  tax: z.string().nullable(),
  /** Of one; of a bundle without its own, of its parts. Null where it is not known, or not for the caller to see. */
  cost: moneySchema.nullable(),
  bundle: z.enum(['whole', 'sum']).nullable(),
  parts: z.array(z.object({ ...offered, product: z.string(), name: z.string(), quantity: z.string() })),
})
export type ProductOffers = z.infer<typeof productOffersSchema>

const part = z.strictObject({ product: idSchema, quantity: quantitySchema })

export const productRoutes = {
  offers: route({
    method: 'GET',
    path: '/products/{id}/offers',
    who: { type: 'product', action: 'see' },
    summary: 'The prices that may count for a product, with what a quote’s line needs of it',
    tag: 'Products',
    params: idParams,
    query: z.object({ currency: currencySchema.optional() }),
    output: productOffersSchema,
  }),
  setParts: route({
    method: 'PUT',
    path: '/products/{id}/parts',
    who: { type: 'product', action: 'edit' },
    summary: 'Say what a bundle is made of; no bundle is part of another',
    tag: 'Products',
    params: idParams,
    body: z.strictObject({
      parts: z
        .array(part)
        .max(50)
        .refine(
          (parts) => new Set(parts.map(({ product }) => product)).size === parts.length,
          'A product is here twice. Add up how many there are.',
        ),
    }),
    example: { body: { parts: [{ product: exampleId('other product'), quantity: '2' }] } },
    output: productOffersSchema,
  }),
}
