import { sql } from 'kysely'
import type { QuoteDocument } from '../../../../contract/sales/quote-document.ts'
import type { Db } from '../../../db/database.ts'

interface Mailed {
  quote: string
  edition: string
  link: Buffer | null
  /** What the quote was before; null when only another link went out. */
  before: Record<string, unknown> | null
}

/** The quote that went with a message; null when none did. */
export async function mailedBy(db: Db, messageId: string): Promise<Mailed | null> {
  const { rows } = await sql<Mailed>`
    select e.quote_id as quote, e.id as edition, m.link, m.before
    from quote_mails m join quote_editions e on e.id = m.edition_id where m.message_id = ${messageId}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** The last edition of a quote that was sent, with the reason for which it was declined. */
export async function lastSentOf(
  db: Db,
  quoteId: string,
): Promise<{
  id: string
  document: QuoteDocument
  hash: string
  sentAt: string
  reason: string | null
} | null> {
  const { rows } = await sql<{
    id: string
    document: QuoteDocument
    hash: string
    sentAt: string
    reason: string | null
  }>`
    select id, document, hash, sent_at as "sentAt", reason from quote_editions
    where quote_id = ${quoteId} and document is not null order by number desc limit 1`.execute(db)
  return rows[0] ?? null
}
