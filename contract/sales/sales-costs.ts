import { z } from 'zod'
import { channels } from '../customer/channel.ts'
import { route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { moneySchema } from '../values/money.ts'

/** What a month of selling costs, by kind. Marketing spend may be told apart by channel. */
export const costKinds = ['salaries', 'tools', 'other', 'marketing'] as const
export type CostKind = (typeof costKinds)[number]

const monthSchema = daySchema.refine((day) => day.endsWith('-01'), 'Give the first day of a month')
const channelSchema = z.enum(channels.map(({ value }) => value))

export const salesCostSchema = z.object({
  month: z.string(),
  kind: z.enum(costKinds),
  channel: channelSchema.nullable(),
  amount: z.object({ amount: z.string(), currency: z.string() }),
})
export type SalesCost = z.infer<typeof salesCostSchema>

const positive = moneySchema.refine(
  ({ amount }) => !amount.startsWith('-'),
  'A cost is not below zero. Give what was paid.',
)

const costChangeSchema = z
  .strictObject({
    month: monthSchema,
    kind: z.enum(costKinds),
    /** Of marketing spend only. */
    channel: channelSchema.nullable().default(null),
    /** Null is not known; zero is zero. */
    amount: positive.nullable(),
  })
  .refine(({ kind, channel }) => channel === null || kind === 'marketing', {
    path: ['channel'],
    message: 'Only marketing spend has a channel',
  })
export type CostChange = z.infer<typeof costChangeSchema>

const longestLag = 1_095

const tag = 'Sales costs'
const exampleCost = {
  month: '2026-02-01',
  kind: 'salaries',
  channel: null,
  amount: { amount: '18400.00', currency: 'EUR' },
} as const

export const salesCostRoutes = {
  list: route({
    method: 'GET',
    path: '/sales-costs',
    who: 'caller',
    summary: 'What selling costs by month: salaries, tools, other, and marketing spend',
    detail: 'For owners, administrators and managers.',
    tag,
    query: z.object({
      /** First day that counts, and the first that does not. */
      from: daySchema.optional(),
      to: daySchema.optional(),
    }),
    example: { query: { from: '2026-01-01', to: '2027-01-01' } },
    output: z.object({
      /** The organisation's currency, in which all costs are. */
      currency: z.string(),
      data: z.array(salesCostSchema),
      /** Days between paying for a customer and winning them; null is the median sales cycle. */
      lagDays: z.number().int().nullable(),
    }),
  }),
  set: route({
    method: 'PUT',
    path: '/sales-costs',
    who: 'caller',
    summary: 'Set what selling cost in months; what is not named stays, null takes an amount away',
    detail: 'For owners, administrators and managers. All of it is set, or nothing.',
    tag,
    body: z.strictObject({ costs: z.array(costChangeSchema).min(1).max(1_000) }),
    example: { body: { costs: [exampleCost] } },
    output: z.object({ data: z.array(salesCostSchema).describe('Those that differ from what was there.') }),
  }),
  lag: route({
    method: 'PUT',
    path: '/sales-costs/lag',
    who: 'caller',
    summary: 'Set how long after being paid for a customer is won; null for the median sales cycle',
    detail: 'For owners, administrators and managers.',
    tag,
    body: z.strictObject({ lagDays: z.number().int().min(0).max(longestLag).nullable() }),
    example: { body: { lagDays: 45 } },
    output: z.object({ lagDays: z.number().int().nullable() }),
  }),
}
