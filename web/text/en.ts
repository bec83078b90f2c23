import { customer } from './en/customer.ts'
import { imports } from './en/imports.ts'
import { metrics } from './en/metrics.ts'
import { records } from './en/records.ts'
import { sales } from './en/sales.ts'
import { shell } from './en/shell.ts'
import { team } from './en/team.ts'
import { today } from './en/today.ts'

/** The catalogue: every text of the interface in English, by page. Another language is another such object. */
export const en = {
  ...customer,
  ...shell,
  ...team,
  ...today,
  ...records,
  ...sales,
  ...imports,
  ...metrics,
} as const
