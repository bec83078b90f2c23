import { sql } from 'kysely'
import type { MessageInput, OutgoingMessage } from '../../../../contract/customer/mail-sending.ts'
import { quote } from '../../../../contract/sales/quote.ts'
import { toMinor, type Money } from '../../../../contract/values/money.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict } from '../../../http/problem.ts'
import type { Stores } from '../../../records/files/stores.ts'
import { getRecord } from '../../../records/list.ts'
import { lock } from '../../../records/lock.ts'
import { updateRecords } from '../../../records/write.ts'
import { mailDocument } from '../../documents/commands.ts'
import { draftOf } from '../queries.ts'
import { elevated, followAmount, lockQuote } from '../commands.ts'
import { addLink, sendQuote, tokenHash } from '../sending/commands.ts'
import { lastSentOf, mailedBy } from './queries.ts'

/** What sending writes of a quote, and so what undoing puts back. Words are not among it: they stand on the editions. */
const written = [
  'status',
  'validUntil',
  'sentAt',
  'viewedAt',
  'answeredAt',
  'net',
  'total',
  'discountRate',
  'marginRate',
] as const

interface Ground {
  publicUrl: string
  stores: Stores
}

interface Mailing {
  of: 'draft' | 'sent'
  message: MessageInput
}

/** Sends a quote, or another link to it, from the caller's mailbox: all of it or nothing. */
export function mailQuote(
  context: Context,
  { publicUrl, stores }: Ground,
  id: string,
  { of, message }: Mailing,
): Promise<OutgoingMessage> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockQuote(inner, id)
    const whole = await getRecord(elevated(inner), quote, id)
    const before = Object.fromEntries(written.map((field) => [field, whole[field]]))
    const { link } = await (of === 'draft' ? sendQuote : addLink)(inner, publicUrl, id)
    const edition = await lastSentOf(db, id)
    if (!edition) throw conflict('Only a quote that was sent has a link. Send it first.')
    const { document, hash, sentAt } = edition
    const sent = await mailDocument(inner, stores, { kind: 'quote', document, hash, at: sentAt }, link, {
      ...message,
      deal: message.deal ?? String(row['deal']),
    })
    const token = link.slice(link.indexOf('#') + 1)
    await sql`insert into quote_mails (message_id, edition_id, link, before)
      values (${sent.id}, ${edition.id}, ${tokenHash(token)}, ${of === 'draft' ? JSON.stringify(before) : null})`.execute(
      db,
    )
    return sent
  })
}

/**
 * Takes a quote back whose message never left: its link is gone, and the edition is a draft again. What somebody has seen
 * by an earlier link, or what has gone on since, stays.
 */
export async function unsendQuote(context: Context, messageId: string): Promise<void> {
  const { db } = context.database
  const mailed = await mailedBy(db, messageId)
  if (!mailed) return
  const { quote: id, edition, before, link } = mailed
  const row = (await lock(db, elevated(context), quote, [id], 'edit')).get(id)
  if (link) await sql`delete from quote_links where hash = ${link}`.execute(db)
  if (!before || !row || row['status'] !== 'sent') return
  if ((await lastSentOf(db, id))?.id !== edition || (await draftOf(db, id))) return
  await sql`select set_config('throughline.unsending', 'on', true)`.execute(db)
  await sql`update quote_editions set status = 'draft', document = null, hash = null, sent_at = null, sent_by = null
    where id = ${edition}`.execute(db)
  await sql`select set_config('throughline.unsending', 'off', true)`.execute(db)
  const last = await lastSentOf(db, id)
  const status = before['status'] as string
  if (last && ['sent', 'viewed', 'expired', 'withdrawn'].includes(status))
    await sql`update quote_editions set status = ${status} where id = ${last.id}`.execute(db)
  await updateRecords(elevated(context), quote, [
    { id, values: { ...before, declineReason: status === 'declined' ? (last?.reason ?? null) : null } },
  ])
  const net = before['net'] as Money | null
  if (net) await followAmount(context, row, toMinor(net.amount, net.currency), net.currency)
}
