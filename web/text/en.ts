import { customer } from './en/customer.ts'
import { duplicates } from './en/duplicates.ts'
import { fields } from './en/fields.ts'
import { files } from './en/files.ts'
import { formulas } from './en/formulas.ts'
import { imports } from './en/imports.ts'
import { keeping } from './en/keeping.ts'
import { lists } from './en/lists.ts'
import { members } from './en/members.ts'
import { metrics } from './en/metrics.ts'
import { programs } from './en/programs.ts'
import { records } from './en/records.ts'
import { sales } from './en/sales.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { team } from './en/team.ts'
import { today } from './en/today.ts'

/** The catalogue: every text of the interface in English, by page. What the declarations name stands there. */
export const en = {
  ...customer,
  ...shell,
  ...team,
  ...members,
  ...today,
  ...records,
  ...lists,
  ...fields,
  ...files,
  ...formulas,
  ...duplicates,
  ...sales,
  ...imports,
  ...keeping,
  ...metrics,
  ...programs,
  ...settings,
} as const
