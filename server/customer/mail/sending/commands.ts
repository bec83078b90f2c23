import { sql } from 'kysely'
import { email } from '../../../../contract/customer/email.ts'
import { domainOf, readAddresses } from '../../../../contract/customer/mail-address.ts'
import {
  mostAttached,
  mostDaysAhead,
  undoSeconds,
  type MessageInput,
  type OutgoingMessage,
} from '../../../../contract/customer/mail-sending.ts'
import { recordTypeOf } from '../../../../contract/record-types.ts'
import type { FileValue } from '../../../../contract/records/file.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/id.ts'
import { addJob } from '../../../db/jobs.ts'
import { system } from '../../../http/caller.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { reach } from '../../../http/policy.ts'
import { conflict, forbidden, invalidField, notFound } from '../../../http/problem.ts'
import { getRecord } from '../../../records/list.ts'
import { sanitiseRichText } from '../../../records/rich-text.ts'
import { needMailbox } from '../mailboxes/queries.ts'
import { keepMessages } from '../messages/commands.ts'
import { closedTo, openDealsBy, peopleBy } from '../messages/queries.ts'
import { conversationOf } from '../messages/rules.ts'
import type { MailboxRow, OutgoingRow } from '../tables.ts'
import { answered, isAnswer, outgoingOf } from './queries.ts'
import { receiversOf } from './rules.ts'

/** Gives files that the caller has uploaded to the message that they will go with. */
async function takeFiles(
  context: Context,
  id: string,
  given: readonly { id: string }[],
): Promise<FileValue[]> {
  if (given.length === 0) return []
  const { rows } =
    await sql<FileValue>`update files set record_type = ${email.name}, record_id = ${id}, field = 'files'
    where id = any(${given.map((file) => file.id)}::uuid[]) and record_id is null
      and uploaded_by = ${context.caller.userId} and uploaded_with is null
    returning id, name, bytes as size, media_type as "mediaType"`.execute(context.database.db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const files = given.flatMap((file) => byId.get(file.id) ?? [])
  if (files.length < given.length)
    throw invalidField('files', 'A file is not there any more. Choose it again')
  if (files.reduce((sum, { size }) => sum + size, 0) > mostAttached)
    throw invalidField('files', 'All attachments together may have 25 MB. Link to where the large ones lie')
  return files
}

/** Whom and what a message is about: as it was said, and else who gets it. All of it is the sender's to see. */
async function aboutOf(context: Context, input: MessageInput, mailbox: MailboxRow) {
  const { db } = context.database
  const said = { person: input.person ?? null, company: input.company ?? null, deal: input.deal ?? null }
  for (const [name, id] of Object.entries(said))
    if (id)
      await getRecord(context, recordTypeOf(name), id).catch(() => {
        throw invalidField(name, 'There is no such record, or it is not for you to see')
      })
  const addresses = [...input.to, ...input.cc].flatMap((text) =>
    readAddresses(text).map((one) => one.address),
  )
  const known = await peopleBy(db, addresses)
  const first = addresses.flatMap((address) => known.get(address) ?? [])[0]
  const person = said.person ?? first?.id ?? null
  const deals =
    person && !said.deal ? await openDealsBy(db, [person], mailbox.user_id) : new Map<string, string>()
  return {
    person,
    company: said.company ?? (first && first.id === person ? first.company : null),
    deal: said.deal ?? (person ? (deals.get(person) ?? null) : null),
  }
}

/** Who has written is answered; to anybody else nothing leaves that they do not want. */
async function refuseClosed(db: Db, input: MessageInput): Promise<void> {
  if (await isAnswer(db, input.replyTo)) return
  const closed = await closedTo(db, receiversOf(input))
  if (closed.length > 0)
    throw invalidField(
      'to',
      `${closed.join(', ')} wants no emails. Take them out, or speak to them otherwise`,
    )
}

const queue = (db: Db, id: string, sendAt: string): Promise<void> =>
  addJob(db, 'mail-send', { id }, { runAt: sendAt, attempts: 1 })

/** Takes a message to be sent: it leaves after the time in which it can be undone, or when it is to. */
export function send(context: Context, input: MessageInput): Promise<OutgoingMessage> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    if (reach(inner.caller, email.name, 'create') === 'none')
      throw forbidden('Your role may not send emails. Ask an administrator.')
    const mailbox = await needMailbox(inner)
    const earliest = Date.parse(inner.now) + undoSeconds * 1000
    const asked = input.sendAt ? Date.parse(input.sendAt) : earliest
    if (asked > Date.parse(inner.now) + mostDaysAhead * 86_400_000)
      throw invalidField('sendAt', `A message can wait ${mostDaysAhead} days at most`)
    const sendAt = new Date(Math.max(asked, earliest)).toISOString()
    if (input.replyTo) await getRecord(inner, recordTypeOf(email.name), input.replyTo)
    await refuseClosed(db, input)
    const id = newId()
    const files = await takeFiles(inner, id, input.files)
    const about = await aboutOf(inner, input, mailbox)
    const { rows } = await sql<OutgoingRow>`
      insert into mail_outgoing (id, mailbox_id, person_id, company_id, deal_id, recipients, cc, bcc, subject, body, files,
        reply_to, message_id, send_at, created_at, updated_at)
      values (${id}, ${mailbox.id}, ${about.person}, ${about.company}, ${about.deal}, ${input.to}, ${input.cc},
        ${input.bcc}, ${input.subject}, ${sanitiseRichText(input.body)}, ${JSON.stringify(files)},
        ${input.replyTo ?? null}, ${`<${id}@${domainOf(mailbox.address)}>`}, ${sendAt}, ${inner.now}, ${inner.now})
      returning *`.execute(db)
    await queue(db, id, sendAt)
    return outgoingOf(rows[0] as OutgoingRow)
  })
}

