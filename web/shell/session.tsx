import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { Navigate, redirect } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { ReactNode } from 'react'
import { CallError } from '../../contract/http/client.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Action } from '../../contract/team/role.ts'
import { teamRoutes } from '../../contract/team/routes.ts'
import type { SetupInput } from '../../contract/team/routes.ts'
import type { Settings } from '../../contract/team/settings.ts'
import { MannerContext } from '../ui/manner.tsx'
import { call, messageOf } from './api.ts'
import { auth } from './auth.ts'
import { mannerOf, turnTo, useFollowed } from './follow-settings.ts'
import { limitTypes, readTypes } from './types.ts'
import { signedInAgain, signedInTimes, tellSignedIn, watchSession } from './session-end.ts'

const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    const since = signedInTimes()
    const status = await call(teamRoutes.status)
    // Under an open page a session that has ended is waited for.
    const again = status.signedIn ? null : signedInAgain(since)
    await again
    if (!status.signedIn && !again) return { ...status, me: null }
    const [me] = await Promise.all([call(teamRoutes.me), readTypes()])
    limitTypes(me.fields)
    return { ...status, me }
  },
  staleTime: 60_000,
})

type Place = 'inside' | 'setup' | 'sign-in' | 'second-factor'

/** Leads to where the reader can be: setup on a new installation, sign-in without a session. */
export async function guard(queries: QueryClient, place: Place, from: string): Promise<void> {
  const { setUp, me } = await queries.ensureQueryData(sessionQuery)
  const right: Place = !setUp
    ? 'setup'
    : !me?.user
      ? 'sign-in'
      : me.secondFactorDue
        ? 'second-factor'
        : 'inside'
  // Before anything is shown: who has chosen another language on another device reads nothing in the wrong one.
  if (me?.user && turnTo(me.settings.language, from)) await new Promise(() => undefined)
  if (right === place) return
  if (right === 'setup') throw redirect({ to: '/setup' })
  if (right === 'second-factor') throw redirect({ to: '/second-factor' })
  if (right === 'sign-in') throw redirect({ to: '/sign-in', search: from === '/' ? {} : { from } })
  throw redirect({ to: '/today' })
}

/** The member, the company and what the member may do. Only for pages inside. */
export function useSession() {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data.me?.user) throw new Error('This page is only shown to a member')
  return { ...data.me, user: data.me.user, company: data.me.organisation }
}

/** Shows settings that were changed just now, until the session is read again. */
export const rememberSettings = (queries: QueryClient, settings: Settings): void =>
  void queries.setQueryData(sessionQuery.queryKey, (known) =>
    known?.me ? { ...known, me: { ...known.me, settings } } : known,
  )

/** Shows what is inside to a member only, as they want it written. */
export function Inside({ children }: { children: ReactNode }) {
  const { data } = useSuspenseQuery(sessionQuery)
  const email = data.me?.user?.email
  useEffect(() => (email ? watchSession(email) : undefined), [email])
  if (!data.me?.user) return <Navigate to="/sign-in" />
  return (
    <Followed settings={data.me.settings} company={data.me.organisation}>
      {children}
    </Followed>
  )
}

interface FollowedProps {
  settings: Settings
  company: { timeZone: string; currency: string }
  children: ReactNode
}

function Followed({ settings, company, children }: FollowedProps) {
  const manner = useMemo(() => mannerOf(settings, company), [settings, company])
  useFollowed(settings, manner)
  return <MannerContext value={manner}>{children}</MannerContext>
}

/**
 * Whether this member may do this to a record of the type: the mirror of the server's rule, so that what would be
 * refused is not offered. What cannot be told without a record is offered.
 */
export function useMay(typeName: string): (action: Action, record?: AnyRecord) => boolean {
  const { user, permissions, ownTeam, teammates } = useSession()
  const type = recordTypeOf(typeName)
  const members = { own: [user.id], team: ownTeam, below: teammates }
  return (action, record) => {
    const reach = permissions[typeName]?.[action]
    if (typeof reach === 'boolean') return reach
    if (reach === undefined || reach === 'none') return false
    if (reach === 'all' || !record || !type.owner) return true
    const owner = record[type.owner]
    // A list without the owner's column does not say whose the record is.
    return owner === undefined || members[reach].includes(String(owner))
  }
}

/** Signs in as `sign` does. Answers why it was refused, or null. */
export function useSignIn() {
  const queries = useQueryClient()
  return async (sign: () => Promise<unknown>, email: string): Promise<string | null> => {
    try {
      await sign()
      queries.clear()
      tellSignedIn(email)
      return null
    } catch (error) {
      return messageOf(error)
    }
  }
}

export function useSignOut() {
  return async () => {
    await auth.signOut()
    // A whole load: nothing of this member stays in memory, nor what they began to write in this tab.
    sessionStorage.clear()
    location.assign('/sign-in')
  }
}

/** Creates company and owner and signs in. Answers why it was refused, by field path or as `form`, or null. */
export function useSetUp() {
  const queries = useQueryClient()
  return async (input: SetupInput): Promise<Record<string, string> | null> => {
    try {
      await call(teamRoutes.setup, { body: input })
      await auth.signIn(input.owner.email, input.owner.password)
      queries.clear()
      return null
    } catch (error) {
      const fields = error instanceof CallError ? (error.problem.errors ?? []) : []
      return fields.length > 0
        ? Object.fromEntries(fields.map(({ path, message }) => [path, message]))
        : { form: messageOf(error) }
    }
  }
}
