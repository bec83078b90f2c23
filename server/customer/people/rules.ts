import parsePhone from 'libphonenumber-js/min'
import { channelOf } from '../../../contract/customer/channel.ts'
import { isZone } from '../../../contract/values/day.ts'
import { invalidField } from '../../http/problem.ts'
import type { Change } from '../../records/behaviour.ts'

/** E.164 where the number says its country; anything else stays as typed, because guessing a country would be worse. */
export function normalPhone(typed: string): string {
  const parsed = parsePhone(typed)
  return parsed?.isPossible() ? parsed.number : typed.trim()
}

/** What people and companies have in common: phone, channel, time zone. */
export function completeCustomer({ after }: Change): void {
  const { values } = after
  if (typeof values.phone === 'string') values.phone = normalPhone(values.phone)
  values.channel = channelOf(values.source as string | null)
  if (typeof values.timeZone === 'string' && !isZone(values.timeZone))
    throw invalidField('timeZone', 'Use a time zone such as Europe/Lisbon')
}
