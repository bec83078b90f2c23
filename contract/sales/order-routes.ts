import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { exampleId, idSchema } from '../values/id.ts'
import { currencySchema } from '../values/money.ts'
import {
  amountSchema,
  discountSchema,
  lineSchema,
  quantitySchema,
  shownDiscountSchema,
  taxRoundings,
} from './line.ts'

const text = (most: number) => z.string().trim().max(most)

const shownMoney = z.object({ amount: z.string(), currency: z.string() })

/** In major units; null where the caller's role hides what it tells. */
const shownAmount = z.string().nullable()

/** A line of an order, with what has become of it. Quantities are decimal strings, amounts in major units. */
const orderLineSchema = z.object({
  id: z.string(),
  ...lineSchema.omit({ cost: true }).shape,
  price: shownAmount,
  discount: shownDiscountSchema.nullable(),
  /** Basis points, as they were when it was confirmed. */
  taxRate: z.number().int(),
  net: shownAmount,
  taxAmount: shownAmount,
  total: shownAmount,
  delivered: z.string(),
  invoiced: z.string(),
  cancelled: z.string(),
  /** Units that were neither cancelled nor refunded, and how many are still to be delivered. */
  kept: z.string(),
  deliverable: z.string(),
  /** What can still be refunded of it, with tax. */
  refundable: shownAmount,
})
export type ShownOrderLine = z.infer<typeof orderLineSchema>

/** What of a product is missing in stock. */
const shortageSchema = z.object({ product: z.string(), name: z.string(), missing: z.number().int() })
export type Shortage = z.infer<typeof shortageSchema>

export const orderContentSchema = z.object({
  saves: z.number().int(),
  currency: z.string(),
  inclusive: z.boolean(),
  rounding: z.enum(taxRoundings),
  discount: shownDiscountSchema.nullable(),
  lines: z.array(orderLineSchema),
  /** Of a draft: what would have to be in stock before it can be confirmed. */
  missing: z.array(shortageSchema),
  invoices: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      kind: z.enum(['invoice', 'credit']),
      status: z.enum(['open', 'paid', 'credited']),
      issuedOn: z.string(),
      dueOn: z.string().nullable(),
      total: shownAmount,
      paid: shownAmount,
    }),
  ),
  payments: z.array(
    z.object({
      id: z.string(),
      paidOn: z.string(),
      amount: shownAmount,
      method: z.string().nullable(),
      reference: z.string().nullable(),
    }),
  ),
  /** What was taken back of it, the latest first. */
  reductions: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['cancelled', 'refunded']),
      on: z.string(),
      reason: z.string(),
      total: shownAmount,
      /** The credit note issued for it. */
      credit: z.object({ id: z.string(), number: z.string() }).nullable(),
    }),
  ),
  contracts: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
  /** What is left to do, in major units where it is money. */
  left: z.object({
    deliver: z.boolean(),
    /** What of it was not invoiced yet, with tax: in all, and of what was delivered. */
    invoice: shownAmount,
    invoiceDelivered: shownAmount,
    pay: shownAmount,
    /** Paid too much: kept for the customer. */
    credit: shownAmount,
    refund: shownAmount,
  }),
})
export type OrderContent = z.infer<typeof orderContentSchema>

const tag = 'Orders'
const edit = { type: 'order', action: 'edit' } as const
const on = daySchema.optional()
const reason = text(2_000).default('')
const quantities = z
  .array(z.strictObject({ line: idSchema, quantity: quantitySchema }))
  .min(1, 'Name a line')
  .max(300)

export const orderLinesInput = z.strictObject({
  lines: z.array(lineSchema).max(300, 'An order has up to 300 lines'),
  discount: discountSchema.nullable().default(null),
  /** How often the lines had been written when they were read: another number is refused with 412. */
  saves: z.number().int().optional(),
})
export type OrderLinesInput = z.infer<typeof orderLinesInput>

export const deliveryInput = z.strictObject({
  /** Today unless said. */
  on,
  /** All that is left unless said. */
  lines: quantities.optional(),
})

export const cancellationInput = z.strictObject({
  on,
  reason,
  /** What was paid for it is paid back; otherwise it stays the customer's credit. */
  payBack: z.boolean().default(true),
})

