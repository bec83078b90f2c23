import type { Catalogue } from './catalogue.ts'
import { calls } from './pt/calls.ts'
import { customer } from './pt/customer.ts'
import { day } from './pt/day.ts'
import { deals } from './pt/deals.ts'
import { declared } from './pt/declared.ts'
import { duplicates } from './pt/duplicates.ts'
import { fields } from './pt/fields.ts'
import { files } from './pt/files.ts'
import { forecast } from './pt/forecast.ts'
import { formulas } from './pt/formulas.ts'
import { imports } from './pt/imports.ts'
import { keeping } from './pt/keeping.ts'
import { leads } from './pt/leads.ts'
import { lists } from './pt/lists.ts'
import { meetings } from './pt/meetings.ts'
import { mail } from './pt/mail.ts'
import { members } from './pt/members.ts'
import { metrics } from './pt/metrics.ts'
import { orders } from './pt/orders.ts'
import { programs } from './pt/programs.ts'
import { quotes } from './pt/quotes.ts'
import { records } from './pt/records.ts'
import { reports } from './pt/reports.ts'
import { sales } from './pt/sales.ts'
import { settings } from './pt/settings.ts'
import { shell } from './pt/shell.ts'
import { team } from './pt/team.ts'
import { today } from './pt/today.ts'

/** European Portuguese, in its formal address. It imports nothing but texts: it is loaded before anything else runs. */
export const pt: Catalogue = {
  texts: {
    ...customer,
    ...shell,
    ...team,
    ...meetings,
    ...mail,
    ...members,
    ...today,
    ...calls,
    ...day,
    ...records,
    ...reports,
    ...leads,
    ...lists,
    ...fields,
    ...files,
    ...forecast,
    ...formulas,
    ...duplicates,
    ...sales,
    ...deals,
    ...imports,
    ...keeping,
    ...metrics,
    ...orders,
    ...programs,
    ...quotes,
    ...settings,
  },
  declared,
}
