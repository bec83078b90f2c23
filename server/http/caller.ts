import type { Role } from '../../contract/team/role.ts'

export type Origin = 'web' | 'api' | 'import' | 'sample' | 'automation' | 'system'

/** Who is asking: a member in the web, a key of a program, or the system itself. */
export interface Caller {
  userId: string | null
  keyId: string | null
  role: Role
  /** The member and everyone in their teams and the teams below: whose records "team" reaches. */
  teammates: readonly string[]
  /** `all`, or `TYPE:read` and `TYPE:write`; a member signed in has `all`. */
  scopes: readonly string[]
  origin: Origin
  importId?: string
}

/** The system's own doing: a job, an import, the first run. */
export const system = (origin: Origin, userId: string | null = null): Caller => ({
  userId,
  keyId: null,
  role: 'owner',
  teammates: [],
  scopes: ['all'],
  origin,
})
