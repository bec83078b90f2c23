import { sql } from 'kysely'
import type { QuoteDocument } from '../../../../contract/sales/quote-document.ts'
import type { PublicQuote } from '../../../../contract/sales/quote-routes.ts'
import type { QuoteStatus } from '../../../../contract/sales/quote.ts'
import type { Db } from '../../../db/database.ts'
import { notFound } from '../../../http/problem.ts'
import { closedBecause } from '../rules.ts'
import { tokenHash } from '../sending/commands.ts'

/** A quote with the last edition that was sent, as its link finds it. */
export interface Opened {
  id: string
  title: string
  version: number
  status: QuoteStatus
  deal: string
  person: string | null
  company: string | null
  owner: string | null
  currency: string
  setsAmount: boolean
  viewedAt: string | null
  answeredAt: string | null
  signedBy: string | null
  editionId: string
  edition: number
  document: QuoteDocument
  hash: string
  sentAt: string
}

/** The quote of a link. Its row is locked, so that of two who answer at once one comes first. */
export async function openedBy(db: Db, token: string): Promise<Opened> {
  const { rows: locked } = await sql<{ id: string }>`
    select q.id from quotes q join quote_links l on l.quote_id = q.id
    where l.hash = ${tokenHash(token)} and q.deleted_at is null for no key update of q`.execute(db)
  // A statement of its own: what another had committed when the lock was free is seen by it.
  const { rows } = await sql<Opened>`
    select q.id, q.title, q.version, q.status, q.deal_id as deal, q.person_id as person, q.company_id as company,
      q.owner_id as owner, q.currency, q.sets_amount as "setsAmount", q.viewed_at as "viewedAt",
      q.answered_at as "answeredAt", q.signed_by as "signedBy", e.sent_at as "sentAt", e.id as "editionId", e.number as edition, e.document, e.hash
    from quotes q join quote_editions e on e.quote_id = q.id
    where q.id = ${locked[0]?.id ?? null} and e.document is not null order by e.number desc limit 1`.execute(
    db,
  )
  if (!rows[0]) throw notFound('quote: its link is not complete, or it was withdrawn')
  return rows[0]
}

/** What the customer is shown; an open quote whose days are over is expired, also before anybody has noted it. */
export function shown(opened: Opened, today: string): PublicQuote {
  const { status, document, hash, answeredAt, signedBy } = opened
  const over = (status === 'sent' || status === 'viewed') && closedBecause(status, document.validUntil, today)
  return { status: over ? 'expired' : status, document, hash, answeredAt, signedBy }
}

/** The stage in which a deal's pipeline has its deals won, the first of several. */
export async function wonStageOf(db: Db, dealId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select s.id from deals d join stages s on s.pipeline_id = d.pipeline_id
    where d.id = ${dealId} and d.deleted_at is null and d.status <> 'won' and s.kind = 'won' and s.deleted_at is null
    order by s.position, s.id limit 1`.execute(db)
  return rows[0]?.id ?? null
}