export const refundInput = z
  .strictObject({
    on,
    /** With tax. */
    amount: amountSchema.optional(),
    lines: quantities.optional(),
    reason,
    payBack: z.boolean().default(true),
  })
  .refine(({ amount, lines }) => amount === undefined || lines === undefined, {
    message: 'Give an amount or lines, not both',
    path: ['amount'],
  })

export const invoiceInput = z.strictObject({
  /** What of the order that was not invoiced yet. */
  of: z.enum(['all', 'delivered']).default('all'),
  issuedOn: on,
  /** Thirty days after it was issued, unless said. */
  dueOn: on,
  terms: text(10_000).default(''),
})

/** An order as a shop tells it. */
export const incomingOrder = z.strictObject({
  /** Which shop; with its id there the order is recognised when it comes again. */
  source: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'Use a short name in lower case, such as shop')
    .meta({ example: 'shop' }),
  externalId: z.string().trim().min(1).max(400).meta({ example: '10045' }),
  number: text(100).optional(),
  orderedOn: on,
  currency: currencySchema.optional(),
  company: idSchema.optional().meta({ example: exampleId('company') }),
  person: idSchema.optional().meta({ example: exampleId('person') }),
  /** The person with this address; made when there is nobody yet. */
  email: z.email().max(320).optional(),
  name: text(200).optional(),
  reference: text(200).optional(),
  inclusive: z.boolean().default(false),
  lines: z.array(lineSchema).min(1, 'Name at least one line').max(300),
  discount: discountSchema.nullable().default(null),
})
export type IncomingOrder = z.infer<typeof incomingOrder>

const verb = <B>(path: string, summary: string, body: z.ZodType<B>, example: unknown, detail?: string) =>
  route({
    method: 'POST',
    path,
    who: edit,
    summary,
    ...(detail && { detail }),
    tag,
    params: idParams,
    body,
    example: { body: example },
    output: orderContentSchema,
  })

const line = { name: 'Starter kit', quantity: '2', price: '1200.50' }

export const orderRoutes = {
  content: route({
    method: 'GET',
    path: '/orders/{id}/content',
    who: { type: 'order', action: 'see' },
    summary: 'An order’s lines, what became of them, and what is left to do',
    tag,
    params: idParams,
    output: orderContentSchema,
  }),
  lines: route({
    method: 'PUT',
    path: '/orders/{id}/lines',
    who: edit,
    summary: 'Write the lines of an order that is not confirmed yet; its totals follow',
    tag,
    params: idParams,
    body: orderLinesInput,
    example: { body: { lines: [line] } },
    output: orderContentSchema,
  }),
  confirm: verb(
    '/orders/{id}/confirm',
    'Confirm an order: it gets its number, and what it takes from stock is reserved',
    z.strictObject({ orderedOn: on }),
    {},
    'Refused with what is missing when there is not enough in stock.',
  ),
  deliver: verb(
    '/orders/{id}/deliver',
    'Note that an order was delivered, whole or in part',
    deliveryInput,
    {},
  ),
  cancel: verb(
    '/orders/{id}/cancel',
    'Cancel what of an order was not delivered',
    cancellationInput,
    { reason: 'Ordered twice' },
    'What was reserved is free again. What was invoiced of it is credited.',
  ),
  refund: verb(
    '/orders/{id}/refund',
    'Refund an order: an amount, lines, or all that is left of it',
    refundInput,
    { amount: '10.00', reason: 'Scratched' },
    'What was invoiced of it is credited.',
  ),
  invoice: verb(
    '/orders/{id}/invoices',
    'Issue an invoice for what of an order was not invoiced yet',
    invoiceInput,
    {},
    'It has the next number of its year and never changes.',
  ),
  incoming: route({
    method: 'POST',
    path: '/orders/incoming',
    who: edit,
    summary: 'Take over an order from a shop, confirmed, with its lines',
    detail:
      'Sent again with the same source and id it answers with the order that is there. Nothing is reserved in stock: the shop has sold it.',
    tag,
    body: incomingOrder,
    example: {
      body: {
        source: 'shop',
        externalId: '10045',
        email: 'ana@example.com',
        name: 'Ana Duarte',
        lines: [line],
      },
    },
    output: z.object({ id: z.string(), created: z.boolean(), total: shownMoney }),
  }),
}
