import { Temporal } from 'temporal-polyfill'
import { mayContact } from '../../../contract/customer/contact.ts'
import type { CallOutcome } from '../../../contract/sales/call-lists.ts'
import { isZone } from '../../../contract/values/zone.ts'
import { invalidField } from '../../http/problem.ts'

/** People are called between these hours of their own day. */
export const callingHours = { from: 8, to: 20 } as const
/** How often somebody is tried who does not pick up. */
export const mostTries = 3
/** In minutes, after which somebody who did not pick up is tried again. */
const triedAgainAfter: Partial<Record<CallOutcome, number>> = {
  busy: 15,
  no_answer: 180,
  left_message: 1_440,
}

export interface AfterCall {
  state: 'waiting' | 'called'
  /** Not before; null when it does not matter any more. */
  callAt: string | null
}

/**
 * What becomes of somebody after a call: whom a call back was promised waits for it, who did not pick up is tried again up
 * to three times in all, everybody else is done with. `tries` includes this call. Refuses a call back without its moment.
 */
export function afterCall(
  outcome: CallOutcome,
  tries: number,
  now: string,
  callBackAt: string | undefined,
): AfterCall {
  if (outcome === 'call_back') {
    if (callBackAt === undefined || Date.parse(callBackAt) <= Date.parse(now))
      throw invalidField('callBackAt', 'Say when to call back, at a moment to come.')
    return { state: 'waiting', callAt: callBackAt }
  }
  const minutes = triedAgainAfter[outcome]
  if (minutes === undefined || tries >= mostTries) return { state: 'called', callAt: null }
  return { state: 'waiting', callAt: new Date(Date.parse(now) + minutes * 60_000).toISOString() }
}

/** When somebody in this zone can be called: null for now, otherwise the moment at which their next day of calls begins. */
export function awakeFrom(zone: string, now: string): string | null {
  const there = Temporal.Instant.from(now).toZonedDateTimeISO(zone)
  if (there.hour >= callingHours.from && there.hour < callingHours.to) return null
  const day = there.hour < callingHours.from ? there.toPlainDate() : there.toPlainDate().add({ days: 1 })
  return day
    .toZonedDateTime({ timeZone: zone, plainTime: { hour: callingHours.from } })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 })
}

/** The zone that a person is in, as far as it is known. */
export const zoneOf = (timeZone: string | null, organisation: string): { zone: string; known: boolean } =>
  timeZone !== null && isZone(timeZone)
    ? { zone: timeZone, known: true }
    : { zone: organisation, known: false }

/** Why somebody is not to be called at all. */
export const skippedFor = (person: {
  phone: string | null
  doNotContact: readonly string[] | null
}): 'do_not_contact' | 'no_phone' | null =>
  !mayContact(person, 'phone', 'sales') ? 'do_not_contact' : person.phone === null ? 'no_phone' : null
