import { queryOptions } from '@tanstack/react-query'
import { mailboxRoutes } from '../../../contract/customer/mailbox.ts'
import { sendingRoutes, templateRoutes } from '../../../contract/customer/mail-sending.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { call } from '../../shell/api.ts'
import type { Letter } from '../../shell/letters.ts'

/** One's own mailbox; while it is being read, how far is asked again and again. */
export const mailboxQuery = queryOptions({
  queryKey: ['mailbox'],
  queryFn: ({ signal }) => call(mailboxRoutes.read, { signal }),
  refetchInterval: 5_000,
})

export const outgoingQuery = queryOptions({
  queryKey: ['mailbox', 'outgoing'],
  queryFn: ({ signal }) => call(sendingRoutes.outgoing, { signal }),
  refetchInterval: 5_000,
})

export const templatesQuery = queryOptions({
  queryKey: ['mail-templates'],
  queryFn: ({ signal }) => call(templateRoutes.list, { signal }),
})

/** An email that goes with a document, and the person that it begins with. */
export interface AddressedLetter extends Letter {
  to: AnyRecord | null
}

/** What was begun and not sent, about one customer by one member; it outlives the tab. */
export interface MailDraft {
  to: string[]
  cc: string[]
  bcc: string[]
  subject: string
  body: string | null
  replyTo: string | null
}

const keyOf = (userId: string, recordId: string) => `throughline.mail.${userId}.${recordId}`

export function keptMail(userId: string, recordId: string): MailDraft | null {
  const kept = localStorage.getItem(keyOf(userId, recordId))
  return kept === null ? null : (JSON.parse(kept) as MailDraft)
}

export function keepMail(userId: string, recordId: string, draft: MailDraft | null): void {
  if (draft) localStorage.setItem(keyOf(userId, recordId), JSON.stringify(draft))
  else localStorage.removeItem(keyOf(userId, recordId))
}
