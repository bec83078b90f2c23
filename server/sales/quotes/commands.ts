import { sql } from 'kysely'
import { totalsOf, type Totals } from '../../../contract/sales/line-totals.ts'
import { fitsCurrency, type Line } from '../../../contract/sales/line.ts'
import { approvalCauses, discountRateOf, marginRateOf } from '../../../contract/sales/quote-approval.ts'
import type { DraftInput } from '../../../contract/sales/quote-routes.ts'
import { quote } from '../../../contract/sales/quote.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { moneyOf, toMajor, toMinor } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { changedMeanwhile, conflict, invalidField } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { allowed, lock, type LockedRow } from '../../records/lock.ts'
import { updateRecords } from '../../records/write.ts'
import { costsOf } from '../products/queries.ts'
import { taxRatesOn } from '../prices/queries.ts'
import { draftOf, knowsCosts, linesOf, quoteFacts, sentEditionOf } from './queries.ts'
import { completeQuote, quoteEventOf, refuseBin, type QuoteFacts } from './rules.ts'
import { readQuoteSettings } from './settings/queries.ts'
import type { EditionRow, LineRow } from './tables.ts'

/** Every quote begins with a draft that counts taxes as the company does at the time. */
const beginDraft = `
  insert into quote_editions (quote_id, number, inclusive, rounding, valid_until, terms, created_at, created_by)
  select w.id, 1, s.inclusive, s.rounding, w.valid_until, s.terms, w.created_at, ground.actor
  from written w, quote_settings s, ground where not exists (select from old o where o.id = w.id)`

export const quoteBehaviour: Behaviour<QuoteFacts> = {
  type: quote,
  gather: quoteFacts,
  complete: completeQuote,
  moveToBin: refuseBin,
  eventOf: quoteEventOf,
  follow: [beginDraft],
}

/** Whoever may write a quote may write what follows from it, whatever their role says of single fields. */
export const elevated = (context: Context): Context => ({
  ...context,
  caller: {
    ...system(context.caller.origin, context.caller.userId),
    keyId: context.caller.keyId,
  },
})

/** The quote's row, locked, if the caller may write it and it is not in the bin. */
export async function lockQuote(context: Context, id: string): Promise<LockedRow> {
  const rows = await lock(context.database.db, context, quote, [id], 'edit')
  const row = allowed(quote, rows.get(id), 'change')
  if (row['deletedAt'] !== null) throw conflict('This quote is in the bin. Restore it first.')
  return row
}

export async function lockDraft(context: Context, id: string): Promise<EditionRow> {
  const draft = await draftOf(context.database.db, id)
  if (!draft) throw conflict('This quote has no draft. Begin its next version first.')
  return draft
}

export type PricedLine = Line & { taxRate: number }

/** The lines as they are typed, with what their products cost and the tax rates of today. */
export async function priced(
  context: Context,
  lines: readonly Line[],
  currency: string,
): Promise<PricedLine[]> {
  const { db } = context.database
  const ids = [...new Set(lines.flatMap(({ product }) => product ?? []))]
  const { rows } = await sql<{ id: string }>`select id from products where id = any(${ids}::uuid[])`.execute(
    db,
  )
  const known = new Set(rows.map(({ id }) => id))
  const costs = await costsOf(db, ids, currency)
  const rates = await taxRatesOn(db, dayOf(context.now, context.organisation.timeZone))
  const seesCosts = knowsCosts(context)
  return lines.map((line, at) => {
    const path = `lines.${at}`
    const amounts = { price: line.price, cost: line.cost, discount: amountIn(line.discount) }
    for (const [name, amount] of Object.entries(amounts))
      if (amount !== null && !fitsCurrency(amount, currency))
        throw invalidField(`${path}.${name}`, `This has more decimal places than ${currency}`)
    if (line.product !== null && !known.has(line.product))
      throw invalidField(`${path}.product`, 'There is no such product. Choose another.')
    if (line.tax !== null && !rates.has(line.tax))
      throw invalidField(`${path}.tax`, 'There is no such tax class. Choose another.')
    const cost = line.product === null ? undefined : costs.get(line.product)
    return {
      ...line,
      taxRate: (line.tax === null ? undefined : rates.get(line.tax)) ?? 0,
      cost:
        cost !== undefined ? toMajor(cost, currency) : line.product === null && seesCosts ? line.cost : null,
    }
  })
}

