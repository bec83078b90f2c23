import { t } from '../text/t.ts'

export interface SignedInAt {
  token: string
  createdAt: string
  updatedAt: string
  userAgent?: string | null
  ipAddress?: string | null
  current?: boolean
}

/** The sign-in library has an address and errors of its own. */
async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api/auth${path}`, {
      method,
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    })
  } catch {
    throw new Error(t('error.offline'))
  }
  const answer = (await response.json().catch(() => null)) as {
    message?: string
    code?: string
    detail?: string
  } | null
  if (response.ok) return answer as T
  if (response.status === 429)
    throw new Error(t('signIn.throttled', { seconds: Number(response.headers.get('retry-after')) || 60 }))
  if (answer?.code === 'INVALID_EMAIL_OR_PASSWORD') throw new Error(t('signIn.refused'))
  if (answer?.code === 'INVALID_TOKEN') throw new Error(t('reset.expired'))
  if (answer?.code === 'INVALID_PASSWORD') throw new Error(t('account.passwordWrong'))
  throw new Error(answer?.detail ?? answer?.message ?? t('error.unknown'))
}

export const auth = {
  signIn: (email: string, password: string) => ask('POST', '/sign-in/email', { email, password }),
  signOut: () => ask('POST', '/sign-out'),
  sessions: () => ask<SignedInAt[]>('GET', '/list-sessions'),
  current: () => ask<{ session: { token: string } } | null>('GET', '/get-session'),
  revoke: (token: string) => ask('POST', '/revoke-session', { token }),
  revokeOthers: () => ask('POST', '/revoke-other-sessions'),
  /** Answers the same whether or not somebody signs in with this e-mail. */
  askReset: (email: string) => ask('POST', '/request-password-reset', { email }),
  reset: (token: string, newPassword: string) => ask('POST', '/reset-password', { token, newPassword }),
  changePassword: (currentPassword: string, newPassword: string) =>
    ask('POST', '/change-password', { currentPassword, newPassword, revokeOtherSessions: true }),
}
