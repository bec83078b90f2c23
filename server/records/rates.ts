import { sql } from 'kysely'
import { exponentOf } from '../../contract/values/money.ts'
import type { Db } from '../db/database.ts'

/** What one unit of each currency is worth in the organisation's on a day: the latest rate up to then. */
export async function ratesOn(db: Db, day: string): Promise<Map<string, string>> {
  const { rows } = await sql<{ currency: string; rate: string }>`
    select distinct on (currency) currency, rate from exchange_rates where from_on <= ${day}
    order by currency, from_on desc`.execute(db)
  return new Map(rows.map((row) => [row.currency, row.rate]))
}

/** Minor units in another currency at a decimal rate, rounded half-even. Null when the rate is not known. */
export function convert(minor: bigint, from: string, to: string, rate: string | undefined): bigint | null {
  if (from === to) return minor
  if (rate === undefined) return null
  const [whole = '0', decimals = ''] = rate.split('.')
  const numerator = minor * BigInt(whole + decimals) * 10n ** BigInt(exponentOf(to))
  const denominator = 10n ** BigInt(decimals.length + exponentOf(from))
  return roundHalfEven(numerator, denominator)
}

/** Nearest whole quotient; a tie goes to the even one. The denominator is positive. */
export function roundHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n
  const absolute = negative ? -numerator : numerator
  const quotient = absolute / denominator
  const twice = (absolute % denominator) * 2n
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n)
  const rounded = up ? quotient + 1n : quotient
  return negative ? -rounded : rounded
}

/** An exact amount in SQL, rounded as `convert` rounds: to the whole, and a tie goes to the even one. */
export const halfEven = (exact: string): string =>
  `case when abs(${exact}) % 1 = 0.5 then 2 * round((${exact}) / 2) else round(${exact}) end`
