import type { FastifyInstance, FastifyRequest } from 'fastify'
import { tooMany } from '../../http/problem.ts'
import type { Database } from '../../db/database.ts'
import { keepFirstLanguage } from '../settings/commands.ts'
import { noteDoing, type SignIn } from './commands.ts'
import type { Door } from './policy.ts'

/** The session's token that a cookie carries, in a request's header or in an answer's. */
const tokenIn = (cookies: string): string | null => {
  const value = /throughline\.session_token=([^;,\s]+)/.exec(cookies)?.[1]
  return value ? (decodeURIComponent(value).split('.')[0] ?? null) : null
}

/** What a successful request to the library was, if it is of those that the ledger keeps. */
async function note(database: Database, request: FastifyRequest, cookies: readonly string[]): Promise<void> {
  const path = request.url.split('?')[0] ?? ''
  const before = tokenIn(request.headers.cookie ?? '')
  const now = tokenIn(cookies.join(';'))
  if (now && path.endsWith('/two-factor/verify-totp') && before)
    return noteDoing(database, now, 'second-factor-added')
  if (now && path.endsWith('/two-factor/disable')) return noteDoing(database, now, 'second-factor-removed')
  if (now && /\/(sign-in\/email|two-factor\/verify-[a-z-]+|callback\/[\w-]+)$/.test(path)) {
    await keepFirstLanguage(database.db, now, request.headers['accept-language'])
    return noteDoing(database, now, 'signed-in')
  }
}

/** Tries to sign in from one address in a minute: to one account, and to all of them. */
const triesPerMinute = 8
const triesOfAddress = 60

/** Hands `/api/auth/…` to the sign-in library: sign in and out, sessions listed and revoked, password changed. */
export function bindSignIn(app: FastifyInstance, database: Database, auth: SignIn, door: Door): void {
  const isSignIn = (request: FastifyRequest) =>
    request.method === 'POST' &&
    /\/(sign-in|request-password-reset|reset-password|two-factor\/verify)/.test(request.url)
  const ofAddress = app.createRateLimit({
    max: triesOfAddress,
    timeWindow: 60_000,
    keyGenerator: (request) => `sign-in ${request.ip}`,
  })
  app.route({
    method: ['GET', 'POST'],
    url: '/api/auth/*',
    bodyLimit: 16_384,
    config: {
      known: new Set(Object.values(auth.api).map(({ path }) => `/api/auth${path}`)),
      rateLimit: {
        hook: 'preHandler',
        max: (request) => (isSignIn(request) ? triesPerMinute : 120),
        timeWindow: 60_000,
        keyGenerator: (request) => {
          const email = (request.body as { email?: unknown } | null)?.email
          // A second factor is tried for whoever has given the password, which a cookie says.
          const whose = /\/two-factor\//.test(request.url) ? (request.headers.cookie ?? '') : ''
          return `${request.ip} ${request.method} ${typeof email === 'string' ? email.toLowerCase() : whose}`
        },
      },
    },
    handler: async (request, reply) => {
      const limit = isSignIn(request) ? await ofAddress(request) : null
      if (limit && !limit.isAllowed && limit.isExceeded) throw tooMany(limit.ttlInSeconds)
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string') headers.set(name, value)
      headers.set('x-forwarded-for', request.ip)
      headers.delete('content-length')
      const response = await auth.handler(
        new Request(new URL(request.url, `${request.protocol}://${request.host}`), {
          method: request.method,
          headers,
          ...(request.body ? { body: JSON.stringify(request.body) } : {}),
        }),
      )
      const cookies = response.headers.getSetCookie()
      if (response.status < 400) await note(database, request, cookies)
      if (request.method === 'POST') door.forget()
      reply.code(response.status)
      response.headers.forEach((value, name) => {
        if (name !== 'set-cookie') reply.header(name, value)
      })
      for (const cookie of cookies) reply.header('set-cookie', cookie)
      return reply.send(await response.text())
    },
  })
}
