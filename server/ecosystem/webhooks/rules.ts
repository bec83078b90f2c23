import { createHmac, randomBytes } from 'node:crypto'
import { daysOfFailure, retrySeconds, type Message } from '../../../contract/ecosystem/webhooks.ts'
import type { StoredEvent } from '../../ledger/read.ts'

/** A secret as the Standard Webhooks specification writes it: 32 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/**
 * The header `webhook-signature` of a message: HMAC-SHA256 of `id.timestamp.body` with each secret, base64, one space
 * between. `timestamp` is in whole seconds since 1970, UTC.
 */
export const signatureOf = (
  secrets: readonly string[],
  id: string,
  timestamp: number,
  body: string,
): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
    })
    .join(' ')

/** Whether a webhook that asked for these events (`deal.won`, `deal.*`, `*`) wants one of this type. */
export const wants = (events: readonly string[], type: string): boolean =>
  events.some(
    (pattern) =>
      pattern === '*' ||
      pattern === type ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  )

/** What an import or a sample brings has happened long ago, or never: nobody outside is told. */
export const isSilent = ({ origin }: Pick<StoredEvent, 'origin'>): boolean =>
  origin === 'import' || origin === 'sample'

export interface Outcome {
  status: number | null
  error: string | null
  answer: string | null
  milliseconds: number
  /** Seconds the receiver asked to be left alone for. */
  retryAfter: number | null
}

export const arrived = ({ status }: Pick<Outcome, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300

/**
 * When to try again, ISO 8601; null when it has been tried often enough. `tries` counts this attempt, `chance` in [0, 1)
 * spreads the retries of many messages over a tenth of the wait.
 */
export function nextTry(
  tries: number,
  now: string,
  chance: number,
  retryAfter: number | null,
): string | null {
  const seconds = retrySeconds[tries]
  if (seconds === undefined) return null
  const wait = Math.max(seconds * (1 + chance / 10), Math.min(retryAfter ?? 0, 86_400))
  return new Date(Date.parse(now) + wait * 1000).toISOString()
}

/** Why a webhook is switched off after an attempt; null when it stays on. */
export function reasonToDisable(
  outcome: Outcome,
  failingSince: string | null,
  now: string,
): 'gone' | 'failing' | null {
  if (outcome.status === 410) return 'gone'
  if (arrived(outcome) || failingSince === null) return null
  return Date.parse(now) - Date.parse(failingSince) >= daysOfFailure * 86_400_000 ? 'failing' : null
}

/** What is posted of an event, with the subject as it is now. */
export const messageOf = (
  event: StoredEvent,
  changes: Record<string, unknown>,
  record: Record<string, unknown> | null,
): Message => {
  const { changes: _, ...details } = event.data
  return {
    type: event.type,
    timestamp: event.at,
    data: {
      eventId: event.id,
      recordedAt: event.recorded_at,
      origin: event.origin,
      actorId: event.actor_id,
      subject: { type: event.subject_type, id: event.subject_id, version: event.subject_version },
      personId: event.person_id,
      companyId: event.company_id,
      changes,
      details,
      record,
    },
  }
}
