import { sql } from 'kysely'
import { email } from '../../../../contract/customer/email.ts'
import { writeAddress } from '../../../../contract/customer/mail-address.ts'
import type { FileValue } from '../../../../contract/records/file.ts'
import { system, type Caller } from '../../../http/caller.ts'
import { atomically, type Context } from '../../../http/context.ts'
import type { Behaviour } from '../../../records/behaviour.ts'
import { createRecords, updateRecords } from '../../../records/write.ts'
import { keepAsSent, type Bounce, type Direction, type MailHead } from './rules.ts'

/** A message that is to be kept, with what it is about. */
export interface KeptMessage {
  id: string
  head: MailHead
  direction: Direction
  conversation: string
  person: string | null
  company: string | null
  deal: string | null
  others: string[]
  /** Plain words as rich text. */
  body: string | null
  html: string | null
  files: FileValue[]
}

const mostText = 2_000

const short = (text: string): string => {
  const clean = text.replaceAll('\0', '').toWellFormed()
  return clean.length <= mostText ? clean : `${clean.slice(0, mostText - 1).toWellFormed()}…`
}

/** What came long before it was read is told to nobody as news. */
const newsFor = 86_400_000

/** In whose name a message is written down: who sends acts, who is written to does not. */
export const writerOf = (direction: Direction, sentAt: string, owner: string, now: string): Caller =>
  system(
    Date.parse(now) - Date.parse(sentAt) > newsFor ? 'import' : 'system',
    direction === 'outbound' ? owner : null,
  )

/** Writes messages down as emails on timelines, in the context's transaction; none of them is known yet. */
export async function keepMessages(
  context: Context,
  mailbox: { id: string; user_id: string },
  messages: readonly KeptMessage[],
  writer?: Caller,
): Promise<void> {
  const written = messages.map((message) => ({
    message,
    caller: writer ?? writerOf(message.direction, message.head.sentAt, mailbox.user_id, context.now),
  }))
  const groups = Map.groupBy(written, ({ caller }) => `${caller.origin} ${caller.userId}`)
  for (const group of groups.values()) {
    const { caller } = group[0] as (typeof group)[number]
    await createRecords(
      { ...context, caller },
      email,
      group.map(({ message: { head, ...message } }) => ({
        id: message.id,
        values: {
          subject: short(head.subject) || null,
          direction: message.direction,
          sentAt: head.sentAt,
          sender: head.from && short(writeAddress(head.from)),
          recipients: short(head.to.map(writeAddress).join(', ')) || null,
          cc: short(head.cc.map(writeAddress).join(', ')) || null,
          owner: mailbox.user_id,
          person: message.person,
          company: message.company,
          deal: message.deal,
          others: message.others,
          body: message.body,
          conversation: message.conversation,
          files: message.files,
        },
      })),
    )
  }
  const rows = messages.map(({ id, head, html }) => ({
    email_id: id,
    message_id: head.messageId,
    parents: head.parents,
    html,
  }))
  await sql`insert into mail_messages (email_id, message_id, parents, html, mailbox_id)
    select email_id, message_id, parents, html, ${mailbox.id}
    from json_to_recordset(${JSON.stringify(rows)}) as m (email_id uuid, message_id text, parents text[], html text)`.execute(
    context.database.db,
  )
}

/** Notes on a message that it has not arrived. Whether there is such a message of this mailbox. */
export function noteBounce(context: Context, mailboxId: string, bounce: Bounce): Promise<boolean> {
  return atomically(context, async (inner) => {
    const { rows } = await sql<{
      id: string
    }>`select e.id from mail_messages m join emails e on e.id = m.email_id
      where m.message_id = ${bounce.messageId} and m.mailbox_id = ${mailboxId} and e.direction = 'outbound'`.execute(
      inner.database.db,
    )
    const [found] = rows
    if (!found) return false
    const said = [bounce.recipient, bounce.reason].filter(Boolean).join(': ')
    await updateRecords(inner, email, [{ id: found.id, values: { bounce: short(said) } }])
    return true
  })
}

export const emailBehaviour: Behaviour<ReadonlySet<string>> = {
  type: email,
  async gather(db, changes) {
    const ids = changes.flatMap(({ before }) => (before ? [before.id] : []))
    if (ids.length === 0) return new Set()
    const { rows } = await sql<{ id: string }>`
      select email_id as id from mail_messages where email_id = any(${ids}::uuid[])`.execute(db)
    return new Set(rows.map(({ id }) => id))
  },
  complete: (change, mailed) => keepAsSent(change, mailed),
  eventOf({ before, after }) {
    if (before) return !before.values.bounce && after.values.bounce ? { type: 'email.bounced' } : null
    const { direction, sentAt } = after.values
    return {
      type: direction === 'inbound' ? 'email.received' : 'email.sent',
      ...(typeof sentAt === 'string' ? { at: sentAt } : {}),
    }
  },
}
