import type { Role } from '../../contract/team/role.ts'

export type Origin = 'web' | 'api' | 'import' | 'sample' | 'automation' | 'system'

/** Who is asking: a member in the web, a key of a program, or the system itself. */
export interface Caller {
  userId: string | null
  keyId: string | null
  role: Role
  /** The member and everyone in their team of today: whose records "team" reaches. */
  ownTeam: readonly string[]
  /** Besides these everyone in the teams below, in those the member manages, and whom they manage: "below". */
  teammates: readonly string[]
  /** `all`, or `TYPE:read` and `TYPE:write`; a member signed in has `all`. */
  scopes: readonly string[]
  origin: Origin
  importId?: string
  /** Of a member signed in: in which session. */
  sessionId?: string
  /** The member's role asks for a second factor that is not set up yet: nothing else is answered before. */
  secondFactorDue?: true
}

/** The system's own doing: a job, an import, the first run. */
export const system = (origin: Origin, userId: string | null = null): Caller => ({
  userId,
  keyId: null,
  role: 'owner',
  ownTeam: [],
  teammates: [],
  scopes: ['all'],
  origin,
})
