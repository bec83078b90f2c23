import type { Role } from './role.ts'

/** Whether a role leads others: owners, administrators and managers, and who has a role that descends from theirs. */
export const isLeading = (role: Role): boolean =>
  ['owner', 'administrator', 'manager'].includes(typeof role === 'string' ? role : role.base)
