import parsePhone from 'libphonenumber-js/min'
import { channelOf } from '../../../contract/customer/channel.ts'
import { isZone } from '../../../contract/values/zone.ts'
import { invalidField } from '../../http/problem.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { isNormalPhone } from '../../records/import/contacts.ts'

/** E.164 where the number says its country; anything else stays as typed, because guessing a country would be worse. */
export function normalPhone(typed: string): string {
  if (isNormalPhone(typed)) return typed
  const parsed = parsePhone(typed)
  return parsed?.isPossible() ? parsed.number : typed.trim()
}

/** A number as somebody looking for it types it, who may leave the + out or dial 00 for it. */
export const soughtPhone = (typed: string): string => normalPhone(typed.replace(/^(00|\+)?(?=\d)/, '+'))

/** What people and companies have in common: phone, channel, time zone. */
export function completeCustomer({ after }: Change, _facts: unknown, { caller }: RuleGround): void {
  const { values } = after
  // An import has read its phones already, with the country that its mapping names and in a thread of its own.
  if (typeof values.phone === 'string' && caller.origin !== 'import') values.phone = normalPhone(values.phone)
  values.channel = channelOf(values.source as string | null)
  if (typeof values.timeZone === 'string' && !isZone(values.timeZone))
    throw invalidField('timeZone', 'Use a time zone such as Europe/Lisbon')
}
