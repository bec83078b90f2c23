import { describe, expect, test } from 'vitest'
import { velocityOf, type VelocityParts } from './velocity-rules.ts'

/** Amounts in cents; the mean size, share and cycle are those of so many deals that each is exact. */
const parts = (open: number, size: bigint, won: number, closed: number, days: number): VelocityParts => ({
  open,
  wonAmount: size * BigInt(won),
  priced: won,
  won,
  closed,
  cycleDays: days * won,
  timed: won,
})

describe('sales velocity', () => {
  test('is open deals × size × win rate ÷ cycle, to the cent', () => {
    expect(velocityOf(parts(40, 2_500_000n, 25, 100, 90))).toBe(277_778n)
    expect(velocityOf(parts(18, 4_200_000n, 24, 100, 78))).toBe(232_615n)
  })

  test('rounds a tie to the even cent', () => {
    expect(velocityOf(parts(1, 1n, 1, 1, 2))).toBe(0n)
    expect(velocityOf(parts(3, 1n, 1, 1, 2))).toBe(2n)
  })

  test('is zero without open deals, and unknown without one that tells of size, rate or cycle', () => {
    const known = parts(40, 2_500_000n, 25, 100, 90)
    expect(velocityOf({ ...known, open: 0 })).toBe(0n)
    expect(velocityOf({ ...known, won: 0, wonAmount: 0n })).toBe(0n)
    for (const none of ['priced', 'closed', 'timed', 'cycleDays'] as const)
      expect(velocityOf({ ...known, [none]: 0 })).toBeNull()
  })
})
