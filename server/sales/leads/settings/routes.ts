import { leadSettingsRoutes } from '../../../../contract/sales/lead-settings.ts'
import type { Bind } from '../../../http/bind.ts'
import { changeLeadSettings } from './commands.ts'
import { readLeadSettings } from './queries.ts'

export function bindLeadSettings(bind: Bind): void {
  bind(leadSettingsRoutes.read, ({ context }) => readLeadSettings(context.database.db))
  bind(leadSettingsRoutes.change, ({ body, context }) => changeLeadSettings(context, body))
}