async function ownOutgoing(context: Context, id: string): Promise<OutgoingRow> {
  const { rows } =
    await sql<OutgoingRow>`select m.* from mail_outgoing m join mailboxes b on b.id = m.mailbox_id
    where m.id = ${id} and b.user_id = ${context.caller.userId} for update of m`.execute(context.database.db)
  if (!rows[0]) throw notFound('message of yours that is to leave')
  return rows[0]
}

/** What a wing takes back with a message that never leaves, within the same transaction. */
export type WhenUndone = (context: Context, messageId: string) => Promise<void>

/** Takes a message back that has not begun to leave: whoever has the row first, this or the sending, has it. */
export function undo(context: Context, id: string, whenUndone: WhenUndone): Promise<OutgoingMessage> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await ownOutgoing(inner, id)
    if (row.state === 'sending' || row.state === 'sent')
      throw conflict('It is too late: the message has left.')
    const { rows } =
      await sql<OutgoingRow>`update mail_outgoing set state = 'undone', updated_at = ${inner.now}
      where id = ${id} returning *`.execute(db)
    // Its attachments are the sender's again, for what they write instead.
    await sql`update files set record_type = null, record_id = null, field = null, removed_at = null, created_at = now()
      where record_type = ${email.name} and record_id = ${id}`.execute(db)
    await whenUndone(inner, id)
    return outgoingOf(rows[0] as OutgoingRow)
  })
}

/** Sends what has failed once more, and what waits for later now. */
export function sendAgain(context: Context, id: string): Promise<OutgoingMessage> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await ownOutgoing(inner, id)
    if (!['waiting', 'failed', 'unsure', 'restored'].includes(row.state))
      throw conflict(
        row.state === 'undone' ? 'Sending was undone. Write the message anew.' : 'The message has left.',
      )
    const { rows } =
      await sql<OutgoingRow>`update mail_outgoing set state = 'waiting', send_at = ${inner.now}, tries = 0,
        error = null, updated_at = ${inner.now} where id = ${id} returning *`.execute(db)
    await queue(db, id, inner.now)
    return outgoingOf(rows[0] as OutgoingRow)
  })
}

/** Notes that a message has left, and writes it down as an email: once, whoever found it out. */
export function settleSent(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } =
      await sql<OutgoingRow>`update mail_outgoing set state = 'sent', error = null, updated_at = ${inner.now}
      where id = ${id} and state <> 'sent' returning *`.execute(db)
    const [row] = rows
    if (!row) return
    const { rows: boxes } =
      await sql<MailboxRow>`select * from mailboxes where id = ${row.mailbox_id}`.execute(db)
    const mailbox = boxes[0] as MailboxRow
    const parent = row.reply_to ? await answered(db, row.reply_to) : null
    const parents = parent ? [...parent.parents, parent.message_id] : []
    const known = new Map(parent?.conversation ? [[parent.message_id, parent.conversation]] : [])
    const addresses = (list: readonly string[]) => list.flatMap((text) => readAddresses(text))
    const to = addresses(row.recipients)
    const cc = addresses(row.cc)
    const others = await peopleBy(
      db,
      [...to, ...cc].map(({ address }) => address),
    )
    await keepMessages(
      inner,
      mailbox,
      [
        {
          id: row.id,
          head: {
            messageId: row.message_id,
            parents,
            subject: row.subject,
            from: { name: mailbox.name, address: mailbox.address },
            to,
            cc,
            sentAt: inner.now,
          },
          direction: 'outbound',
          conversation: conversationOf({ messageId: row.message_id, parents }, known),
          person: row.person_id,
          company: row.company_id,
          deal: row.deal_id,
          others: [...new Set([...others.values()].map((person) => person.id))].filter(
            (person) => person !== row.person_id,
          ),
          body: row.body,
          html: null,
          files: row.files,
        },
      ],
      system('web', mailbox.user_id),
    )
  })
}
