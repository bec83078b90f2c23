import { language } from '../text/language.ts'
import { t } from '../text/t.ts'

/** The sign-in library has an address and errors of its own. */
async function ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api/auth${path}`, {
      method,
      headers: {
        'accept-language': language.name,
        ...(method === 'POST' && { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' && {
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
  if (answer?.code === 'INVALID_CODE' || answer?.code === 'INVALID_BACKUP_CODE')
    throw new Error(t('signIn.codeRefused'))
  if (answer?.code === 'INVALID_TWO_FACTOR_COOKIE' || answer?.code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    throw new Error(t('signIn.codeExpired'))
  if (answer?.code === 'INVALID_PASSWORD') throw new Error(t('account.passwordWrong'))
  throw new Error(answer?.detail ?? answer?.message ?? t('error.unknown'))
}

export const auth = {
  /** The password alone may not be enough: then a code is asked for, by `signInWithCode`. */
  signIn: async (email: string, password: string): Promise<'in' | 'second-factor'> => {
    const answer = await ask<{ twoFactorRedirect?: boolean } | null>('POST', '/sign-in/email', {
      email,
      password,
    })
    return answer?.twoFactorRedirect ? 'second-factor' : 'in'
  },
  /** With the code that the app shows now, or a recovery code. */
  signInWithCode: (code: string) =>
    ask('POST', /^\d{6}$/.test(code) ? '/two-factor/verify-totp' : '/two-factor/verify-backup-code', {
      code,
    }),
  /** Where to go to sign in by a provider; it leads back to `to`. */
  signInBy: async (provider: string, to: string): Promise<string> => {
    const answer = await ask<{ url: string }>('POST', '/sign-in/social', {
      provider,
      callbackURL: to,
      errorCallbackURL: '/sign-in',
    })
    return answer.url
  },
  /** Begins to set a second factor up: its address for an app, and recovery codes. Asked for from the first right code on. */
  beginSecondFactor: (password: string) =>
    ask<{ totpURI: string; backupCodes: string[] }>('POST', '/two-factor/enable', { password }),
  confirmSecondFactor: (code: string) => ask('POST', '/two-factor/verify-totp', { code }),
  removeSecondFactor: (password: string) => ask('POST', '/two-factor/disable', { password }),
  renewRecoveryCodes: (password: string) =>
    ask<{ backupCodes: string[] }>('POST', '/two-factor/generate-backup-codes', { password }),
  signOut: () => ask('POST', '/sign-out'),
  /** Answers the same whether or not somebody signs in with this e-mail. */
  askReset: (email: string) => ask('POST', '/request-password-reset', { email }),
  reset: (token: string, newPassword: string) => ask('POST', '/reset-password', { token, newPassword }),
  changePassword: (currentPassword: string, newPassword: string) =>
    ask('POST', '/change-password', { currentPassword, newPassword, revokeOtherSessions: true }),
}
