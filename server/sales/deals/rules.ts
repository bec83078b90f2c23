import { isDeepStrictEqual } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import { channelOf } from '../../../contract/customer/channel.ts'
import type { DealStatus } from '../../../contract/sales/deal.ts'
import { addDays, dayOf, daysBetween, startOfDay } from '../../../contract/values/day.ts'
import { toMinor, type Money } from '../../../contract/values/money.ts'
import { invalidField } from '../../http/problem.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { convert } from '../../records/rates.ts'
import type { StageFact } from '../pipelines/rules.ts'
import { isHeld, refuseUnready, type ExitFacts } from './exit/rules.ts'

export interface DealFacts {
  /** All stages, those of the first pipeline first, each pipeline's in order. */
  stages: readonly StageFact[]
  exit: ExitFacts
  /** The rate of a currency into the organisation's on a day; undefined when none is known. */
  rate: (currency: string, day: string) => string | undefined
}

/**
 * Days from the start of the day a deal was opened to the moment it closed, by the clock on the wall in the
 * organisation's zone, so that a change to summer time adds no hour. Null when a date is missing or they contradict.
 */
export function cycleDays(openedOn: string | null, closedAt: string | null, zone: string): number | null {
  if (!openedOn || !closedAt) return null
  const closed = Temporal.Instant.from(closedAt).toZonedDateTimeISO(zone).toPlainDateTime()
  const days = Temporal.PlainDate.from(openedOn).toPlainDateTime().until(closed).total('seconds') / 86_400
  return days < 0 ? null : days
}

/** Days of a deal whose day of closing is known, and not its moment. */
const wholeDays = (openedOn: string | null, closedOn: string): number | null =>
  openedOn === null || closedOn < openedOn ? null : daysBetween(openedOn, closedOn)

function stageOf({ before, after, given }: Change, facts: DealFacts): StageFact {
  const first = (pipeline?: unknown) =>
    facts.stages.find(
      (stage) => stage.kind === 'open' && (pipeline === undefined || stage.pipeline === pipeline),
    )
  if (given.stage) {
    const stage = facts.stages.find((candidate) => candidate.id === given.stage)
    if (!stage) throw invalidField('stage', 'There is no such stage. Choose another.')
    if (given.pipeline && given.pipeline !== stage.pipeline)
      throw invalidField('stage', 'This stage belongs to another pipeline. Choose one of the deal’s.')
    return stage
  }
  const moved = given.pipeline && given.pipeline !== before?.values.pipeline
  const stage =
    moved || !before
      ? first(given.pipeline ?? undefined)
      : facts.stages.find((candidate) => candidate.id === after.values.stage)
  if (!stage) throw invalidField('stage', 'This pipeline has no open stage yet. Make one first.')
  return stage
}

interface Closing {
  closedAt: string
  closedOn: string
  /** The day was said, not the moment: it stays this day in whatever zone the organisation counts. */
  stated: boolean
}

/** When a closed deal closed: as given, else as before, else now. A day alone means its start, and today means now. */
function closing({ before, given }: Change, status: DealStatus, ground: RuleGround): Closing {
  if (given.closedAt) {
    const closedAt = given.closedAt as string
    const closedOn = dayOf(closedAt, ground.zone)
    const startsIt = Date.parse(closedAt) === Date.parse(startOfDay(closedOn, ground.zone))
    return { closedAt, closedOn, stated: given.closedOn === closedOn && startsIt }
  }
  if (given.closedOn && given.closedOn !== before?.values.closedOn) {
    const closedOn = given.closedOn as string
    const closedAt = closedOn === ground.today ? ground.now : startOfDay(closedOn, ground.zone)
    return { closedAt, closedOn, stated: true }
  }
  if (before?.values.status === status && before.values.closedAt)
    return {
      closedAt: before.values.closedAt as string,
      closedOn: before.values.closedOn as string,
      stated: before.derived.closed_on_stated === true,
    }
  return { closedAt: ground.now, closedOn: ground.today, stated: false }
}

const typed = (ground: RuleGround) => ground.caller.origin !== 'import' && ground.caller.origin !== 'sample'

