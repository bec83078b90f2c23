import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Scripts and styles are files of ours; style elements carry the page's nonce; style attributes move and size things. */
const policy = (nonce: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

const nothingHere = (request: FastifyRequest, reply: FastifyReply) =>
  reply
    .code(404)
    .type('application/problem+json')
    .send({
      type: 'about:blank',
      title: 'Not found',
      status: 404,
      detail: `There is no ${request.method} ${request.url.split('?')[0]}.`,
    })

/** Without a web app: only the API and what it says of unknown paths. */
export function serveNothing(app: FastifyInstance): void {
  app.setNotFoundHandler(nothingHere)
}

/** Serves the built web app; every path that is no file and no API gets the page, which routes by itself. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  const page = await readFile(join(folder, 'index.html'), 'utf8')
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: true,
    serveDotFiles: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Built files carry a hash of their content in their name.
      reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      )
    },
  })
  const send = (reply: FastifyReply) => {
    const nonce = randomBytes(16).toString('base64')
    return (
      reply
        .code(200)
        .header('content-security-policy', policy(nonce))
        .header('cache-control', 'no-store')
        // Behind every page is somebody's own, a customer's quote behind its link included.
        .header('x-robots-tag', 'noindex, nofollow')
        .type('text/html; charset=utf-8')
        .send(page.replace('__CSP_NONCE__', nonce))
    )
  }
  app.get('/', (_request, reply) => send(reply))
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      (!request.url.startsWith('/api/') || /^\/api\/docs(\?|$)/.test(request.url)) &&
      request.headers.accept?.includes('text/html')
    if (isPage) return send(reply)
    return nothingHere(request, reply)
  })
}
