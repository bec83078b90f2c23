import { sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { PublicQuote } from '../../../../contract/sales/quote-routes.ts'
import { quote } from '../../../../contract/sales/quote.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { system, type Caller } from '../../../http/caller.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { updateRecords } from '../../../records/write.ts'
import { orderFromQuote } from '../../orders/accepting/commands.ts'
import { giveTask } from '../approvals/commands.ts'
import { closedBecause, isNewView } from '../rules.ts'
import { openedBy, shown, wonStageOf, type Opened } from './queries.ts'

/** The holder of a link is nobody of the team: what they do is done by the system. */
const asCustomer = (context: Context): Context => ({
  ...context,
  caller: system(byCaller(context)?.origin === 'sample' ? 'sample' : 'web'),
})

/** Who is signed in, if anybody: a route for anyone has no caller of its own. */
const byCaller = ({ caller }: Context): Caller | null => caller

const todayOf = ({ now, organisation }: Context) => dayOf(now, organisation.timeZone)

/** Opens a quote for its customer. What a member looks at is no view of the customer's. */
export function openQuote(context: Context, token: string): Promise<PublicQuote> {
  const by = byCaller(context)
  const byMember = Boolean(by?.userId ?? by?.keyId)
  return atomically(asCustomer(context), async (inner) => {
    const { db } = inner.database
    const opened = await openedBy(db, token)
    const answer = shown(opened, todayOf(inner))
    const open = answer.status === 'sent' || answer.status === 'viewed'
    if (byMember || !open || !isNewView(opened.viewedAt, inner.now)) return answer
    await sql`update quote_editions set status = 'viewed' where id = ${opened.editionId} and status = 'sent'`.execute(
      db,
    )
    await updateRecords(inner, quote, [{ id: opened.id, values: { status: 'viewed', viewedAt: inner.now } }])
    return { ...answer, status: 'viewed' }
  })
}

/** Puts a question to whoever the quote is from. */
export function askAbout(
  context: Context,
  { token, name, question }: { token: string; name: string; question: string },
): Promise<void> {
  return atomically(asCustomer(context), async (inner) => {
    const opened = await openedBy(inner.database.db, token)
    await record(inner.database.db, inner.caller, inner.now, [
      {
        type: 'quote.asked',
        subject: { type: quote.name, id: opened.id, version: opened.version },
        personId: opened.person,
        companyId: opened.company,
        data: { edition: opened.edition },
        personal: { name, question },
      },
    ])
    if (opened.owner)
      await giveTask(inner, { ...opened }, opened.owner, 'task.answerQuote', `${name}: ${question}`)
    inner.database.notify('ledger')
  })
}

/** The quote, if what was read is what would be answered, and it can still be. */
async function answerable(context: Context, token: string, hash: string): Promise<Opened> {
  const opened = await openedBy(context.database.db, token)
  if (opened.hash !== hash)
    throw conflict('A newer version of this quote was sent meanwhile. Open the link again and read that.')
  return opened
}

interface Signed {
  token: string
  hash: string
  name: string
  signature: string
}

/**
 * Accepts a quote: keeps who signed, when, from where and what they had read, wins the deal and makes the order. Asked again
 * it answers as before, so that it happens once however often it is sent.
 */
export function acceptQuote(context: Context, signed: Signed, address: string): Promise<PublicQuote> {
  return atomically(asCustomer(context), async (inner) => {
    const { db } = inner.database
    const opened = await answerable(inner, signed.token, signed.hash)
    const today = todayOf(inner)
    if (opened.status === 'accepted') return shown(opened, today)
    const closed = closedBecause(opened.status, opened.document.validUntil, today)
    if (closed) throw conflict(closed)
    // What was being written as the next edition is not wanted any more.
    await sql`delete from quote_editions where quote_id = ${opened.id} and status = 'draft'`.execute(db)
    await sql`update quote_editions set status = 'accepted', answer = 'accepted', answered_at = ${inner.now},
      answered_by = ${signed.name}, signature = ${signed.signature}, address = ${address}, answered_hash = ${signed.hash}
      where id = ${opened.editionId}`.execute(db)
    await updateRecords(inner, quote, [
      {
        id: opened.id,
        values: { status: 'accepted', answeredAt: inner.now, signedBy: signed.name, approval: null },
      },
    ])
    await supersedeOthers(inner, opened)
    await winDeal(inner, opened)
    await orderFromQuote(inner, opened)
    return shown(await openedBy(db, signed.token), today)
  })
}

/** What else was offered for the deal is no longer to be had. */
async function supersedeOthers(context: Context, { id, deal: of }: Opened): Promise<void> {
  const { db } = context.database
  const { rows } = await sql<{ id: string }>`
    select id from quotes where deal_id = ${of} and id <> ${id} and status in ('sent', 'viewed') and deleted_at is null
    order by id`.execute(db)
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return
  await sql`update quote_editions set status = 'superseded'
    where quote_id = any(${ids}::uuid[]) and status in ('sent', 'viewed')`.execute(db)
  await updateRecords(
    context,
    quote,
    ids.map((one) => ({ id: one, values: { status: 'superseded' } })),
  )
}

/** The deal is won for what was accepted, unless its amount is said elsewhere. One that is won already stays. */
async function winDeal(context: Context, opened: Opened): Promise<void> {
  const stage = await wonStageOf(context.database.db, opened.deal)
  if (!stage) return
  const { currency, net } = opened.document
  await updateRecords(context, deal, [
    { id: opened.deal, values: { stage, ...(opened.setsAmount && { amount: { amount: net, currency } }) } },
  ])
}

/** Declines a quote with a reason. The deal stays open: whether it is lost is the seller's to say. */
export function declineQuote(
  context: Context,
  { token, hash, reason }: { token: string; hash: string; reason: string },
  address: string,
): Promise<PublicQuote> {
  return atomically(asCustomer(context), async (inner) => {
    const { db } = inner.database
    const opened = await answerable(inner, token, hash)
    const today = todayOf(inner)
    if (opened.status === 'declined') return shown(opened, today)
    const closed = closedBecause(opened.status, opened.document.validUntil, today)
    if (closed) throw conflict(closed)
    await sql`update quote_editions set status = 'declined', answer = 'declined', answered_at = ${inner.now},
      reason = ${reason}, address = ${address}, answered_hash = ${hash} where id = ${opened.editionId}`.execute(
      db,
    )
    await updateRecords(inner, quote, [
      { id: opened.id, values: { status: 'declined', answeredAt: inner.now, declineReason: reason } },
    ])
    return shown(await openedBy(db, token), today)
  })
}
