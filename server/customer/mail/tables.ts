import type { MailRule, securities } from '../../../contract/customer/mailbox.ts'
import type { FileValue } from '../../../contract/records/file.ts'
import type { outgoingStates } from '../../../contract/customer/mail-sending.ts'

type Security = (typeof securities)[number]

/** A row of `mailboxes`; its passwords are sealed. */
export interface MailboxRow {
  id: string
  user_id: string
  address: string
  name: string
  imap_host: string
  imap_port: number
  imap_security: Security
  smtp_host: string
  smtp_port: number
  smtp_security: Security
  username: string
  password: string
  smtp_username: string | null
  smtp_password: string | null
  signature: string | null
  since: string
  earlier_since: string | null
  rules: MailRule[]
  paused: boolean
  keeps_sent: boolean
  error: string | null
  failing_since: string | null
  seen_at: string | null
  asked_at: string | null
  held_by: string | null
  held_until: string | null
  retry_at: string | null
}

export interface FolderRow {
  id: string
  mailbox_id: string
  path: string
  kind: 'inbox' | 'sent' | 'other'
  chosen: boolean
  uid_validity: number | null
  last_uid: number
  behind: number
  left_out: number
  earlier_uid: number
  /** Null until they have been looked for. */
  earlier_found: number | null
  earlier_behind: number | null
}

export interface OutgoingRow {
  id: string
  mailbox_id: string
  person_id: string | null
  company_id: string | null
  deal_id: string | null
  recipients: string[]
  cc: string[]
  bcc: string[]
  subject: string
  body: string
  files: FileValue[]
  reply_to: string | null
  message_id: string
  state: (typeof outgoingStates)[number]
  send_at: string
  tries: number
  error: string | null
}

export interface TemplateRow {
  id: string
  name: string
  subject: string
  body: string
  owner_id: string
  shared: boolean
  updated_at: string
  owner: string
}
