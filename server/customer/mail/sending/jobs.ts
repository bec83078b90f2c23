import { sql } from 'kysely'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import { z } from 'zod'
import { readAddresses } from '../../../../contract/customer/mail-address.ts'
import type { Database, Db } from '../../../db/database.ts'
import { addJob, type Job } from '../../../db/jobs.ts'
import type { Sealer } from '../../../db/sealed.ts'
import { transaction } from '../../../db/transaction.ts'
import { system } from '../../../http/caller.ts'
import type { Context } from '../../../http/context.ts'
import type { StoreName } from '../../../records/files/store.ts'
import type { Stores } from '../../../records/files/stores.ts'
import { readOrganisation } from '../../../team/organisation/queries.ts'
import { foldersOf, imapOf, imapSignIn, mailboxById, smtpOf, smtpSignIn } from '../mailboxes/queries.ts'
import { noteBounce } from '../messages/commands.ts'
import { closedTo } from '../messages/queries.ts'
import { handOver, openImap, openSmtp } from '../servers/commands.ts'
import { explain } from '../servers/rules.ts'
import { uidsOf } from '../sync/queries.ts'
import type { MailboxRow, OutgoingRow } from '../tables.ts'
import { settleSent } from './commands.ts'
import { answered, isAnswer } from './queries.ts'
import { messageOf, mostTries, outcomeOf, receiversOf } from './rules.ts'

interface Ground {
  database: Database
  sealer: Sealer
  stores: Stores
}

/** Takes a message in hand. `again`: somebody had it in hand before and did not say how it went. */
async function begin(db: Db, id: string, now: string): Promise<{ row: OutgoingRow; again: boolean } | null> {
  return transaction(db, async (tx) => {
    const { rows } = await sql<OutgoingRow>`select * from mail_outgoing where id = ${id}
      and state in ('waiting', 'sending') and send_at <= ${now} for update`.execute(tx)
    const [row] = rows
    if (!row) return null
    if (row.state === 'sending') return { row, again: true }
    await sql`update mail_outgoing set state = 'sending', tries = tries + 1, updated_at = ${now} where id = ${id}`.execute(
      tx,
    )
    return { row: { ...row, tries: row.tries + 1 }, again: false }
  })
}

