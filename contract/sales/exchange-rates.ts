import { z } from 'zod'
import { route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { currencySchema } from '../values/money.ts'

const tag = 'Exchange rates'

/** What one unit of a currency is worth in the organisation's, from a day on until the next rate. */
export const exchangeRateSchema = z.object({
  currency: currencySchema,
  fromOn: daySchema,
  /** A decimal number as text, so that no digit is lost. */
  rate: z.string(),
})
export type ExchangeRate = z.infer<typeof exchangeRateSchema>

export const rateSchema = z
  .string()
  .regex(/^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,12})?$/, 'Use a positive decimal number, such as 0.92')

const example = { params: { currency: 'USD', fromOn: '2026-01-01' }, body: { rate: '0.92' } }

const rateParams = z.object({ currency: currencySchema, fromOn: daySchema })

export const exchangeRateRoutes = {
  list: route({
    method: 'GET',
    path: '/exchange-rates',
    who: 'caller',
    summary: 'List exchange rates, each currency’s newest first, and the currencies of deals that lack one',
    tag,
    output: z.object({
      /** The organisation's currency, into which all rates lead. */
      currency: z.string(),
      data: z.array(exchangeRateSchema),
      /** Currencies with deals that count nowhere for want of a rate, and the earliest day it is wanted for. */
      missing: z.array(
        z.object({ currency: z.string(), deals: z.number().int(), since: z.string().nullable() }),
      ),
    }),
  }),
  set: route({
    method: 'PUT',
    path: '/exchange-rates/{currency}/{fromOn}',
    who: 'administrator',
    summary: 'Set the rate of a currency from a day on; deals that closed without one are filled in',
    tag,
    params: rateParams,
    body: z.strictObject({ rate: rateSchema }),
    example,
    output: exchangeRateSchema.extend({
      /** Closed deals whose amount is known in the organisation's currency from now on. */
      filled: z.number().int(),
    }),
  }),
  remove: route({
    method: 'DELETE',
    path: '/exchange-rates/{currency}/{fromOn}',
    who: 'administrator',
    summary: 'Delete a rate; deals that closed by it keep their amount',
    tag,
    params: rateParams,
    example: { params: example.params },
  }),
}
