import type { DealStatus } from '../../contract/sales/deal.ts'
import type { Ground, MetricSource } from './source.ts'

/**
 * Closed deals by the day of their latest close. A deal that was re-opened is open, so it counts nowhere until it
 * closes again. With the words of `deals_closed`, the index that covers it.
 */
export const closedDeals =
  (status?: Exclude<DealStatus, 'open'>): MetricSource['rows'] =>
  ({ from, to, may }: Ground) => ({
    from: 'deals t',
    where: `t.deleted_at is null and ${status ? `t.status = '${status}'` : `t.status <> 'open'`}
      and t.closed_on >= ${from}::date and t.closed_on < ${to}::date and ${may('deal', 't')}`,
  })

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
  sums: { n: 'count(*)', amount: 'sum(t.closed_amount)', priced: 'count(t.closed_amount)' },
} as const
