import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { approvalCauses } from '../../../../contract/sales/quote-approval.ts'
import { canonical, documentOf, type QuoteDocument } from '../../../../contract/sales/quote-document.ts'
import { quote } from '../../../../contract/sales/quote.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, invalidField } from '../../../http/problem.ts'
import { updateRecords } from '../../../records/write.ts'
import { partiesOf, taxNotesOf } from '../../documents/queries.ts'
import { elevated, figuresOf, followAmount, lockDraft, lockQuote } from '../commands.ts'
import { linesOf, pricedLines } from '../queries.ts'
import { quoteNumber } from '../rules.ts'
import { readQuoteSettings } from '../settings/queries.ts'
import { nextNumber } from './queries.ts'

export const hashOf = (document: QuoteDocument): string =>
  createHash('sha256').update(canonical(document)).digest('hex')

/** 256 random bits need no slow hash. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

interface Sent {
  number: string
  link: string
}

/** Makes a link to a quote. What it ends with is known to nobody afterwards but who was given it. */
async function makeLink(context: Context, id: string, publicUrl: string): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  await sql`insert into quote_links (hash, quote_id, created_at, created_by)
    values (${tokenHash(token)}, ${id}, ${context.now}, ${context.caller.userId})`.execute(
    context.database.db,
  )
  return `${publicUrl}/quote#${token}`
}

/** Freezes the draft, with a number when it is the first to be sent, and makes a link for the customer. */
export function sendQuote(context: Context, publicUrl: string, id: string): Promise<Sent> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockQuote(inner, id)
    const draft = await lockDraft(inner, id)
    const currency = String(row['currency'])
    const today = dayOf(inner.now, inner.organisation.timeZone)
    const lines = await pricedLines(inner, await linesOf(db, draft.id), currency)
    if (lines.length === 0) throw invalidField('lines', 'There is nothing on it yet. Add a line first.')
    const { validUntil } = draft
    if (validUntil === null) throw invalidField('validUntil', 'Say until when it is valid.')
    if (validUntil < today) throw invalidField('validUntil', 'This day is past. Choose a later one.')
    const year = today.slice(0, 4)
    const number =
      (row['number'] as string | null) ?? quoteNumber(year, await nextNumber(db, quote.name, year))
    const { document, totals } = documentOf(
      {
        number,
        edition: draft.number,
        title: (row['name'] as string | null) ?? '',
        ...(await partiesOf(db, 'quotes', id, inner.organisation.name)),
        issuedOn: today,
        validUntil,
        intro: draft.intro,
        terms: draft.terms,
        ...(await taxNotesOf(db, lines)),
      },
      lines.map(({ product: _product, tax: _tax, ...line }) => line),
      { currency, inclusive: draft.inclusive, rounding: draft.rounding, discount: draft.discount },
    )
    // Rates and limits may have changed since the draft was saved.
    const causes = approvalCauses(totals, await readQuoteSettings(db))
    if (causes.length > 0 && row['approval'] !== 'approved')
      throw conflict('This quote is beyond the company’s limits. Ask for approval first.')
    await sql`update quote_lines l set tax_rate = given.rate, net = given.net, tax = given.tax
      from unnest(${totals.lines.map((_, at) => at)}::int[], ${lines.map(({ taxRate }) => taxRate)}::int[],
        ${totals.lines.map(({ net }) => net.toString())}::bigint[], ${totals.lines.map(({ tax }) => tax.toString())}::bigint[])
        as given (position, rate, net, tax)
      where l.edition_id = ${draft.id} and l.position = given.position`.execute(db)
    await sql`update quote_editions set status = 'superseded' where quote_id = ${id} and status in ('sent', 'viewed', 'expired')`.execute(
      db,
    )
    await sql`update quote_editions set status = 'sent', sent_at = ${inner.now}, sent_by = ${inner.caller.userId},
      document = ${JSON.stringify(document)}, hash = ${hashOf(document)} where id = ${draft.id}`.execute(db)
    await updateRecords(elevated(inner), quote, [
      {
        id,
        values: {
          ...figuresOf(totals, currency),
          number,
          status: 'sent',
          validUntil,
          sentAt: inner.now,
          viewedAt: null,
          answeredAt: null,
          declineReason: null,
        },
      },
    ])
    await followAmount(inner, row, totals.net, currency)
    return { number, link: await makeLink(inner, id, publicUrl) }
  })
}

/** Another link to what was sent; whoever has an earlier one keeps it. */
export function addLink(context: Context, publicUrl: string, id: string): Promise<Sent> {
  return atomically(context, async (inner) => {
    const row = await lockQuote(inner, id)
    if (row['status'] === 'draft') throw conflict('Only a quote that was sent has a link. Send it first.')
    return { number: String(row['number']), link: await makeLink(inner, id, publicUrl) }
  })
}
