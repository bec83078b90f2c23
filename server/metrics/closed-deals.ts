import type { DealStatus } from '../../contract/sales/deal.ts'
import type { Ground, MetricSource, Rows } from './source.ts'

type Outcome = Exclude<DealStatus, 'open'>

/**
 * Closed deals by the day of their latest close. A deal that was re-opened is open, so it counts nowhere until it
 * closes again. With the words of `deals_closed`, the index that covers it.
 */
const closedRows =
  (status?: Outcome): Rows =>
  ({ deals, from, to, may }: Ground) => ({
    from: `${deals} t`,
    where: `t.deleted_at is null and ${status ? `t.status = '${status}'` : `t.status <> 'open'`}
      and t.closed_on >= ${from}::date and t.closed_on < ${to}::date and ${may('deal', 't')}`,
  })

/** Deals that are open again, by the day of the close that was taken back. */
const reopenedRows =
  (status?: Outcome): Rows =>
  ({ deals, from, to, asOf, may }: Ground) => ({
    from: `${deals} t cross join lateral (
        select e.entered_on, e.status from deal_stage_entries e
        where e.deal_id = t.id and e.status <> 'open' ${asOf ? `and e.recorded_at < ${asOf}::timestamptz` : ''}
        order by e.recorded_at desc, e.id desc limit 1) closed`,
    where: `t.deleted_at is null and t.status = 'open' and t.reopened ${status ? `and closed.status = '${status}'` : ''}
      and closed.entered_on >= ${from}::date and closed.entered_on < ${to}::date and ${may('deal', 't')}`,
  })

/** The rows of closed deals, and those that were closed in the period and are open again. */
export const closedDeals = (status?: Outcome) =>
  ({
    rows: closedRows(status),
    day: 't.closed_on',
    gone: {
      reason: 'reopened',
      label: 'Re-opened since, still open',
      rows: reopenedRows(status),
      day: 'closed.entered_on',
    },
  }) satisfies Partial<MetricSource>

export const dealRecord = { type: `'deal'`, id: 't.id', title: 't.title' }

export const closedDealAmount = { sql: 't.closed_amount', unit: 'money' } as const

/** Why a closed deal has no amount in the organisation's currency. */
export const withoutAmount = [
  { reason: 'no-amount', label: 'Without an amount', when: 't.closed_amount is null and t.amount is null' },
  {
    reason: 'no-rate',
    label: 'No exchange rate known on the day it closed',
    when: 't.closed_amount is null and t.amount is not null',
  },
] as const

/** A deal without an amount is a deal all the same; without a rate, it is missing from the amount beside. */
export const countDeals = {
  adds: true,
  figures: { n: 'count(*)', amount: 'sum(t.closed_amount)', priced: 'count(t.closed_amount)' },
} as const
