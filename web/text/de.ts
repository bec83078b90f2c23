import type { Catalogue } from './catalogue.ts'
import { calls } from './de/calls.ts'
import { customer } from './de/customer.ts'
import { day } from './de/day.ts'
import { deals } from './de/deals.ts'
import { declared } from './de/declared.ts'
import { duplicates } from './de/duplicates.ts'
import { fields } from './de/fields.ts'
import { files } from './de/files.ts'
import { forecast } from './de/forecast.ts'
import { formulas } from './de/formulas.ts'
import { imports } from './de/imports.ts'
import { keeping } from './de/keeping.ts'
import { leads } from './de/leads.ts'
import { lists } from './de/lists.ts'
import { meetings } from './de/meetings.ts'
import { mail } from './de/mail.ts'
import { members } from './de/members.ts'
import { metrics } from './de/metrics.ts'
import { orders } from './de/orders.ts'
import { programs } from './de/programs.ts'
import { quotes } from './de/quotes.ts'
import { records } from './de/records.ts'
import { reports } from './de/reports.ts'
import { sales } from './de/sales.ts'
import { settings } from './de/settings.ts'
import { shell } from './de/shell.ts'
import { team } from './de/team.ts'
import { today } from './de/today.ts'

/** German, addressing the reader with “Sie”. It imports nothing but texts: it is loaded before anything else runs. */
export const de: Catalogue = {
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
  keepsCapitals: true,
}
