import { z } from 'zod'

/** ISO 4217 currencies whose minor unit is not a hundredth. */
const exponents: Record<string, number> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
}

/** Digits after the decimal point of a currency's major unit (ISO 4217). */
export const exponentOf = (currency: string): number => exponents[currency] ?? 2

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'Use a three-letter currency code, such as EUR')
  .meta({ example: 'EUR' })

/** Of any currency 90 trillion hundredths: below the largest exact integer, with room to add. */
const largestMinor = 9e15

/** An amount in major units as a decimal string: `{ amount: "1200.50", currency: "EUR" }`. */
export const moneySchema = z
  .object({
    amount: z
      .string()
      .regex(/^-?\d{1,15}(\.\d{1,4})?$/, 'Use a decimal number, such as 1200.50')
      .meta({ example: '1200.50' }),
    currency: currencySchema,
  })
  .superRefine((money, context) => {
    const decimals = money.amount.split('.')[1]?.replace(/0+$/, '').length ?? 0
    const allowed = exponentOf(money.currency)
    if (decimals > allowed)
      context.addIssue({
        code: 'custom',
        path: ['amount'],
        message: `${money.currency} has ${allowed} decimal places`,
      })
    // Minor units are exact integers everywhere, so what is larger would be kept and never read again.
    else if (Math.abs(Number(money.amount)) * 10 ** allowed > largestMinor)
      context.addIssue({ code: 'custom', path: ['amount'], message: 'This amount is too large' })
  })

export type Money = z.infer<typeof moneySchema>

/** Minor units of a decimal string in major units. Throws when the currency has fewer decimals than given. */
export function toMinor(amount: string, currency: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (!match) throw new RangeError(`Not a decimal amount: ${amount}`)
  const exponent = exponentOf(currency)
  const decimals = (match[3] ?? '').replace(/0+$/, '')
  if (decimals.length > exponent)
    throw new RangeError(`${currency} has ${exponent} decimal places: ${amount}`)
  const minor = BigInt(match[2] + decimals.padEnd(exponent, '0'))
  return match[1] ? -minor : minor
}

/** Decimal string in major units of an amount in minor units, with all of the currency's decimals. */
export function toMajor(minor: bigint | number | string, currency: string): string {
  const value = BigInt(minor)
  const exponent = exponentOf(currency)
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(exponent + 1, '0')
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

export const moneyOf = (minor: bigint | number | string, currency: string): Money => ({
  amount: toMajor(minor, currency),
  currency,
})
