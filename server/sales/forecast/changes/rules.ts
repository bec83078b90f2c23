import type { ForecastChange } from '../../../../contract/sales/forecast-history.ts'

/** Where a deal stood at a moment, seen from the figure that is explained. */
export interface Stood {
  /** It was open then. */
  open: boolean
  /** With somebody of the scope. */
  ours: boolean
  /** Expected to close in the period. */
  within: boolean
  /** In a category that the column counts. */
  counted: boolean
  /** Minor units; null without an amount or a rate, which counts as nothing. */
  amount: bigint | null
}

export interface Moved {
  before: Stood
  after: Stood
  /** What became of it, where it is not open any more; null where it was deleted. */
  outcome: 'won' | 'lost' | null
}

const counts = ({ open, ours, within, counted }: Stood): boolean => open && ours && within && counted

export const worthOf = (stood: Stood): bigint => (counts(stood) ? (stood.amount ?? 0n) : 0n)

/** Why a deal that is open on this side of the change counts on the other side only. */
function crossed<C extends ForecastChange>(here: Stood, owner: C, period: C, category: C): C {
  if (!here.ours) return owner
  return here.within ? category : period
}

/**
 * What happened to a deal between two moments, as one change of the figure; null where it did not change. The change
 * of owner stands before that of the period, that before the one of the category; and whatever let a deal in or out
 * stands before the change of its amount, which is then part of it.
 */
export function changeOf({ before, after, outcome }: Moved): ForecastChange | null {
  const [was, is] = [counts(before), counts(after)]
  if (was && is) {
    const [a, b] = [worthOf(before), worthOf(after)]
    return a === b ? null : a < b ? 'grown' : 'shrunk'
  }
  if (was) return after.open ? crossed(after, 'given', 'moved_out', 'lowered') : (outcome ?? 'removed')
  if (is) return before.open ? crossed(before, 'taken', 'pulled_in', 'raised') : 'new'
  return null
}
