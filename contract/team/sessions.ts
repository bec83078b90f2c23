import { z } from 'zod'
import { idParams, route } from '../http/route.ts'

const tag = 'Team'

export const sessionSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  /** To the minute. */
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  /** What the browser says of itself. */
  userAgent: z.string().nullable(),
  ipAddress: z.string().nullable(),
  /** The one that asks. */
  current: z.boolean(),
})
export type SessionAnswer = z.infer<typeof sessionSchema>

const output = z.object({ data: z.array(sessionSchema) })
const session = z.string().regex(/^[\w-]{1,64}$/, 'Use the id of a session')

export const sessionRoutes = {
  mine: route({
    method: 'GET',
    path: '/sessions',
    who: 'caller',
    summary: 'Where you are signed in, last seen first',
    tag,
    output,
  }),
  endMine: route({
    method: 'DELETE',
    path: '/sessions/{session}',
    who: 'caller',
    summary: 'End a session of yours',
    tag,
    params: z.object({ session }),
  }),
  endOthers: route({
    method: 'DELETE',
    path: '/sessions',
    who: 'caller',
    summary: 'End all your other sessions',
    tag,
  }),
  ofMember: route({
    method: 'GET',
    path: '/users/{id}/sessions',
    who: 'administrator',
    summary: 'Where a member is signed in',
    tag,
    params: idParams,
    output,
  }),
  endOfMember: route({
    method: 'DELETE',
    path: '/users/{id}/sessions/{session}',
    who: 'administrator',
    summary: 'End a session of a member',
    tag,
    params: idParams.extend({ session }),
  }),
  endAllOfMember: route({
    method: 'DELETE',
    path: '/users/{id}/sessions',
    who: 'administrator',
    summary: 'End all sessions of a member',
    tag,
    params: idParams,
  }),
  resetSecondFactor: route({
    method: 'DELETE',
    path: '/users/{id}/second-factor',
    who: 'administrator',
    summary: 'Take a member’s second factor away, who lost it; their sessions end',
    tag,
    params: idParams,
  }),
}
