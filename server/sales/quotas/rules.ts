import type { Week } from '../../../contract/sales/lead-settings.ts'
import type { QuotaGrain } from '../../../contract/sales/quotas.ts'
import { addDays } from '../../../contract/values/day.ts'
import { next, startOf, unitsOf, type Period } from '../../../contract/values/period.ts'
import { Temporal } from 'temporal-polyfill'
import { roundHalfEven } from '../../records/rates.ts'

const finer: Record<QuotaGrain, QuotaGrain | null> = { year: 'quarter', quarter: 'month', month: null }
const coarsestFirst = ['year', 'quarter', 'month'] as const

/** The key of a quota: of one person or team, for one period. */
export const cellOf = (id: string, grain: QuotaGrain, from: string): string => `${id} ${grain} ${from}`

export type Targets = ReadonlyMap<string, bigint>

/** A year, quarter or month, with what it is made of. */
export interface QuotaUnit {
  grain: QuotaGrain
  from: string
  parts: readonly QuotaUnit[]
}

function unitAt(grain: QuotaGrain, from: string): QuotaUnit {
  const part = finer[grain]
  const parts = part ? unitsOf({ from, to: next(from, grain) }, part) : []
  return { grain, from, parts: part ? parts.map((day) => unitAt(part, day)) : [] }
}

/** The whole years, quarters and months that a period is made of, the coarsest that fit; none of any other period. */
export function quotaUnits({ from, to }: Period): QuotaUnit[] {
  const units: QuotaUnit[] = []
  for (let day = from; day < to;) {
    const grain = coarsestFirst.find((one) => startOf(day, one) === day && next(day, one) <= to)
    if (!grain) return []
    units.push(unitAt(grain, day))
    day = next(day, grain)
  }
  return units
}

/**
 * What is expected of somebody in the units of a period: their own quota for each, else the sum of those for its parts that
 * are there. Null where there is none. A quota is never taken apart, so that a week has none.
 */
export function targetIn(targets: Targets, id: string, units: readonly QuotaUnit[]): bigint | null {
  const known = units.flatMap(
    ({ grain, from, parts }) => targets.get(cellOf(id, grain, from)) ?? targetIn(targets, id, parts) ?? [],
  )
  return known.length === 0 ? null : sumOf(known)
}

export const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n)

/** Working days of a period by the company's week: those up to and with today, and all of them. */
export function workingDays({ from, to }: Period, today: string, week: Week): { passed: number; of: number } {
  let passed = 0
  let of = 0
  for (let day = from; day < to; day = addDays(day, 1)) {
    if (!week[Temporal.PlainDate.from(day).dayOfWeek - 1]) continue
    of++
    if (day <= today) passed++
  }
  return { passed, of }
}

/** A quota scaled by a percentage with up to two decimals, rounded half-even to the whole minor unit, or deal. */
export const scaled = (target: bigint, percent: number): bigint =>
  roundHalfEven(target * BigInt(Math.round(percent * 100)), 10_000n)

/** The quotient of two amounts; null without the second. */
const share = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number(part) / Number(whole)

/** How a quota stands; amounts in minor units, or deals. */
export function standing(
  quota: bigint | null,
  { won, open, closedWon, closed }: { won: bigint; open: bigint; closedWon: number; closed: number },
  days = { passed: 0, of: 0 },
) {
  const needed = quota === null ? null : quota > won ? quota - won : 0n
  return {
    attainment: quota === null ? null : share(won, quota),
    expected:
      quota === null || days.of === 0 ? null : roundHalfEven(quota * BigInt(days.passed), BigInt(days.of)),
    needed,
    met: needed === 0n && quota !== null && quota > 0n,
    coverage: needed === null ? null : share(open, needed),
    required: closedWon === 0 ? null : closed / closedWon,
  }
}
