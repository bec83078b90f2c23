import { channels } from '../../../contract/customer/channel.ts'
import { lifecycleStages, type LifecycleStage } from '../../../contract/customer/lifecycle.ts'
import {
  lineWings,
  type Branch,
  type LineWing,
  type Moment,
  type Passage,
  type Segment,
  type Throughline,
} from '../../../contract/customer/throughline.ts'
import { eventTypeOf } from '../../../contract/event-types.ts'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { Money } from '../../../contract/values/money.ts'

/** A milestone or hand-off of the ledger, with what its subject is called and worth today. */
export interface LineEvent {
  type: string
  at: string
  subject: { type: string; id: string }
  title: string | null
  amount: Money | null
  /** The events of one record in the order they were written: a deal may be entered today that was won in April. */
  version: number
  /** From which wing to which, of a hand-off. */
  handoff: { from: LineWing; to: LineWing } | null
}

export interface LineFacts {
  now: string
  /** The earliest that is known of the customer. */
  firstAt: string
  source: string | null
  channel: string | null
  entries: readonly { stage: string; at: string }[]
  events: readonly LineEvent[]
  /** What was written or met, by day. */
  days: readonly { at: string; counts: readonly { type: string; count: number }[] }[]
}

/** Which stage puts the customer in whose care. */
const careOf: Partial<Record<LifecycleStage, LineWing>> = {
  accepted: 'sales',
  opportunity: 'sales',
  customer: 'service',
}

const rank = (wing: LineWing): number => lineWings.indexOf(wing)
const time = (at: string): number => Date.parse(at)
const byTime = (a: { at: string }, b: { at: string }) => time(a.at) - time(b.at)

/** An entry into a stage and the event that caused it are dated alike, but a day alone means its start. */
const sameStep = 36 * 3_600_000

type Step = Omit<Passage, 'from'>

function stepOfEvent(event: LineEvent): Step | null {
  const declared = eventTypeOf(event.type)
  const to = event.handoff?.to ?? declared?.passage?.to
  if (to !== 'marketing' && to !== 'sales' && to !== 'service') return null
  const { type, at, subject, title: detail, amount } = event
  return {
    at,
    to,
    by: event.handoff ? 'handoff' : 'event',
    type,
    label: declared?.label ?? type,
    detail,
    amount,
    subject,
  }
}

const stageLabel = (stage: string) => lifecycleStages.find(({ value }) => value === stage)?.label ?? stage

function stepOfEntry({ stage, at }: { stage: string; at: string }): Step | null {
  const to = careOf[stage as LifecycleStage]
  return to
    ? {
        at,
        to,
        by: 'stage',
        type: stage,
        label: stageLabel(stage),
        detail: null,
        amount: null,
        subject: null,
      }
    : null
}

/** Steps in order of time; a stage that only repeats what an event says about the same time gives way to it. */
function stepsOf({ entries, events }: LineFacts): Step[] {
  const told = events.map(stepOfEvent).filter((step) => step !== null)
  const implied = entries
    .map(stepOfEntry)
    .filter((step) => step !== null)
    .filter(
      ({ to, at }) =>
        !told.some((event) => event.to === to && Math.abs(time(event.at) - time(at)) < sameStep),
    )
  return [...told, ...implied].sort(byTime)
}

/** A file may hold days to come; the line ends today. */
const untilNow = <T extends { at: string }>(facts: LineFacts, things: readonly T[]): T[] =>
  things.filter(({ at }) => time(at) <= time(facts.now))

/** The line goes forward by what happens, and back only by a hand-off that says so. */
function walk(facts: LineFacts): { segments: Segment[]; passages: Passage[] } {
  const segments: Segment[] = []
  const passages: Passage[] = []
  let wing: LineWing = 'marketing'
  let from = facts.firstAt
  const close = (to: string): void => {
    const last = segments.at(-1)
    if (last?.wing === wing) last.to = to
    else segments.push({ wing, from, to })
  }
  for (const step of untilNow(facts, stepsOf(facts))) {
    if (step.by === 'handoff' ? step.to === wing : rank(step.to) <= rank(wing)) continue
    // What was there from the beginning is where the line begins, not a passage.
    if (time(step.at) > time(from)) {
      close(step.at)
      passages.push({ ...step, from: wing })
      from = step.at
    } else if (segments.length > 0) passages.push({ ...step, from: wing })
    wing = step.to
  }
  if (time(facts.now) > time(from) || segments.length === 0) close(facts.now)
  return { segments, passages }
}

