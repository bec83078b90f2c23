import { sql } from 'kysely'
import type { TaxRate } from '../../../contract/sales/price-routes.ts'
import type { Db } from '../../db/database.ts'

/** Every rate, by class and the newest first; of each class the one that counts on a day is marked. */
export async function listTaxRates(db: Db, day: string): Promise<TaxRate[]> {
  const { rows } = await sql<TaxRate>`
    select r.tax_id as tax, t.name, r.from_on as "fromOn", r.rate,
      r.from_on = max(r.from_on) filter (where r.from_on <= ${day}) over (partition by r.tax_id) is true as current
    from tax_rates r join taxes t on t.id = r.tax_id where t.deleted_at is null
    order by t.name, t.id, r.from_on desc`.execute(db)
  return rows
}

/** The rate of each tax class on a day in basis points; a class that has none yet counts as 0. */
export async function taxRatesOn(db: Db, day: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; rate: number }>`
    select t.id, coalesce((select r.rate from tax_rates r where r.tax_id = t.id and r.from_on <= ${day}
      order by r.from_on desc limit 1), 0) as rate
    from taxes t`.execute(db)
  return new Map(rows.map(({ id, rate }) => [id, rate]))
}
