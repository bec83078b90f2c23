import type { EventName } from '../../../contract/event-types.ts'
import type { QuoteApproval, QuoteStatus } from '../../../contract/sales/quote.ts'
import { addDays } from '../../../contract/values/day.ts'
import { currencySchema } from '../../../contract/values/money.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import type { Change, Draft, RuleGround } from '../../records/behaviour.ts'

/** What a new quote takes from its deal. */
export interface DealFact {
  name: string
  company: string | null
  person: string | null
  owner: string | null
  currency: string | null
  /** Another quote says already what the deal comes to. */
  followed: boolean
}

export interface QuoteFacts {
  /** Deals that the caller may see, by id. */
  deals: ReadonlyMap<string, DealFact>
  validDays: number
}

function begin({ after, given }: Change, { deals, validDays }: QuoteFacts, ground: RuleGround): void {
  const { values } = after
  const deal = deals.get(String(values.deal))
  if (!deal) throw invalidField('deal', 'There is no such deal. Choose another.')
  const currency = values.currency ?? deal.currency ?? ground.currency
  if (!currencySchema.safeParse(currency).success)
    throw invalidField('currency', 'Use a three-letter currency code, such as EUR')
  Object.assign(values, {
    name: values.name ?? deal.name,
    company: given.company === undefined ? deal.company : values.company,
    person: given.person === undefined ? deal.person : values.person,
    owner: given.owner === undefined ? (ground.caller.userId ?? deal.owner) : values.owner,
    status: 'draft',
    currency,
    setsAmount: given.setsAmount ?? !deal.followed,
    validUntil: addDays(ground.today, validDays),
  })
}

/** Completes a quote: a new one takes after its deal; later its deal and its currency stay what they are. */
export function completeQuote(change: Change, facts: QuoteFacts, ground: RuleGround): void {
  const { before, after } = change
  if (!before) return begin(change, facts, ground)
  if (after.values.deal !== before.values.deal)
    throw invalidField('deal', 'A quote stays with its deal. Make one for the other deal.')
  if (after.values.currency !== before.values.currency)
    throw invalidField('currency', 'A quote stays in its currency. Make another one.')
  after.values.name ??= before.values.name
  after.values.setsAmount ??= false
}

export function refuseBin({ values }: Draft, binned: boolean): void {
  if (binned && (values.status !== 'draft' || values.number !== null))
    throw conflict('A quote that was sent stays, so that no number is missing. It ends when its deal does.')
}

const byStatus: Partial<Record<QuoteStatus, EventName>> = {
  accepted: 'quote.accepted',
  declined: 'quote.declined',
  expired: 'quote.expired',
  superseded: 'quote.superseded',
  withdrawn: 'quote.withdrawn',
}
const byApproval: Partial<Record<QuoteApproval, EventName>> = {
  requested: 'quote.approval-requested',
  approved: 'quote.approved',
  refused: 'quote.refused',
}

/** Whether a sending is a new one: what is undone is that of before again, or none. */
const isLater = (sentAt: unknown, before: unknown): boolean =>
  sentAt != null && (before == null || Date.parse(String(sentAt)) > Date.parse(String(before)))

/** The event that says best what happened to a quote. */
export function quoteEventOf({ before, after }: Change): { type: EventName } | null {
  if (!before) return null
  const changed = (field: string) => before.values[field] !== after.values[field]
  const status = after.values.status as QuoteStatus
  const type =
    (changed('sentAt') &&
      (isLater(after.values.sentAt, before.values.sentAt) ? 'quote.sent' : 'quote.unsent')) ||
    (changed('status') && byStatus[status]) ||
    (changed('viewedAt') && after.values.viewedAt !== null && 'quote.viewed') ||
    (changed('approval') && byApproval[after.values.approval as QuoteApproval])
  return type ? { type } : null
}

/** `Q-2026-0007`: the number of a quote among those first sent in a year. */
export const quoteNumber = (year: string, at: number): string => `Q-${year}-${String(at).padStart(4, '0')}`

const viewMinutes = 30

/** Whether opening a quote is a view of its own: not within half an hour of the last one. */
export const isNewView = (viewedAt: string | null, now: string): boolean =>
  viewedAt === null || Date.parse(now) - Date.parse(viewedAt) >= viewMinutes * 60_000

/** Why a quote can no longer be answered; null while it can. */
export function closedBecause(status: QuoteStatus, validUntil: string, today: string): string | null {
  if (status === 'accepted') return 'This quote has been accepted already.'
  if (status === 'declined') return 'This quote has been declined. Ask for a new one.'
  if (status === 'superseded') return 'Another quote has taken the place of this one. Ask for its link.'
  if (status === 'withdrawn') return 'This quote was withdrawn. Ask for a new one.'
  if (status === 'expired' || validUntil < today) return 'This quote has expired. Ask for a new one.'
  return null
}
