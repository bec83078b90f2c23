import { sql } from 'kysely'
import type { OutgoingMessage } from '../../../../contract/customer/mail-sending.ts'
import type { Db } from '../../../db/database.ts'
import type { OutgoingRow } from '../tables.ts'

export const outgoingOf = (row: OutgoingRow): OutgoingMessage => ({
  id: row.id,
  state: row.state,
  to: row.recipients,
  cc: row.cc,
  bcc: row.bcc,
  subject: row.subject,
  body: row.body,
  files: row.files,
  person: row.person_id,
  company: row.company_id,
  deal: row.deal_id,
  replyTo: row.reply_to,
  sendAt: row.send_at,
  error: row.error,
})

/** What of a member has not left, the next first. */
export async function waitingOf(db: Db, userId: string): Promise<OutgoingRow[]> {
  const { rows } =
    await sql<OutgoingRow>`select o.* from mail_outgoing o join mailboxes b on b.id = o.mailbox_id
    where b.user_id = ${userId} and o.state in ('waiting', 'sending', 'failed', 'unsure', 'restored')
    order by o.send_at, o.id limit 200`.execute(db)
  return rows
}

export interface Answered {
  message_id: string
  parents: string[]
  conversation: string | null
  sender: string | null
  sent_at: string | null
  body: string | null
}

/** Whether it answers somebody who wrote: what goes on from a message of our own does not. */
export async function isAnswer(db: Db, emailId: string | null | undefined): Promise<boolean> {
  const { rows } =
    await sql`select from emails where id = ${emailId ?? null} and direction = 'inbound'`.execute(db)
  return rows.length > 0
}

/** What an email that is answered says of itself. */
export async function answered(db: Db, emailId: string): Promise<Answered | null> {
  const { rows } =
    await sql<Answered>`select m.message_id, m.parents, e.conversation, e.sender, e.sent_at, e.body
    from emails e join mail_messages m on m.email_id = e.id where e.id = ${emailId}`.execute(db)
  return rows[0] ?? null
}
