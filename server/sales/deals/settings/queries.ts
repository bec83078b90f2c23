import { sql } from 'kysely'
import {
  dealSettingsSchema,
  defaultDealSettings,
  type DealSettings,
} from '../../../../contract/sales/deal-settings.ts'
import type { Db } from '../../../db/database.ts'

/** What was chosen, on top of what nobody has to choose. */
export async function readDealSettings(db: Db): Promise<DealSettings> {
  const { rows } = await sql<{ chosen: Partial<DealSettings> }>`select chosen from deal_settings`.execute(db)
  return dealSettingsSchema.parse({ ...defaultDealSettings, ...rows[0]?.chosen })
}