export const amountIn = (discount: DraftInput['discount']): string | null =>
  discount !== null && 'amount' in discount ? discount.amount : null

async function writeLines(
  db: Db,
  editionId: string,
  lines: readonly PricedLine[],
  totals: Totals,
  currency: string,
): Promise<void> {
  const rows = lines.map((line, position) => ({
    ...line,
    position,
    price: toMinor(line.price, currency).toString(),
    cost: line.cost === null ? null : toMinor(line.cost, currency).toString(),
    net: totals.lines[position]?.net.toString(),
    tax_amount: totals.lines[position]?.tax.toString(),
  }))
  await sql`delete from quote_lines where edition_id = ${editionId}`.execute(db)
  await sql`
    insert into quote_lines (edition_id, position, product_id, name, description, unit, quantity, price, discount, tax_id,
      tax_rate, charged, term, cost, net, tax)
    select ${editionId}::uuid, position, product, name, description, unit, quantity, price, discount, tax, "taxRate", charged,
      term, cost, net, tax_amount
    from json_to_recordset(${JSON.stringify(rows)}) as line (position int, product uuid, name text, description text, unit text,
      quantity numeric, price bigint, discount jsonb, tax uuid, "taxRate" int, charged text, term int, cost bigint, net bigint,
      tax_amount bigint)`.execute(db)
}

/** What the record tells of its draft, and whether somebody has to approve it. */
export const figuresOf = (totals: Totals, currency: string) => ({
  net: moneyOf(totals.net, currency),
  total: moneyOf(totals.total, currency),
  discountRate: (discountRateOf(totals) ?? 0) / 10_000,
  marginRate: marginOf(totals),
})

/** A fraction; below −100 it says no more. */
function marginOf(totals: Totals): number | null {
  const rate = marginRateOf(totals)
  return rate === null ? null : Math.max(rate / 10_000, -100)
}

const sameLines = (before: readonly LineRow[], after: readonly LineRow[]) =>
  JSON.stringify(before) === JSON.stringify(after)

/** Writes a draft whole. An approval lapses with a change of what it was given for; the deal's amount follows. */
export function saveDraft(context: Context, id: string, input: DraftInput): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockQuote(inner, id)
    const draft = await lockDraft(inner, id)
    if (input.saves !== undefined && input.saves !== draft.saves)
      throw changedMeanwhile({ saves: draft.saves })
    const currency = String(row['currency'])
    const { inclusive, rounding } = draft
    const off = amountIn(input.discount)
    if (off !== null && !fitsCurrency(off, currency))
      throw invalidField('discount', `This has more decimal places than ${currency}`)
    const lines = await priced(inner, input.lines, currency)
    const totals = totalsOf(lines, { currency, inclusive, rounding, discount: input.discount })
    if (totals.gross + totals.tax > 9_000_000_000_000_000n)
      throw invalidField('lines', 'In all this amount is too large')
    const before = await linesOf(db, draft.id)
    await writeLines(db, draft.id, lines, totals, currency)
    const changed =
      !sameLines(before, await linesOf(db, draft.id)) ||
      JSON.stringify(draft.discount) !== JSON.stringify(input.discount)
    await sql`update quote_editions set saves = saves + 1, discount = ${input.discount && JSON.stringify(input.discount)}::jsonb,
      valid_until = ${input.validUntil}, intro = ${input.intro}, terms = ${input.terms} where id = ${draft.id}`.execute(
      db,
    )
    const causes = approvalCauses(totals, await readQuoteSettings(db))
    const kept = !changed && causes.length > 0 ? (row['approval'] as string | null) : null
    if (changed) await lapse(inner, draft.id)
    const approval = causes.length > 0 ? (kept ?? 'needed') : null
    // While the customer has an edition the record tells of that; of the next one only whether it needs approval.
    const figures =
      row['status'] === 'draft' ? { ...figuresOf(totals, currency), validUntil: input.validUntil } : {}
    const { events } = await updateRecords(elevated(inner), quote, [{ id, values: { ...figures, approval } }])
    if (changed && events[0] === null) await tellLines(inner, id, row)
    if (changed && row['status'] === 'draft') await followAmount(inner, row, totals.net, currency)
  })
}

