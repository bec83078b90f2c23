import { z } from 'zod'
import { route } from '../http/route.ts'
import { basisPointsSchema, taxRoundings } from './line.ts'

/** How a company quotes. A draft keeps how it counts taxes from when it was begun. */
export const quoteSettingsSchema = z.object({
  /** Prices are with tax. */
  inclusive: z.boolean(),
  rounding: z.enum(taxRoundings),
  /** How long a new quote is valid, in days. */
  validDays: z.number().int().min(1).max(730),
  /** The discount in basis points above which somebody has to approve; null for none. */
  discountLimit: basisPointsSchema.nullable(),
  /** The margin in basis points below which somebody has to approve; null for none. */
  marginLimit: basisPointsSchema.nullable(),
  /** What stands below every new quote. */
  terms: z.string().trim().max(10_000),
})
export type QuoteSettings = z.infer<typeof quoteSettingsSchema>

const tag = 'Quotes'

export const quoteSettingsRoutes = {
  read: route({
    method: 'GET',
    path: '/quote-settings',
    who: 'caller',
    summary: 'How the company quotes: taxes, validity, and what needs approval',
    tag,
    output: quoteSettingsSchema,
  }),
  change: route({
    method: 'PATCH',
    path: '/quote-settings',
    who: 'administrator',
    summary: 'Change how the company quotes; what is not named stays',
    tag,
    body: quoteSettingsSchema.partial().strict(),
    example: { body: { discountLimit: 1_500, validDays: 30 } },
    output: quoteSettingsSchema,
  }),
}
