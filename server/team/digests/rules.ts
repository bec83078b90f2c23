import { recordTypeOf } from '../../../contract/record-types.ts'
import { notificationKinds, type Notification } from '../../../contract/team/notification.ts'
import type { Ending, Settings } from '../../../contract/team/settings.ts'
import { localeOfLanguage } from '../../../contract/values/language.ts'
import { momentInWords, type Writing } from '../../../contract/values/written.ts'
import { mailBody, mailText } from '../../text/mail.ts'
import type { MailKey } from '../../text/mail/texts.ts'
import type { Mail } from '../mail/commands.ts'

/** Whom a mail is for: how they read, and where its links lead. */
export interface Reader {
  name: string
  email: string
  settings: Settings
  /** The zone that their moments are told in. */
  zone: string
  publicUrl: string
  /** The token by which they end such mails. */
  token: (ending: Ending) => string
}

const languageOf = ({ settings }: Reader) => settings.language ?? 'en'

export const writingOf = (reader: Reader): Writing => ({
  locale: localeOfLanguage[languageOf(reader)],
  zone: reader.zone,
  dates: reader.settings.dateFormat,
  clock: reader.settings.clock,
})

/** Where what a notice is about is looked after. */
const noticePages: Readonly<Record<string, string>> = {
  webhook: '/settings/webhooks',
  backup: '/settings/backups',
}

const notices: Readonly<Record<string, MailKey>> = {
  'backup.failed': 'notice.backup.failed',
  'webhook.disabled': 'notice.webhook.disabled',
}

function addressOf({ publicUrl }: Reader, { kind, subject, customer }: Notification): string {
  if (kind === 'notice') return publicUrl + (noticePages[subject.type] ?? '/settings')
  const about = customer ?? subject
  return `${publicUrl}/${recordTypeOf(about.type).plural}/${about.id}`
}

/** Which notice it is, and of what: “Backup failed: nightly”. */
export function noticeLine(reader: Reader, eventType: string | null, title: string | null): string {
  const language = languageOf(reader)
  const what = mailText(language, notices[eventType ?? ''] ?? 'notice.other')
  return title === null ? what : mailText(language, 'notice.named', { what, subject: title })
}

/** One sentence: who, what, about which. */
export function lineOf(reader: Reader, told: Notification): string {
  const language = languageOf(reader)
  const actor = told.actor?.title ?? mailText(language, 'told.somebody')
  const subject = told.subject.title ?? ''
  if (told.kind === 'notice') return noticeLine(reader, told.eventType, told.subject.title)
  if (told.kind === 'mention')
    return mailText(language, 'told.mention', { actor, subject: told.customer?.title ?? subject })
  if (told.kind === 'due')
    return told.dueAt === null
      ? mailText(language, 'told.due', { subject })
      : mailText(language, 'told.dueAt', { subject, when: momentInWords(told.dueAt, writingOf(reader)) })
  return told.count > 1
    ? mailText(language, 'told.assignments', { actor, subject, count: told.count })
    : mailText(language, 'told.assignment', { actor, subject })
}

/** What a reader may still see, or is told as one who runs the company. */
export const mayBeTold = ({ kind, subject }: Notification): boolean =>
  kind === 'notice' || subject.title !== null

const footOf = (reader: Reader, token: string): string =>
  [
    mailText(languageOf(reader), 'foot.settings', { link: `${reader.publicUrl}/account` }),
    mailText(languageOf(reader), 'foot.end', { link: `${reader.publicUrl}/unsubscribe#${token}` }),
  ].join('\n')

/** What mail programs call to end such mails, without a page (RFC 8058). */
const endingAddress = ({ publicUrl }: Reader, token: string) => `${publicUrl}/api/v1/unsubscribe/${token}`

/** A mail about one thing, as it happens. */
export function mailOf(reader: Reader, told: Notification): Mail {
  const language = languageOf(reader)
  const token = reader.token(told.kind)
  const line = lineOf(reader, told)
  return {
    recipient: reader.email,
    // A line break in a title must not end the header.
    subject: line.replaceAll(/\s+/g, ' ').slice(0, 200),
    body: mailBody(
      mailText(language, 'greeting', { name: reader.name }),
      told.kind === 'notice' ? `${line}. ${mailText(language, 'notice.body')}` : `${line}.`,
      mailText(language, 'foot.open', { link: addressOf(reader, told) }),
      footOf(reader, token),
    ),
    unsubscribe: endingAddress(reader, token),
  }
}

const mostLines = 50

/** The digest of what has come since a moment; null when there is nothing to tell. */
export function digestOf(reader: Reader, told: readonly Notification[], since: string): Mail | null {
  if (told.length === 0) return null
  const language = languageOf(reader)
  const token = reader.token('digest')
  const shown = told.slice(0, mostLines)
  const groups = notificationKinds.flatMap((kind) => {
    const lines = shown
      .filter((one) => one.kind === kind)
      .map((one) => `- ${lineOf(reader, one)}\n  ${addressOf(reader, one)}`)
    return lines.length > 0 ? [[mailText(language, `digest.${kind}`), ...lines].join('\n')] : []
  })
  const more = told.length - shown.length
  return {
    recipient: reader.email,
    subject: mailText(language, 'digest.subject', { count: told.length }),
    body: mailBody(
      mailText(language, 'greeting', { name: reader.name }),
      mailText(language, 'digest.since', { when: momentInWords(since, writingOf(reader)) }),
      ...groups,
      ...(more > 0 ? [mailText(language, 'digest.more', { count: more })] : []),
      mailText(language, 'foot.open', { link: `${reader.publicUrl}/today` }),
      footOf(reader, token),
    ),
    unsubscribe: endingAddress(reader, token),
  }
}
