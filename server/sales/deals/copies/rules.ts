import type { RecordType } from '../../../../contract/records/record-type.ts'
import { moneyOf, toMinor, type Money } from '../../../../contract/values/money.ts'
import { invalidField } from '../../../http/problem.ts'
import type { Values } from '../../../records/behaviour.ts'

/** What belongs to one deal alone: how it went, what comes next, and its papers. */
const itsOwn = new Set([
  'stage',
  'openedOn',
  'expectedCloseOn',
  'nextStep',
  'nextStepOn',
  'closedOn',
  'closedAt',
  'lossReason',
  'wonReason',
  'closingNote',
  'probability',
  'forecastCategory',
  'files',
])
/** Of these a part that is split off goes on where the whole stands. */
const onTheWay = new Set([
  'stage',
  'openedOn',
  'expectedCloseOn',
  'nextStep',
  'nextStepOn',
  'probability',
  'forecastCategory',
])

/** What a copy takes over: what may be written and is known, own fields too, but for unique ones, of which there is one. */
function takenOver(type: RecordType, deal: Values, except: ReadonlySet<string>): Values {
  return Object.fromEntries(
    Object.entries(type.fields).flatMap(([name, { readOnly, unique }]) =>
      readOnly || unique || except.has(name) || deal[name] === null || deal[name] === undefined
        ? []
        : [[name, deal[name]]],
    ),
  )
}

export const duplicateOf = (type: RecordType, deal: Values): Values => takenOver(type, deal, itsOwn)

export const partOf = (type: RecordType, deal: Values): Values =>
  takenOver(type, deal, itsOwn.difference(onTheWay))

/** What is left of an amount when a part is taken off it; the two add up to it exactly. Refuses what cannot be a part. */
export function leftOf(whole: Money | null, part: Money): Money {
  if (whole === null) throw invalidField('amount', 'This deal has no amount to divide. Give it one first.')
  if (part.currency !== whole.currency)
    throw invalidField('amount', `The deal is in ${whole.currency}. Give the part in the same currency.`)
  const left = toMinor(whole.amount, whole.currency) - toMinor(part.amount, part.currency)
  if (toMinor(part.amount, part.currency) <= 0n || left <= 0n)
    throw invalidField('amount', 'Something must be left of the deal, and something split off.')
  return moneyOf(left, whole.currency)
}
