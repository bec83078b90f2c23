import { CompiledQuery, sql } from 'kysely'
import { deal } from '../../../contract/sales/deal.ts'
import type { DocumentedLine, QuoteDocument } from '../../../contract/sales/quote-document.ts'
import { approvalCauses } from '../../../contract/sales/quote-approval.ts'
import type { Approval, Draft, Edition, QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { product } from '../../../contract/sales/product.ts'
import { quote } from '../../../contract/sales/quote.ts'
import { totalsOf } from '../../../contract/sales/line-totals.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { toMajor } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { getRecord } from '../../records/list.ts'
import { knows, parameters, permitted } from '../../records/visible.ts'
import { taxRatesOn } from '../prices/queries.ts'
import { mayDecide } from './policy.ts'
import type { DealFact, QuoteFacts } from './rules.ts'
import { readQuoteSettings } from './settings/queries.ts'
import type { EditionRow, LineRow } from './tables.ts'

/** What new quotes take from their deals, as far as the caller may see those. */
export async function quoteFacts(
  db: Db,
  changes: readonly Change[],
  ground: RuleGround,
): Promise<QuoteFacts> {
  const ids = changes.flatMap(({ before, after }) => (before ? [] : [after.values.deal]))
  if (ids.length === 0) return { deals: new Map(), validDays: 0 }
  const { values, bind } = parameters()
  const { rows } = await db.executeQuery<DealFact & { id: string }>(
    CompiledQuery.raw(
      `select t.id, t.name, t.company_id as company, t.person_id as person, t.owner_id as owner,
        t.amount_currency as currency,
        exists (select from quotes q where q.deal_id = t.id and q.sets_amount and q.deleted_at is null) as followed
      from deals t where t.id = any(${bind(ids)}::uuid[]) and t.deleted_at is null
        and ${permitted(ground.caller, deal, 'see', 't', bind)}`,
      values,
    ),
  )
  const { validDays } = await readQuoteSettings(db)
  return { deals: new Map(rows.map(({ id, ...fact }) => [id, fact])), validDays }
}

const editionColumns = sql`e.id, e.number, e.status, e.saves, e.inclusive, e.rounding, e.discount,
  e.valid_until as "validUntil", e.intro, e.terms, e.document, e.hash`

/** The edition that is being written, its row locked. */
export async function draftOf(db: Db, quoteId: string): Promise<EditionRow | null> {
  const { rows } = await sql<EditionRow>`
    select ${editionColumns} from quote_editions e where e.quote_id = ${quoteId} and e.status = 'draft'
    for no key update`.execute(db)
  return rows[0] ?? null
}

/** The last edition that was sent. */
export async function sentEditionOf(db: Db, quoteId: string): Promise<EditionRow | null> {
  const { rows } = await sql<EditionRow>`
    select ${editionColumns} from quote_editions e where e.quote_id = ${quoteId} and e.document is not null
    order by e.number desc limit 1`.execute(db)
  return rows[0] ?? null
}

export async function linesOf(db: Db, editionId: string): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select product_id as product, name, description, unit, trim_scale(quantity)::text as quantity, price::text as price,
      discount, tax_id as tax, charged, term, cost::text as cost
    from quote_lines where edition_id = ${editionId} order by position`.execute(db)
  return rows
}

/** Lines with today's tax rates, in major units. */
export async function pricedLines(
  context: Context,
  lines: readonly LineRow[],
  currency: string,
): Promise<(DocumentedLine & { product: string | null; tax: string | null })[]> {
  const rates = await taxRatesOn(context.database.db, dayOf(context.now, context.organisation.timeZone))
  return lines.map((line) => ({
    ...line,
    price: toMajor(line.price, currency),
    cost: line.cost === null ? null : toMajor(line.cost, currency),
    taxRate: (line.tax === null ? undefined : rates.get(line.tax)) ?? 0,
  }))
}

/** Whether the caller may know what things cost, and so what is earned. */
export const knowsCosts = (context: Context): boolean =>
  knows(context.caller, product.name, 'cost') && knows(context.caller, quote.name, 'marginRate')

async function readDraft(context: Context, id: string, currency: string): Promise<Draft | null> {
  const { db } = context.database
  const { rows } = await sql<EditionRow>`
    select ${editionColumns} from quote_editions e where e.quote_id = ${id} and e.status = 'draft'`.execute(
    db,
  )
  const [edition] = rows
  if (!edition) return null
  const lines = await pricedLines(context, await linesOf(db, edition.id), currency)
  const { inclusive, rounding, discount, intro, terms, saves, validUntil } = edition
  const totals = totalsOf(lines, { currency, inclusive, rounding, discount })
  return {
    edition: edition.number,
    saves,
    currency,
    inclusive,
    rounding,
    lines: knowsCosts(context) ? lines : lines.map((line) => ({ ...line, cost: null })),
    discount,
    validUntil,
    intro,
    terms,
    causes: approvalCauses(totals, await readQuoteSettings(db)),
  }
}

interface SentRow extends Omit<Edition, 'answer'> {
  answer: Edition['answer']
}

async function sentEditions(db: Db, id: string): Promise<Edition[]> {
  const { rows } = await sql<SentRow>`
    select e.number as edition, e.status, e.sent_at as "sentAt", u.name as "sentBy", e.document, e.hash,
      case when e.answer is not null then json_build_object('kind', e.answer,
        'at', to_char(e.answered_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'name', e.answered_by,
        'signature', e.signature, 'reason', e.reason, 'address', e.address, 'hash', e.answered_hash) end as answer
    from quote_editions e left join users u on u.id = e.sent_by
    where e.quote_id = ${id} and e.document is not null order by e.number desc`.execute(db)
  return rows
}

export interface SentEdition {
  document: QuoteDocument
  hash: string
  sentAt: string
}

/** One edition that was sent, of a quote that the caller may see. */
export async function sentEdition(context: Context, id: string, edition: number): Promise<SentEdition> {
  await getRecord(context, quote, id)
  const { rows } = await sql<SentEdition>`
    select document, hash, sent_at as "sentAt" from quote_editions
    where quote_id = ${id} and number = ${edition} and document is not null`.execute(context.database.db)
  if (!rows[0]) throw notFound('version: it was not sent, or there is none of this number')
  return rows[0]
}

interface ApprovalRow extends Approval {
  askedById: string | null
}

async function approvalsOf(db: Db, id: string): Promise<ApprovalRow[]> {
  const { rows } = await sql<ApprovalRow>`
    select e.number as edition, asker.name as "askedBy", a.asked_by as "askedById", a.asked_at as "askedAt", a.reason,
      approver.name as approver, a.outcome, decider.name as "decidedBy", a.decided_at as "decidedAt", a.answer
    from quote_approvals a join quote_editions e on e.id = a.edition_id
      left join users asker on asker.id = a.asked_by left join users approver on approver.id = a.approver_id
      left join users decider on decider.id = a.decided_by
    where e.quote_id = ${id} order by a.asked_at desc, a.id desc`.execute(db)
  return rows
}

/** All that a quote says, as the caller may see it. */
export async function contentOf(context: Context, id: string): Promise<QuoteContent> {
  const found = await getRecord(context, quote, id)
  const { db } = context.database
  const approvals = await approvalsOf(db, id)
  const open = approvals.find(({ outcome }) => outcome === null)
  const { rows } = await sql<{ currency: string }>`select currency from quotes where id = ${id}`.execute(db)
  return {
    draft: await readDraft(context, id, rows[0]?.currency ?? context.organisation.currency),
    editions: await sentEditions(db, id),
    approvals,
    mayDecide: open !== undefined && found.deletedAt === null && mayDecide(context.caller, open.askedById),
  }
}
