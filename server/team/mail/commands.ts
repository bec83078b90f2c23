import { sql } from 'kysely'
import { addJob } from '../../db/jobs.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'

export interface Mail {
  recipient: string
  subject: string
  /** Plain text. */
  body: string
}

/** Puts a mail of the system into the outbox, with the job that sends it: both stay, or neither. */
export async function queueMail(db: Db, mail: Mail): Promise<void> {
  await transaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`insert into outgoing_mail (recipient, subject, body)
      values (${mail.recipient}, ${mail.subject}, ${mail.body}) returning id`.execute(tx)
    await addJob(tx, 'send-mail', { id: rows[0]?.id })
  })
}
