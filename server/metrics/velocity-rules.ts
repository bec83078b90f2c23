import { roundHalfEven } from '../records/rates.ts'

export interface VelocityParts {
  open: number
  /** Minor units of the deals won that have an amount, and how many these are. */
  wonAmount: bigint
  priced: number
  won: number
  closed: number
  /** Days of the deals won that have both dates, together, and how many these are. */
  cycleDays: number
  timed: number
}

/** Sales velocity in minor units a day, half-even to the whole; null where a part is not known. */
export function velocityOf(parts: VelocityParts): bigint | null {
  const { open, wonAmount, priced, won, closed, cycleDays, timed } = parts
  if (priced === 0 || closed === 0 || timed === 0 || cycleDays === 0) return null
  // Cycles are fractions of days; a microday is far below what shows in a cent.
  const days = BigInt(Math.round(cycleDays * 1e6))
  if (days === 0n) return null
  return roundHalfEven(
    BigInt(open) * wonAmount * BigInt(won) * BigInt(timed) * 1_000_000n,
    BigInt(priced) * BigInt(closed) * days,
  )
}
