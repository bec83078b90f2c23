import type { FastifyInstance, FastifyRequest } from 'fastify'
import { tooMany } from '../../http/problem.ts'
import type { SignIn } from './commands.ts'
import type { Door } from './policy.ts'

/** Tries to sign in from one address in a minute: to one account, and to all of them. */
const triesPerMinute = 8
const triesOfAddress = 60

/** Hands `/api/auth/…` to the sign-in library: sign in and out, sessions listed and revoked, password changed. */
export function bindSignIn(app: FastifyInstance, auth: SignIn, door: Door): void {
  const isSignIn = (request: FastifyRequest) =>
    request.method === 'POST' && /\/(sign-in|request-password-reset|reset-password)/.test(request.url)
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
      rateLimit: {
        hook: 'preHandler',
        max: (request) => (isSignIn(request) ? triesPerMinute : 120),
        timeWindow: 60_000,
        keyGenerator: (request) => {
          const email = (request.body as { email?: unknown } | null)?.email
          return `${request.ip} ${request.method} ${typeof email === 'string' ? email.toLowerCase() : ''}`
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
      if (request.method === 'POST') door.forget()
      reply.code(response.status)
      response.headers.forEach((value, name) => {
        if (name !== 'set-cookie') reply.header(name, value)
      })
      for (const cookie of response.headers.getSetCookie()) reply.header('set-cookie', cookie)
      return reply.send(await response.text())
    },
  })
}
