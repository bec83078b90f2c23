import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { endings, type Ending, type Settings } from '../../../contract/team/settings.ts'

/**
 * The day for whose digest it is time now, in the member's zone, or null. `last` is the day of the latest digest. An hour
 * that clocks skip comes when they go on; one that they repeat counts when it first comes. A digest that was missed is made
 * later on the same day and never on another.
 */
export function digestDue(
  now: string,
  zone: string,
  { hour, days }: Settings['digest'],
  last: string | null,
): string | null {
  const instant = Temporal.Instant.from(now)
  const day = instant.toZonedDateTimeISO(zone).toPlainDate()
  if (!days.includes(day.dayOfWeek) || (last !== null && day.toString() <= last)) return null
  const due = day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour }) })
  return Temporal.Instant.compare(instant, due.toInstant()) < 0 ? null : day.toString()
}

const keyFor = (sealingKey: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', sealingKey, '', 'unsubscribe', 32))

const signatureOf = (sealingKey: Buffer, text: string): Buffer =>
  createHmac('sha256', keyFor(sealingKey)).update(text).digest().subarray(0, 24)

/** A link's token: it ends one kind of mail to one member, and does nothing else, so it may be good for ever. */
export function unsubscribeToken(sealingKey: Buffer, userId: string, ending: Ending): string {
  const text = `${userId}.${ending}`
  return `${text}.${signatureOf(sealingKey, text).toString('base64url')}`
}

/** What a token ends, or null when it was not made here. */
export function readToken(sealingKey: Buffer, token: string): { userId: string; ending: Ending } | null {
  const [userId = '', named = '', signature = ''] = token.split('.')
  const given = Buffer.from(signature, 'base64url')
  const right = signatureOf(sealingKey, `${userId}.${named}`)
  const ending = endings.find((one) => one === named)
  if (!ending || given.length !== right.length || !timingSafeEqual(given, right)) return null
  return { userId, ending }
}

/** The settings with one kind of mail ended: mails as they happen of a kind, or every kind that the digest gathers. */
export function endedMails(settings: Settings, ending: Ending): Settings['notifications'] {
  const ended = Object.entries(settings.notifications).map(([kind, telling]) => {
    const ends = ending === 'digest' ? telling.mail === 'digest' : kind === ending && telling.mail === 'now'
    return [kind, ends ? { ...telling, mail: 'never' } : telling]
  })
  return Object.fromEntries(ended) as Settings['notifications']
}