function close(change: Change, status: DealStatus, facts: DealFacts, ground: RuleGround): void {
  const { values, derived } = change.after
  const { closedAt, closedOn, stated } = closing(change, status, ground)
  Object.assign(values, { closedAt, closedOn })
  const openedOn = values.openedOn as string | null
  values.datesContradict = openedOn !== null && closedOn < openedOn
  // An import may have brought dates that contradict; a change that leaves them alone need not mend them.
  const untouched = ['openedOn', 'closedOn', 'closedAt'].every(
    (field) => change.before?.values[field] === values[field],
  )
  if (typed(ground) && !untouched) {
    if (values.datesContradict)
      throw invalidField(
        'closedOn',
        `It cannot have closed before it was opened, on ${openedOn}. Correct one of the two.`,
      )
    if (closedOn > ground.today)
      throw invalidField('closedOn', 'It cannot close on a day to come. Use the expected close instead.')
  }
  if (status === 'won') values.lossReason = null
  else values.wonReason = null
  derived.closed_on_stated = stated
  derived.reopened = false
  derived.cycle_days = stated ? wholeDays(openedOn, closedOn) : cycleDays(openedOn, closedAt, ground.zone)
  derived.closed_amount = closedAmount(change, facts, ground)
}

/** The amount in the organisation's currency at the rate of the day it closed; once known, frozen with amount and day. */
function closedAmount({ before, after }: Change, facts: DealFacts, ground: RuleGround): string | null {
  const amount = after.values.amount as Money | null
  if (amount === null) return null
  const unchanged =
    before?.values.closedOn === after.values.closedOn &&
    isDeepStrictEqual(before?.values.amount, amount) &&
    before?.derived.closed_amount
  if (unchanged) return String(unchanged)
  const rate = facts.rate(amount.currency, after.values.closedOn as string)
  const converted = convert(toMinor(amount.amount, amount.currency), amount.currency, ground.currency, rate)
  if (converted !== null && !Number.isSafeInteger(Number(converted)))
    throw invalidField('amount', `In ${ground.currency} this amount is too large`)
  return converted?.toString() ?? null
}

function reopen({ before, after: { values, derived } }: Change): void {
  Object.assign(values, {
    closedAt: null,
    closedOn: null,
    datesContradict: false,
    lossReason: null,
    wonReason: null,
    closingNote: null,
  })
  Object.assign(derived, {
    cycle_days: null,
    closed_amount: null,
    closed_on_stated: false,
    reopened: before !== null && (before.values.status !== 'open' || before.derived.reopened === true),
  })
}

/** The day on which an open deal that was touched at a moment has gone quiet, in the zone. `quiet_day` says the same. */
export const quietDay = (touchedAt: string, quietAfter: number | null, zone: string): string | null =>
  quietAfter === null ? null : addDays(dayOf(touchedAt, zone), quietAfter)

const later = (a: unknown, b: string): string =>
  typeof a === 'string' && Date.parse(a) > Date.parse(b) ? a : b

/** Since when it stands where it does: coming there is a touch as well. What was only corrected is none. */
function settleTouch({ before, after, undoes }: Change, stage: StageFact, ground: RuleGround): void {
  const { values } = after
  if (!before || before.values.stage !== stage.id || before.values.closedAt !== values.closedAt) {
    values.stageSince = values.closedAt ?? (before ? ground.now : (after.createdAt ?? ground.now))
    // What else touched it meanwhile is counted by who follows the ledger (`deal_touched_at`).
    values.touchedAt = later(before?.values.touchedAt, String(values.stageSince))
    // Taken back, it stands there as long as it did before.
    if (undoes?.stageSince)
      Object.assign(values, {
        stageSince: undoes.stageSince,
        touchedAt: undoes.touchedAt ?? before?.values.touchedAt,
      })
  }
  values.quietOn =
    stage.kind === 'open' ? quietDay(String(values.touchedAt), stage.quietAfter, ground.zone) : null
}

/** Completes a deal: its pipeline and status follow from its stage, its closing and what is counted of it from both. */
export function completeDeal(change: Change, facts: DealFacts, ground: RuleGround): void {
  const { before, after, given } = change
  const { values } = after
  const stage = stageOf(change, facts)
  if (isHeld(ground.caller)) refuseUnready(change, stage, facts.stages, facts.exit)
  Object.assign(values, {
    stage: stage.id,
    pipeline: stage.pipeline,
    status: stage.kind,
    channel: channelOf(values.source as string | null),
  })
  if (!before && given.openedOn === undefined && typed(ground)) values.openedOn = ground.today
  if (!before) values.datesContradict = false
  settle(change, stage, facts, ground)
  settleTouch(change, stage, ground)
}

function settle(change: Change, stage: StageFact, facts: DealFacts, ground: RuleGround): void {
  const { given } = change
  if (stage.kind !== 'open') return close(change, stage.kind, facts, ground)
  if (typed(ground) && (given.closedOn || given.closedAt))
    throw invalidField('closedOn', 'Only a won or lost deal has a closing day. Move it to such a stage.')
  reopen(change)
}
