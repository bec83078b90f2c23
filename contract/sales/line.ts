import { z } from 'zod'
import { exampleId, idSchema } from '../values/id.ts'
import { toMinor } from '../values/money.ts'
import { charges } from './line-charges.ts'

/** Whether each line's tax is rounded, or the tax of all lines with one rate together. */
export const taxRoundings = ['line', 'total'] as const
export type TaxRounding = (typeof taxRoundings)[number]

/** One is 10,000: 1,900 is 19 %. */
export const basisPointsSchema = z.number().int().min(0).max(10_000).meta({ example: 1_000 })

/** A decimal string with up to three places; compared and multiplied as thousandths. */
export const quantitySchema = z
  .string()
  .regex(/^(?!0+(\.0+)?$)\d{1,9}(\.\d{1,3})?$/, 'Use a quantity above zero, such as 2 or 1.5')
  .meta({ example: '2' })

/** Major units of the currency that the line is in. */
export const amountSchema = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'Use an amount such as 1200.50')
  .meta({ example: '1200.50' })

/** So many basis points of what it is taken from, or an amount. */
export const discountSchema = z.union([
  z.strictObject({ percent: basisPointsSchema }),
  z.strictObject({ amount: amountSchema }),
])
export type Discount = z.infer<typeof discountSchema>

/** The same as it is answered, in one shape: a serialiser would try each of two. */
export const shownDiscountSchema = z.object({
  percent: basisPointsSchema.optional(),
  amount: amountSchema.optional(),
}) as unknown as z.ZodType<Discount>

/** A line as it is typed. */
export const lineSchema = z.strictObject({
  /** Null where something is sold that is no product. */
  product: idSchema
    .nullable()
    .default(null)
    .meta({ example: exampleId('product') }),
  name: z.string().trim().min(1, 'Say what it is').max(300).meta({ example: 'Starter kit' }),
  description: z.string().trim().max(4_000).default(''),
  unit: z.string().trim().max(40).default(''),
  quantity: quantitySchema,
  price: amountSchema,
  discount: discountSchema.nullable().default(null),
  /** The tax class; without one, no tax. */
  tax: idSchema
    .nullable()
    .default(null)
    .meta({ example: exampleId('tax') }),
  charged: z.enum(charges.map(({ value }) => value)).default('once'),
  /** How many times it is charged: 12 of what is charged each month for a year. */
  term: z.number().int().min(1).max(1_200).default(1),
  /** Of one unit; of a product, the product's. */
  cost: amountSchema.nullable().default(null),
})
export type Line = z.infer<typeof lineSchema>
export type LineInput = z.input<typeof lineSchema>

/** Thousandths of a quantity. */
export function thousandthsOf(quantity: string): bigint {
  const [whole = '0', decimals = ''] = quantity.split('.')
  return BigInt(whole + decimals.padEnd(3, '0').slice(0, 3))
}

/** The quantity that so many thousandths are, without zeros at its end. */
export function quantityOf(thousandths: bigint): string {
  const digits = thousandths.toString().padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '')
}

/** Whether an amount has no more decimals than its currency. */
export function fitsCurrency(amount: string, currency: string): boolean {
  try {
    toMinor(amount, currency)
    return true
  } catch {
    return false
  }
}
