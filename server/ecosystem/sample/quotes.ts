import { sql } from 'kysely'
import { lineSchema, type Line } from '../../../contract/sales/line.ts'
import type { Charged } from '../../../contract/sales/line-charges.ts'
import { quote } from '../../../contract/sales/quote.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { toMajor, toMinor } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { createRecords } from '../../records/write.ts'
import { setTaxRate } from '../../sales/prices/commands.ts'
import { acceptQuote, declineQuote, openQuote } from '../../sales/quotes/answers/commands.ts'
import { saveDraft } from '../../sales/quotes/commands.ts'
import { expireOpen } from '../../sales/quotes/jobs.ts'
import { sendQuote } from '../../sales/quotes/sending/commands.ts'
import type { Write } from './story.ts'

interface Quoted {
  id: string
  owner: string
  person: string | null
  amount: string
  currency: string
  closed: string | null
  reason: string | null
  product: string
  name: string
  price: string
  unit: string
  charged: Charged
  tax: string | null
}

type Ending = 'accepted' | 'declined' | 'expired' | 'viewed' | 'sent' | 'draft'

/** Deals of the sample in its own currency, the latest first: those won, lost and open. */
async function dealsToQuote(db: Db, currency: string): Promise<Record<'won' | 'lost' | 'open', Quoted[]>> {
  const { rows } = await sql<Quoted & { status: 'won' | 'lost' | 'open' }>`
    select d.id, d.status, d.owner_id as owner, p.title as person, d.amount::text as amount, d.amount_currency as currency,
      d.closed_at as closed, d.loss_reason as reason, o.id as product, o.name, o.price::text as price, o.unit, o.charged,
      o.tax_id as tax
    from deals d join products o on o.id = d.product_id left join people p on p.id = d.person_id
    where d.amount >= o.price and o.price > 0 and d.amount_currency = ${currency} and o.price_currency = ${currency}
      and d.owner_id is not null
      and exists (select from events e where e.subject_id = d.id and e.type = 'deal.created' and e.origin = 'sample')
      and d.opened_on < current_date - 20
    order by coalesce(d.closed_at, d.created_at) desc, d.id`.execute(db)
  const of = (status: string) => rows.filter((row) => row.status === status)
  return { won: of('won'), lost: of('lost'), open: of('open') }
}

/** What was offered: about as many as the deal is worth, and bringing them. */
function linesFor({ amount, price, currency, ...deal }: Quoted): Line[] {
  const units = Math.max(1, Math.round(Number(amount) / Number(price)))
  return [
    lineSchema.parse({
      product: deal.product,
      name: deal.name,
      unit: deal.unit,
      quantity: String(units),
      price: toMajor(price, currency),
      discount: units > 20 ? { percent: 700 } : null,
      tax: deal.tax,
      charged: deal.charged,
    }),
    lineSchema.parse({
      name: 'Delivery and first adjustment',
      quantity: '1',
      price: toMajor(toMinor('180', currency), currency),
      tax: deal.tax,
    }),
  ]
}

const days = 86_400_000
const before = (moment: string, count: number) => new Date(Date.parse(moment) - count * days).toISOString()

/** Tells of one deal's quote as if it had been written, sent and answered at the time. */
async function tell(context: Context, deal: Quoted, ending: Ending, sentAt: string): Promise<void> {
  const { timeZone } = context.organisation
  const at = (now: string, by: string | null): Context => ({ ...context, now, caller: system('sample', by) })
  const seller = at(sentAt, deal.owner)
  const { records } = await createRecords(seller, quote, [{ values: { deal: deal.id, setsAmount: false } }])
  const id = records[0]?.id ?? ''
  await saveDraft(seller, id, {
    lines: linesFor(deal),
    discount: null,
    validUntil: addDays(dayOf(sentAt, timeZone), 30),
    intro: 'Thank you for your interest. This is what we have talked about.',
    terms: 'Payment within 30 days. Delivery four weeks after your order.',
  })
  if (ending === 'draft') return
  const { link } = await sendQuote(seller, '', id)
  const token = link.split('#')[1] ?? ''
  if (ending === 'sent') return
  const { hash } = await openQuote(at(before(sentAt, -1), null), token)
  const answered = at(deal.closed ?? before(sentAt, -3), null)
  const name = deal.person ?? 'Somebody'
  if (ending === 'accepted')
    await acceptQuote(answered, { token, hash, name, signature: name }, '203.0.113.7')
  if (ending === 'declined')
    await declineQuote(answered, { token, hash, reason: deal.reason ?? 'Budget' }, '203.0.113.7')
}

/** Quotes in every status, in the order in which they were sent, so that their numbers follow it. Answers how many. */
export async function bringQuotes(context: Context, writes: readonly Write[]): Promise<number> {
  const { db } = context.database
  const taxes = writes.filter(({ type }) => type === 'tax')
  for (const { id, at, by } of taxes)
    await setTaxRate({ ...context, now: at, caller: system('sample', by) }, id, '2020-01-01', 2_300)
  const { won, lost, open } = await dealsToQuote(db, context.organisation.currency)
  const { now } = context
  const told: { deal: Quoted; ending: Ending; sentAt: string }[] = [
    ...won
      .slice(0, 4)
      .map((deal) => ({ deal, ending: 'accepted' as const, sentAt: before(deal.closed ?? now, 6) })),
    ...lost
      .slice(0, 2)
      .map((deal) => ({ deal, ending: 'declined' as const, sentAt: before(deal.closed ?? now, 9) })),
    ...lost.slice(2, 3).map((deal) => ({ deal, ending: 'expired' as const, sentAt: before(now, 50) })),
    ...open.slice(0, 2).map((deal, i) => ({ deal, ending: 'viewed' as const, sentAt: before(now, 4 + i) })),
    ...open.slice(2, 4).map((deal, i) => ({ deal, ending: 'sent' as const, sentAt: before(now, 1 + i) })),
    ...open.slice(4, 6).map((deal) => ({ deal, ending: 'draft' as const, sentAt: before(now, 0.1) })),
  ]
  for (const { deal, ending, sentAt } of told.toSorted((a, b) => a.sentAt.localeCompare(b.sentAt)))
    await tell(context, deal, ending, sentAt)
  await expireOpen({ ...context, caller: system('sample') })
  return told.length
}

/** The numbers of the sample's quotes are free again, unless the company has given some of its own since. */
export async function freeNumbers(db: Db): Promise<void> {
  await sql`delete from number_series s where s.kind = ${quote.name}
    and not exists (select from quotes q where q.number like 'Q-' || s.year || '-%')`.execute(db)
}
