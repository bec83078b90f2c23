import { sql } from 'kysely'
import {
  defaultLeadSettings,
  leadSettingsSchema,
  type LeadSettings,
} from '../../../../contract/sales/lead-settings.ts'
import type { Db } from '../../../db/database.ts'

/** What was chosen, on top of what nobody has to choose. */
export async function readLeadSettings(db: Db): Promise<LeadSettings> {
  const { rows } = await sql<{ chosen: Partial<LeadSettings> }>`select chosen from lead_settings`.execute(db)
  return leadSettingsSchema.parse({ ...defaultLeadSettings, ...rows[0]?.chosen })
}
