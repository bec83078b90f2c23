import { customerPages } from './en/customer-pages.ts'
import { filesPages } from './en/files-pages.ts'
import { listsPages } from './en/lists-pages.ts'
import { recordsPages } from './en/records-pages.ts'
import { teamPages } from './en/team-pages.ts'

/** The English catalogue of the pages that are opened every day, but not first. */
export const enPages = {
  ...customerPages,
  ...filesPages,
  ...listsPages,
  ...recordsPages,
  ...teamPages,
} as const
