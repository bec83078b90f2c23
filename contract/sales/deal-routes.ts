import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { declaredTypes, type RecordTypes } from '../record-types.ts'
import { outputSchema, type AnyRecord } from '../records/value.ts'
import { moneySchema } from '../values/money.ts'
import { deal } from './deal.ts'

/** What `quietOn` says in a filter: the day has come. */
export const goneQuiet = {
  field: 'quietOn',
  op: 'within',
  value: { unit: 'day', from: -10_000, to: 1 },
} as const

const shared = { tag: deal.label.many, who: { type: 'deal', action: 'create' }, params: idParams } as const
const name = z.string().trim().min(1).max(2_000).optional()

/** What can be done with a deal beyond changing it; records come with a company’s own fields. */
export function dealRoutesWith(types: Pick<RecordTypes, 'of'>) {
  const record = outputSchema(types.of(deal.name)) as unknown as z.ZodType<AnyRecord>
  return {
    quiet: route({
      method: 'GET',
      path: '/deals/quiet',
      who: { type: 'deal', action: 'see' },
      summary: 'The caller’s open deals that nobody has touched for longer than their stage allows',
      detail: 'The longest quiet first. A key, which has no deals, is answered with none.',
      tag: deal.label.many,
      query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(60) }),
      output: z.object({ data: z.array(record) }),
    }),
    duplicate: route({
      ...shared,
      method: 'POST',
      path: '/deals/{id}/duplicate',
      summary: 'Open another deal like this one: its people and product come along, its quotes do not',
      body: z.strictObject({
        /** The deal’s, unless said. */
        name,
      }),
      example: { body: { name: 'Autumn collection' } },
      status: 201,
      output: record,
    }),
    split: route({
      ...shared,
      method: 'POST',
      path: '/deals/{id}/split',
      summary: 'Divide an open deal in two: one part of its amount becomes a deal of its own',
      detail:
        'What is left and what is split off come to the amount before, to the cent. Both know each other and keep the way so far; quotes stay with the first.',
      body: z.strictObject({
        name,
        /** Of the deal that is split off; in the deal’s currency, and less than it is worth. */
        amount: moneySchema,
      }),
      example: { body: { name: 'Second site', amount: { amount: '500.00', currency: 'EUR' } } },
      status: 201,
      output: z.object({
        /** What is left of it. */
        deal: record,
        /** The deal that was split off. */
        part: record,
        /** To be given to `/undo`, all of them. */
        events: z.array(z.string()),
      }),
    }),
  }
}

export const dealRoutes = dealRoutesWith(declaredTypes)
