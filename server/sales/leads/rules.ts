import { channelOf } from '../../../contract/customer/channel.ts'
import { openLeadStatuses, type LeadStatus } from '../../../contract/sales/lead.ts'
import type { LeadSettings } from '../../../contract/sales/lead-settings.ts'
import { invalidField } from '../../http/problem.ts'
import type { Behaviour, Change, RuleGround, Values } from '../../records/behaviour.ts'
import type { Assignments } from '../assignment/queries.ts'
import { afterBusiness, clockFrom } from './clock/rules.ts'

export interface LeadFacts {
  settings: LeadSettings
  /** What is taken over from the person of a new lead, unless it is said. */
  people: ReadonlyMap<string, { company: string | null; source: string | null }>
  assignments: Assignments
}

export const isOpen = (status: unknown): boolean => (openLeadStatuses as readonly unknown[]).includes(status)

/** What a person types; what is told of the past need not keep to what can be done today. */
const typed = (ground: RuleGround) => ground.caller.origin !== 'import' && ground.caller.origin !== 'sample'

/** A lead that a rule gave to somebody who did nothing with it, and whose time for that is over. */
const isOverdueForOwner = ({ before }: Change, now: string): boolean =>
  before !== null &&
  before.values.status === 'new' &&
  before.values.firstTouchedAt === null &&
  before.derived.reassign_at !== null &&
  Date.parse(String(before.derived.reassign_at)) <= Date.parse(now)

/** An automation lets go of a lead to pass it on; a person who does so wants nobody to have it. */
const isPassedOn = ({ before, given }: Change, ground: RuleGround): boolean =>
  before !== null && given.owner === null && ground.caller.origin === 'automation'

/** Whether the assignment rules are to choose the owner; the sample company says whose each lead was. */
export function seeksOwner(change: Change, ground: RuleGround): boolean {
  const { before, after, given } = change
  if (ground.caller.origin === 'sample' || !isOpen(after.values.status)) return false
  return before ? isPassedOn(change, ground) && isOverdueForOwner(change, ground.now) : given.owner == null
}

function takeOver({ before, after: { values } }: Change, { people }: LeadFacts): void {
  if (before) return
  const person = people.get(String(values.person))
  values.company ??= person?.company ?? null
  values.source ??= person?.source ?? null
}

/** What a status needs, and what goes when it is left. */
function settleStatus({ before, after: { values }, given }: Change, ground: RuleGround): void {
  const status = values.status as LeadStatus
  if (values.convertedAt !== null && status !== 'qualified')
    throw invalidField('status', 'It was converted to a deal. Go on with the deal, or make a new lead.')
  if (status === 'disqualified' && !values.reason)
    throw invalidField('reason', 'Say why it comes to nothing, such as “No budget this year”.')
  if (status === 'recycled') {
    if (!values.recycleOn) throw invalidField('recycleOn', 'Choose the day on which it comes back.')
    const unchanged = before?.values.status === 'recycled' && before.values.recycleOn === values.recycleOn
    if (typed(ground) && !unchanged && String(values.recycleOn) <= ground.today)
      throw invalidField('recycleOn', 'Choose a day to come.')
  } else {
    if (typed(ground) && given.recycleOn)
      throw invalidField('recycleOn', 'Only a recycled lead comes back on a day. Recycle it instead.')
    values.recycleOn = null
  }
  if (status !== 'disqualified' && status !== 'recycled') values.reason = null
}

const forgetAssignment = (derived: Values): void =>
  void Object.assign(derived, { assigned_rule_id: null, assigned_turn: null, reassign_at: null })

function settleOwner(change: Change, { settings, assignments }: LeadFacts, ground: RuleGround): void {
  const { before, after } = change
  const { values, derived } = after
  if (!before) forgetAssignment(derived)
  if (seeksOwner(change, ground)) {
    const assigned = assignments.byLead.get(after.id)
    if (assigned) {
      values.owner = assigned.owner
      Object.assign(derived, {
        assigned_rule_id: assigned.rule.id,
        assigned_turn: assigned.turn,
        reassign_at:
          settings.reassignAfter &&
          afterBusiness(ground.now, settings.reassignAfter, settings.week, ground.zone),
      })
    } else if (before) {
      // Nobody else can have it: it stays where it is, and is not asked for again.
      values.owner = before.values.owner
      derived.reassign_at = null
    } else if (assignments.hasRules) values.owner = null
  } else if (isPassedOn(change, ground)) values.owner = before?.values.owner ?? null
  else if (before && before.values.owner !== values.owner) forgetAssignment(derived)
  if (values.owner !== (before?.values.owner ?? null)) values.assignedAt = values.owner ? ground.now : null
  // Who has begun keeps it.
  if (values.status !== 'new') derived.reassign_at = null
}

/** A lead that arrives, or is new again after it was decided about, is to be responded to; the owner's first touch is then awaited. */
function settleClock(
  { before, after: { values } }: Change,
  { settings }: LeadFacts,
  ground: RuleGround,
): void {
  const arrives =
    isOpen(values.status) && (!before || (values.status === 'new' && !isOpen(before.values.status)))
  if (!arrives) return
  Object.assign(values, clockFrom(ground.now, settings, ground.zone))
  if (before) values.firstTouchedAt = null
}

/** Completes and checks a lead: what it takes over, its status with what that needs, its owner and its clock. */
export function completeLead(change: Change, facts: LeadFacts, ground: RuleGround): void {
  takeOver(change, facts)
  change.after.values.channel = channelOf(change.after.values.source as string | null)
  settleStatus(change, ground)
  settleOwner(change, facts, ground)
  settleClock(change, facts, ground)
}

type Said = ReturnType<NonNullable<Behaviour['eventOf']>>

const statusEvents = {
  new: 'lead.reopened',
  working: 'lead.worked',
  qualified: 'lead.qualified',
  disqualified: 'lead.disqualified',
  recycled: 'lead.recycled',
} as const

/** What best says what happened to a lead that was there before. */
export function leadEvent({ before, after }: Change): Said {
  if (!before) return null
  if (after.values.convertedAt !== before.values.convertedAt && after.values.deal)
    return { type: 'lead.converted', data: { deal: after.values.deal } }
  if (after.values.status !== before.values.status)
    return { type: statusEvents[after.values.status as LeadStatus] }
  if (after.values.owner !== before.values.owner && after.values.owner)
    return { type: 'lead.assigned', data: assignmentOf(after.derived) }
  return null
}

const assignmentOf = ({ assigned_rule_id: rule }: Values): Values => (rule ? { rule } : {})

/** That a rule gave a new lead to somebody is told besides its creation. */
export const assignmentEvent = ({ before, after: { values, derived } }: Change): NonNullable<Said>[] =>
  before || !derived.assigned_rule_id
    ? []
    : [{ type: 'lead.assigned', data: { owner: values.owner, ...assignmentOf(derived) } }]
