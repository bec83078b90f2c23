import { sql } from 'kysely'
import { addJob } from '../../db/jobs.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'

export interface Mail {
  recipient: string
  subject: string
  /** Plain text. */
  body: string
  /** Where one click ends such mails, for those that nobody has to get (RFC 8058). */
  unsubscribe?: string
  /** Whom an answer goes to, where that is not the sender. */
  replyTo?: string
  /** iCalendar that the reader's calendar takes over (RFC 5546). */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
}

/** Puts a mail of the system into the outbox, with the job that sends it: both stay, or neither. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await sql<{
      id: string
    }>`insert into outgoing_mail (recipient, subject, body, unsubscribe, reply_to, calendar, calendar_method)
      values (${mail.recipient}, ${mail.subject}, ${mail.body}, ${mail.unsubscribe ?? null}, ${mail.replyTo ?? null},
        ${mail.calendar?.content ?? null}, ${mail.calendar?.method ?? null}) returning id`.execute(tx)
    await addJob(tx, 'send-mail', { id: rows[0]?.id })
  })
}
