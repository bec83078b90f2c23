import { customer } from './en/customer.ts'
import { files } from './en/files.ts'
import { lists } from './en/lists.ts'
import { records } from './en/records.ts'
import { sales } from './en/sales.ts'
import { shell } from './en/shell.ts'
import { team } from './en/team.ts'
import { today } from './en/today.ts'

/**
 * The catalogue in English, by page: what comes with the first page. `en-seldom.ts` has the rest. What the declarations
 * name stands there.
 */
export const en = {
  ...customer,
  ...shell,
  ...team,
  ...today,
  ...records,
  ...lists,
  ...files,
  ...sales,
} as const
