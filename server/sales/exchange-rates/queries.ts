import { sql } from 'kysely'
import type { ExchangeRate } from '../../../contract/sales/exchange-rates.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'

export async function listRates(db: Db): Promise<ExchangeRate[]> {
  const { rows } = await sql<ExchangeRate>`
    select currency, from_on as "fromOn", trim_scale(rate)::text as rate from exchange_rates
    order by currency, from_on desc`.execute(db)
  return rows
}

export interface MissingRate {
  currency: string
  deals: number
  since: string | null
}

/** Currencies of deals that no sum can count: closed without a known rate, or open with none in force today. */
export async function currenciesWithoutRate(context: Context): Promise<MissingRate[]> {
  const today = dayOf(context.now, context.organisation.timeZone)
  const { rows } = await sql<MissingRate>`
    select amount_currency as currency, count(*)::int as deals, min(closed_on) as since
    from deals d
    where deleted_at is null and amount_currency <> ${context.organisation.currency} and closed_amount is null
      and (status <> 'open' or not exists (select from exchange_rates r where r.currency = d.amount_currency and r.from_on <= ${today}))
    group by amount_currency order by deals desc, currency`.execute(context.database.db)
  return rows
}

/** The rates as they were recorded before a moment, as parts of a statement: as they are, with what was recorded since taken back. */
export const ratesAsOf = (moment: string) => ({
  table: 'rates_then',
  with: `rates_told as (
      select distinct on (e.subject_id) e.subject_id as id, e.data ->> 'title' as title, e.data #>> '{changes,rate,0}' as was
      from events e where e.subject_type = 'exchange-rate' and e.recorded_at >= ${moment}::timestamptz
        and e.id >= id_from(${moment}::timestamptz - interval '1 hour')
      order by e.subject_id, e.recorded_at, e.id),
    rates_then as (
      select currency, from_on, rate from exchange_rates r where not exists (select from rates_told told where told.id = r.id)
      union all
      select split_part(title, ', ', 1), split_part(title, ', ', 2)::date, was::numeric from rates_told where was is not null)`,
})
