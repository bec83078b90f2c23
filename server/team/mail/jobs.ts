import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { Job } from '../../db/jobs.ts'

interface Row {
  id: string
  recipient: string
  subject: string
  body: string
  unsubscribe: string | null
  replyTo: string | null
  calendar: string | null
  method: 'REQUEST' | 'CANCEL' | null
}

const payloadSchema = z.object({ id: z.uuid() })

/** Sends the system's mail. Without a mail server it stays in the outbox, where administrators read it. */
export function mailJobs({
  smtpUrl,
  mailFrom,
}: {
  smtpUrl: string | undefined
  mailFrom: string | undefined
}): Job[] {
  const transport = smtpUrl
    ? createTransport({ url: smtpUrl, disableFileAccess: true, disableUrlAccess: true })
    : null
  return [
    {
      name: 'send-mail',
      run: async (payload, { database: { db } }) => {
        if (!transport) return
        const { id } = payloadSchema.parse(payload)
        const { rows } =
          await sql<Row>`select id, recipient, subject, body, unsubscribe, reply_to as "replyTo", calendar, calendar_method as method from outgoing_mail where id = ${id} and sent_at is null`.execute(
            db,
          )
        const mail = rows[0]
        if (!mail) return
        try {
          // The id makes a second try after a crash recognisable to whoever receives both.
          const messageId = `<${mail.id}@${new URL(`mailto:${mailFrom}`).pathname.split('@')[1]?.replace(/[^\w.-]/g, '') || 'throughline'}>`
          await transport.sendMail({
            messageId,
            from: mailFrom,
            to: mail.recipient,
            subject: mail.subject,
            text: mail.body,
            ...(mail.replyTo && { replyTo: mail.replyTo }),
            ...(mail.calendar &&
              mail.method && {
                icalEvent: { method: mail.method, content: mail.calendar, filename: 'invite.ics' },
              }),
            ...(mail.unsubscribe && {
              headers: {
                'List-Unsubscribe': `<${mail.unsubscribe}>`,
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
                // Nobody's absence note answers to it.
                'Auto-Submitted': 'auto-generated',
              },
            }),
          })
          await sql`update outgoing_mail set sent_at = now(), error = null where id = ${id}`.execute(db)
        } catch (error) {
          await sql`update outgoing_mail set error = ${String(error)} where id = ${id}`.execute(db)
          throw error
        }
      },
    },
  ]
}
