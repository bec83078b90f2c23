import { fields } from './en/fields.ts'
import { formulas } from './en/formulas.ts'
import { imports } from './en/imports.ts'
import { keeping } from './en/keeping.ts'
import { members } from './en/members.ts'
import { programs } from './en/programs.ts'
import { settings } from './en/settings.ts'

/** The rest of the English catalogue: pages of settings and imports, whose texts come with them. */
export const enSeldom = {
  ...members,
  ...fields,
  ...formulas,
  ...imports,
  ...keeping,
  ...programs,
  ...settings,
} as const
