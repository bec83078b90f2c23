import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { amountSchema } from './line.ts'

const tag = 'Contracts'
const edit = { type: 'contract', action: 'edit' } as const
const reason = z.string().trim().max(2_000).default('')

/** What changed a contract, and from which day. Amounts a month, in major units of its currency. */
export const contractChangesSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['started', 'renewed', 'price', 'cancelled']),
      on: z.string(),
      before: z.string(),
      after: z.string(),
      reason: z.string(),
      actor: z.string().nullable(),
    }),
  ),
})
export type ContractChanges = z.infer<typeof contractChangesSchema>

export const contractRoutes = {
  changes: route({
    method: 'GET',
    path: '/contracts/{id}/changes',
    who: { type: 'contract', action: 'see' },
    summary: 'What a contract was worth a month from which day on, the latest first',
    tag,
    params: idParams,
    output: contractChangesSchema,
  }),
  price: route({
    method: 'POST',
    path: '/contracts/{id}/price',
    who: edit,
    summary: 'Change what a contract is worth a month, from a day on',
    tag,
    params: idParams,
    body: z.strictObject({ monthly: amountSchema, from: daySchema.optional(), reason }),
    example: { body: { monthly: '120.00', reason: 'Ten more bikes' } },
    output: contractChangesSchema,
  }),
  cancel: route({
    method: 'POST',
    path: '/contracts/{id}/cancel',
    who: edit,
    summary: 'Cancel a contract: at the end of its term, or on a day',
    tag,
    params: idParams,
    body: z.strictObject({
      /** The day from which it is no more; unless said, the end of the term that notice is in time for. */
      on: daySchema.optional(),
      reason,
    }),
    example: { body: { reason: 'They go on by themselves' } },
    output: contractChangesSchema,
  }),
}
