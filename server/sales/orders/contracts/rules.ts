import { Temporal } from 'temporal-polyfill'
import type { EventName } from '../../../../contract/event-types.ts'
import type { Charged } from '../../../../contract/sales/line-charges.ts'
import { roundHalfUp } from '../../../../contract/sales/line-totals.ts'
import { addDays } from '../../../../contract/values/day.ts'
import { invalidField } from '../../../http/problem.ts'
import type { Change, Values } from '../../../records/behaviour.ts'

const monthsOf: Record<Charged, number> = { once: 0, month: 1, quarter: 3, year: 12 }

/** How many months a line runs: 12 for what is charged once a year for a year, 0 for what is charged once. */
export const monthsIn = (charged: Charged, term: number): number => monthsOf[charged] * term

/** What a line is worth a month in minor units, a half rounded up. */
export const monthlyOf = (net: bigint, months: number): bigint => roundHalfUp(net, BigInt(months))

export const addMonths = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }).toString()

/**
 * The day of a term's end that is after `today`, counted in whole terms from the start, so that one that begins on the 31st
 * is on the 31st again in every month that has one.
 */
export function renewalAfter(startsOn: string, term: number, today: string): string {
  for (let terms = 1; ; terms += 1) {
    const day = addMonths(startsOn, terms * term)
    if (day > today) return day
  }
}

/**
 * The day on which a contract ends whose notice is given on `today`: the end of this term while notice is in time, or when it
 * ends by itself; otherwise of the next one.
 */
export function endAfterNotice(
  { startsOn, term, renewsOn, noticeDays, renews }: Terms,
  today: string,
): string {
  if (!renews || today <= addDays(renewsOn, -noticeDays)) return renewsOn
  return renewalAfter(startsOn, term, renewsOn)
}

interface Terms {
  startsOn: string
  term: number
  renewsOn: string
  noticeDays: number
  renews: boolean
}

const refusals: Readonly<Record<string, string>> = {
  monthly: 'Change the price from a day on, so that what it was before stays known.',
  startsOn: 'A contract starts when it started. Make another one.',
}

/** Completes a contract: when it renews and until when notice can be given follow from its start and term. */
export function completeContract({ before, after: { values }, given }: Change): void {
  values.term ??= 12
  values.noticeDays ??= 30
  if (!before) {
    values.status = 'active'
    values.renewsOn ??= addMonths(String(values.startsOn), Number(values.term))
  } else if (given.told === undefined) {
    for (const [field, why] of Object.entries(refusals))
      if (JSON.stringify(before.values[field]) !== JSON.stringify(values[field]))
        throw invalidField(field, why)
    if (before.values.term !== values.term)
      values.renewsOn = renewalAfter(
        String(values.startsOn),
        Number(values.term),
        addMonths(String(before.values.renewsOn), -Number(before.values.term)),
      )
  }
  values.noticeBy =
    values.status === 'active' ? addDays(String(values.renewsOn), -Number(values.noticeDays)) : null
}

/** The event that says best what happened to a contract, with what its verb tells of it. */
export function contractEventOf({ before, after, given }: Change): { type: EventName; data?: Values } | null {
  if (!before) return null
  const changed = (field: string) =>
    JSON.stringify(before.values[field]) !== JSON.stringify(after.values[field])
  const type =
    (changed('status') && (after.values.status === 'ended' ? 'contract.ended' : 'contract.cancelled')) ||
    (changed('monthly') && 'contract.price-changed') ||
    (changed('renewsOn') && given.told !== undefined && 'contract.renewed')
  return type ? { type, ...(given.told ? { data: given.told as Values } : {}) } : null
}
