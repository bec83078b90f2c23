import { sql } from 'kysely'
import type { QuoteSettings } from '../../../../contract/sales/quote-settings.ts'
import type { Db } from '../../../db/database.ts'

export async function readQuoteSettings(db: Db): Promise<QuoteSettings> {
  const { rows } = await sql<QuoteSettings>`
    select inclusive, rounding, valid_days as "validDays", discount_limit as "discountLimit",
      margin_limit as "marginLimit", terms from quote_settings`.execute(db)
  if (!rows[0]) throw new Error('The settings of quotes have no row')
  return rows[0]
}
