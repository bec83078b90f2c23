import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { moneySchema } from '../values/money.ts'

const tag = 'Orders'
const edit = { type: 'payment', action: 'edit' } as const

/** An order that a payment may be for, and what speaks for it. */
export const matchSchema = z.object({
  order: z.object({ id: z.string(), title: z.string() }),
  invoice: z.object({ id: z.string(), number: z.string() }).nullable(),
  /** What of it is open, in major units of its currency. */
  open: z.string(),
  currency: z.string(),
  by: z.array(z.enum(['number', 'amount', 'customer'])),
})
export type Match = z.infer<typeof matchSchema>

export const paymentRoutes = {
  incoming: route({
    method: 'POST',
    path: '/payments/incoming',
    who: edit,
    summary: 'Record a payment that another system tells of; it is matched where its reference says so',
    detail: 'Sent again with the same source and id it answers with the payment that is there.',
    tag,
    body: z.strictObject({
      source: z
        .string()
        .trim()
        .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'Use a short name in lower case, such as bank')
        .meta({ example: 'bank' }),
      externalId: z.string().trim().min(1).max(400).meta({ example: '2026-00451' }),
      amount: moneySchema,
      paidOn: daySchema,
      method: z.enum(['transfer', 'card', 'debit', 'cash', 'other']).default('transfer'),
      reference: z.string().trim().max(1_000).default(''),
      order: idSchema.optional().meta({ example: exampleId('order') }),
    }),
    example: {
      body: {
        source: 'bank',
        externalId: '2026-00451',
        amount: { amount: '246.00', currency: 'EUR' },
        paidOn: '2026-02-10',
        reference: 'INV-2026-0007',
      },
    },
    output: z.object({ id: z.string(), created: z.boolean(), order: z.string().nullable() }),
  }),
  matches: route({
    method: 'GET',
    path: '/payments/{id}/matches',
    who: { type: 'payment', action: 'see' },
    summary: 'Orders that a payment may be for, the likeliest first',
    tag,
    params: idParams,
    output: z.object({ data: z.array(matchSchema) }),
  }),
}