/** That lines changed without changing what they come to is told as well. */
async function tellLines(context: Context, id: string, row: LockedRow): Promise<void> {
  await record(context.database.db, context.caller, context.now, [
    {
      type: 'quote.updated',
      subject: { type: quote.name, id, version: Number(row['version']) },
      personId: row['person'] as string | null,
      companyId: row['company'] as string | null,
      data: { changes: {} },
    },
  ])
  context.database.notify('ledger')
}

/** A request that nobody has decided yet is about lines that are no more. */
async function lapse(context: Context, editionId: string): Promise<void> {
  await sql`update quote_approvals set outcome = 'lapsed', decided_at = ${context.now}
    where edition_id = ${editionId} and outcome is null`.execute(context.database.db)
}

/** Where the quote says what its deal comes to, the deal's amount is the net. A deal that is closed stays. */
export async function followAmount(
  context: Context,
  row: LockedRow,
  net: bigint,
  currency: string,
): Promise<void> {
  if (row['setsAmount'] !== true) return
  const { rows } =
    await sql`select from deals where id = ${row['deal']} and status = 'open' and deleted_at is null`.execute(
      context.database.db,
    )
  if (rows.length > 0)
    await updateRecords(context, deal, [
      { id: String(row['deal']), values: { amount: moneyOf(net, currency) } },
    ])
}

/** Begins the next edition with what was sent last. What the customer has stays good until the next one is sent. */
export function revise(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockQuote(inner, id)
    if (row['status'] === 'accepted')
      throw conflict('An accepted quote stays as it is. Make another one for the deal.')
    if (await draftOf(db, id)) throw conflict('The next version has been begun already.')
    const last = await sentEditionOf(db, id)
    if (!last) throw conflict('This quote has no draft. Begin its next version first.')
    const { validDays } = await readQuoteSettings(db)
    const { rows } = await sql<{ id: string }>`
      insert into quote_editions (quote_id, number, inclusive, rounding, discount, valid_until, intro, terms, created_at, created_by)
      select quote_id, number + 1, inclusive, rounding, discount,
        (${inner.now}::timestamptz at time zone ${inner.organisation.timeZone})::date + ${validDays}::int, intro, terms,
        ${inner.now}, ${inner.caller.userId}
      from quote_editions where id = ${last.id} returning id`.execute(db)
    await sql`
      insert into quote_lines (edition_id, position, product_id, name, description, unit, quantity, price, discount, tax_id,
        tax_rate, charged, term, cost, net, tax)
      select ${rows[0]?.id}::uuid, position, product_id, name, description, unit, quantity, price, discount, tax_id, tax_rate,
        charged, term, cost, net, tax
      from quote_lines where edition_id = ${last.id}`.execute(db)
  })
}

/** Drops the draft of a next edition. The first draft goes with its quote. */
export function discardDraft(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await lockQuote(inner, id)
    if (row['status'] === 'draft')
      throw conflict('This is all there is of the quote. Delete the quote instead.')
    const draft = await lockDraft(inner, id)
    await sql`delete from quote_editions where id = ${draft.id}`.execute(inner.database.db)
    await updateRecords(elevated(inner), quote, [{ id, values: { approval: null } }])
  })
}
