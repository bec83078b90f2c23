import { calls } from './en/calls.ts'
import { day } from './en/day.ts'
import { deals } from './en/deals.ts'
import { duplicates } from './en/duplicates.ts'
import { fields } from './en/fields.ts'
import { forecast } from './en/forecast.ts'
import { formulas } from './en/formulas.ts'
import { imports } from './en/imports.ts'
import { keeping } from './en/keeping.ts'
import { leads } from './en/leads.ts'
import { meetings } from './en/meetings.ts'
import { mail } from './en/mail.ts'
import { members } from './en/members.ts'
import { orders } from './en/orders.ts'
import { pipelines } from './en/pipelines.ts'
import { metrics } from './en/metrics.ts'
import { programs } from './en/programs.ts'
import { quotes } from './en/quotes.ts'
import { rates } from './en/rates.ts'
import { reports } from './en/reports.ts'
import { settings } from './en/settings.ts'

/** The rest of the English catalogue: pages of settings and imports, whose texts come with them. */
export const enSeldom = {
  ...calls,
  ...day,
  ...leads,
  ...meetings,
  ...mail,
  ...members,
  ...deals,
  ...duplicates,
  ...fields,
  ...forecast,
  ...formulas,
  ...imports,
  ...keeping,
  ...orders,
  ...pipelines,
  ...metrics,
  ...programs,
  ...quotes,
  ...rates,
  ...reports,
  ...settings,
} as const