/** The message as it goes over the wire, the blind copies not in it. */
async function compose({ database, stores }: Ground, mailbox: MailboxRow, row: OutgoingRow) {
  const { db } = database
  const parent = row.reply_to ? await answered(db, row.reply_to) : null
  const { html, text } = messageOf({
    body: row.body,
    signature: mailbox.signature,
    quoted: parent
      ? { sender: parent.sender ?? '', sentAt: parent.sent_at ?? '', body: parent.body ?? '' }
      : null,
  })
  const { rows } = await sql<{ id: string; name: string; store: StoreName; mediaType: string }>`
    select id, name, store, media_type as "mediaType" from files where id = any(${row.files.map(({ id }) => id)}::uuid[])`.execute(
    db,
  )
  const attachments = await Promise.all(
    rows.map(async (file) => {
      const content = await stores.of(file.store).open(file.id)
      if (!content) throw new Error(`The attachment ${file.name} is not there any more`)
      return { filename: file.name, contentType: file.mediaType, content }
    }),
  )
  const mail = new MailComposer({
    messageId: row.message_id,
    date: new Date(),
    from: { name: mailbox.name, address: mailbox.address },
    to: row.recipients.flatMap(readAddresses),
    cc: row.cc.flatMap(readAddresses),
    subject: row.subject,
    text,
    html,
    attachments,
    ...(parent ? { inReplyTo: parent.message_id, references: [...parent.parents, parent.message_id] } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return mail.compile().build()
}

/** Whether a message lies among what was sent, and puts it there if it is to. Null when the server cannot be asked. */
async function inSent(
  { database, sealer }: Ground,
  mailbox: MailboxRow,
  messageId: string,
  put?: Buffer,
): Promise<boolean | null> {
  try {
    const folder = (await foldersOf(database.db, mailbox.id)).find(({ kind }) => kind === 'sent')
    if (!folder) return null
    const client = await openImap(database.db, imapOf(mailbox), imapSignIn(mailbox, sealer))
    try {
      await client.mailboxOpen(folder.path)
      const there = await uidsOf(client, { header: { 'message-id': messageId.slice(1, -1) } })
      if (there.length === 0 && put) await client.append(folder.path, put, ['\\Seen'])
      return there.length > 0
    } finally {
      await client.logout().catch(() => client.close())
    }
  } catch {
    return null
  }
}

const setState = (db: Db, id: string, state: 'waiting' | 'failed' | 'unsure', error: string) =>
  sql`update mail_outgoing set state = ${state}, error = ${error.slice(0, 1_000)}, updated_at = now()
    where id = ${id} and state = 'sending'`.execute(db)

const unsure =
  'The connection was lost while the message was handed over, so it may have left. Look whether it has arrived before you send it again.'

/**
 * Sends a message. It leaves at most once by itself: before it is handed over that is written down, and whoever finds
 * that written without an outcome looks for the message among what was sent instead of sending it again.
 */
export async function deliver(ground: Ground, id: string): Promise<void> {
  const { database, sealer } = ground
  const { db } = database
  const now = new Date().toISOString()
  const organisation = await readOrganisation(db)
  const begun = await begin(db, id, now)
  if (!begun || !organisation) return
  const { row, again } = begun
  const mailbox = await mailboxById(db, row.mailbox_id)
  if (!mailbox) return
  const context: Context = { database, caller: system('web', mailbox.user_id), organisation, now }
  if (again) {
    if (await inSent(ground, mailbox, row.message_id)) await settleSent(context, id)
    else await setState(db, id, 'unsure', unsure)
    return
  }
  const to = receiversOf({ to: row.recipients, cc: row.cc, bcc: row.bcc })
  // Asked again: it may have waited for days.
  const closed = (await isAnswer(db, row.reply_to)) ? [] : await closedTo(db, to)
  if (closed.length > 0) {
    await setState(db, id, 'failed', `${closed.join(', ')} wants no emails any more.`)
    return
  }
  let message: Buffer
  let refused: string[]
  let handing = false
  try {
    message = await compose(ground, mailbox, row)
    const connection = await openSmtp(db, smtpOf(mailbox), smtpSignIn(mailbox, sealer))
    handing = true
    try {
      refused = await handOver(connection, { from: mailbox.address, to }, message)
    } finally {
      connection.close()
    }
  } catch (error) {
    const outcome = outcomeOf(error, handing)
    if (outcome === 'unsure' && (await inSent(ground, mailbox, row.message_id)))
      return settleSent(context, id)
    const later = outcome === 'later' && row.tries < mostTries
    await setState(
      db,
      id,
      outcome === 'unsure' ? 'unsure' : later ? 'waiting' : 'failed',
      outcome === 'unsure' ? unsure : explain(error, 'smtp'),
    )
    if (later) {
      const next = new Date(Date.now() + 15_000 * 2 ** row.tries).toISOString()
      await sql`update mail_outgoing set send_at = ${next} where id = ${id} and state = 'waiting'`.execute(db)
      await addJob(db, 'mail-send', { id }, { runAt: next, attempts: 1 })
    }
    return
  }
  await settleSent({ ...context, now: new Date().toISOString() }, id)
  if (refused.length > 0)
    await noteBounce(context, mailbox.id, {
      messageId: row.message_id,
      recipient: refused.join(', '),
      reason: 'The outgoing server refused this address',
    })
  if (!mailbox.keeps_sent) await inSent(ground, mailbox, row.message_id, message)
}

const payloadSchema = z.object({ id: z.uuid() })

export const sendingJobs = (sealer: Sealer, stores: Stores): Job[] => [
  {
    name: 'mail-send',
    run: (payload, { database }) => deliver({ database, sealer, stores }, payloadSchema.parse(payload).id),
  },
  {
    // What a process had in hand that died, and whose job was lost.
    name: 'mail-resume',
    cron: '* * * * *',
    async run(_, { database: { db } }) {
      const { rows } = await sql<{ id: string }>`select id from mail_outgoing
        where state = 'sending' and updated_at < now() - interval '5 minutes'
          or state = 'waiting' and send_at < now() - interval '2 minutes'`.execute(db)
      for (const { id } of rows)
        await addJob(db, 'mail-send', { id }, { key: `mail-resume ${id}`, attempts: 1 })
    },
  },
]