const activityLabel = (counts: readonly { type: string; count: number }[]): string =>
  counts
    .map(({ type, count }) => {
      const { one, many } = recordTypeOf(type.split('.')[0] ?? '').label
      return count === 1 ? one : `${count} ${many.toLowerCase()}`
    })
    .join(', ')

function momentsOf(facts: LineFacts, passages: readonly Passage[]): Moment[] {
  const shown = (at: string, type: string) =>
    passages.some((passage) => passage.at === at && passage.type === type)
  const milestones = facts.events
    .filter(({ at, type }) => !shown(at, type))
    .map(({ type, at, subject, title, amount }): Moment => {
      const declared = eventTypeOf(type)
      return {
        at,
        kind: 'milestone',
        wing: declared?.wing ?? 'customer',
        type,
        label: declared?.label ?? type,
        detail: title,
        amount,
        count: 1,
        subject,
      }
    })
  const told = [...passages, ...milestones]
  const stages = facts.entries
    .filter(({ stage, at }) => {
      const to = careOf[stage as LifecycleStage]
      const said = told.some(
        (event) =>
          eventTypeOf(event.type)?.passage?.to === to && Math.abs(time(event.at) - time(at)) < sameStep,
      )
      return !shown(at, stage) && !(to && said)
    })
    .map(({ stage, at }): Moment => ({
      at,
      kind: 'stage',
      wing: careOf[stage as LifecycleStage] ?? 'marketing',
      type: stage,
      label: stageLabel(stage),
      detail: null,
      amount: null,
      count: 1,
      subject: null,
    }))
  const days = facts.days.map(({ at, counts }): Moment => ({
    at,
    kind: 'activity',
    wing: 'customer',
    type: counts[0]?.type ?? '',
    label: activityLabel(counts),
    detail: null,
    amount: null,
    count: counts.reduce((sum, { count }) => sum + count, 0),
    subject: null,
  }))
  return untilNow(facts, [...milestones, ...stages, ...days]).sort(byTime)
}

/** The line begins with what is known first; where from is said there. */
function beginning(facts: LineFacts, moments: readonly Moment[]): Moment[] {
  const source = facts.source ?? channels.find(({ value }) => value === facts.channel)?.label ?? null
  const [first, ...rest] = moments
  if (first && first.kind !== 'activity' && time(first.at) <= time(facts.firstAt))
    return [{ ...first, kind: 'first', detail: first.detail ?? source }, ...rest]
  return [
    {
      at: facts.firstAt,
      kind: 'first',
      wing: 'marketing',
      type: 'first',
      label: 'First touch',
      detail: source,
      amount: null,
      count: 1,
      subject: null,
    },
    ...moments,
  ]
}

function branchesOf(events: readonly LineEvent[]): Branch[] {
  const open = new Map<string, Branch>()
  for (const { type, at, subject, title, amount } of [...events].sort(
    (a, b) => a.version - b.version || byTime(a, b),
  )) {
    const declared = eventTypeOf(type)
    if (declared?.branch === 'settles') open.delete(subject.id)
    else if (declared?.branch === 'opens' && declared.wing !== 'customer' && declared.wing !== 'team')
      open.set(subject.id, { from: at, wing: declared.wing, title: title ?? declared.label, amount, subject })
  }
  return [...open.values()]
}

/** The customer's line: whose care they were in from when to when, what stands on it, and what is still open beside it. */
export function throughlineOf(facts: LineFacts): Throughline {
  const { segments, passages } = walk(facts)
  return {
    from: facts.firstAt,
    to: facts.now,
    segments,
    passages,
    moments: beginning(facts, momentsOf(facts, passages)),
    branches: branchesOf(facts.events),
  }
}
