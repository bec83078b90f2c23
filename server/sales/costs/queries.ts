import { sql } from 'kysely'
import type { CostKind, SalesCost } from '../../../contract/sales/sales-costs.ts'
import type { Channel } from '../../../contract/customer/channel.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'

export interface CostRow {
  month: string
  kind: CostKind
  channel: Channel | null
  /** Minor units of the organisation's currency. */
  minor: string
}

/** The costs of the months that have a day in the period, oldest first. */
export async function costsBetween(
  db: Db,
  currency: string,
  from: string | null,
  to: string | null,
): Promise<CostRow[]> {
  const { rows } = await sql<CostRow>`
    select month, kind, channel, amount::text as minor from sales_costs
    where amount_currency = ${currency}
      and (${from}::date is null or month >= date_trunc('month', ${from}::date)) and (${to}::date is null or month < ${to}::date)
    order by month, array_position(array['salaries', 'tools', 'other', 'marketing'], kind), channel nulls first`.execute(
    db,
  )
  return rows
}

export const costOf = (currency: string, { month, kind, channel, minor }: CostRow): SalesCost => ({
  month,
  kind,
  channel,
  amount: moneyOf(minor, currency),
})

/** The lag that was chosen; null where the median sales cycle is to stand for it. */
export async function chosenLag(db: Db): Promise<number | null> {
  const { rows } = await sql<{ days: number | null }>`
    select lag_days as days from acquisition_settings`.execute(db)
  return rows[0]?.days ?? null
}
