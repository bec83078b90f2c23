import type { FastifyInstance, FastifyRequest } from 'fastify'
import { forbidden, unauthenticated } from '../../http/problem.ts'
import type { Api } from './tools.ts'

/** The API as the caller of a request, in this process: the same routes, permissions, limits and refusals. */
const apiAs =
  (app: FastifyInstance, authorization: string, address: string): Api =>
  async ({ method, path, query = {}, body, headers }) => {
    const search = new URLSearchParams()
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) search.set(name, typeof value === 'string' ? value : JSON.stringify(value))
    const answer = await app.inject({
      method,
      url: `/api/v1${path}?${search}`,
      headers: { ...headers, authorization },
      remoteAddress: address,
      ...(body === undefined ? {} : { payload: body as object }),
    })
    return {
      status: answer.statusCode,
      body: /json/.test(String(answer.headers['content-type']))
        ? (JSON.parse(answer.body) as unknown)
        : undefined,
      content: answer.rawPayload,
    }
  }

/** Agents are programs: they come with a key, never with a member's session. */
function authorizationOf(request: FastifyRequest): string {
  const { authorization } = request.headers
  if (!request.caller) throw unauthenticated()
  if (!authorization || !request.caller.keyId)
    throw forbidden('Agents need an API key: “Authorization: Bearer KEY”.')
  return authorization
}

/** Loaded when the first agent comes: most companies have none, and all of them wait for the start. */
async function openHandler(app: FastifyInstance, version: string) {
  const [{ createMcpHandler }, { mcpServer }] = await Promise.all([
    import('@modelcontextprotocol/server'),
    import('./tools.ts'),
  ])
  return createMcpHandler(({ authInfo }) =>
    mcpServer(apiAs(app, `Bearer ${authInfo?.token}`, String(authInfo?.extra?.['address'])), version),
  )
}

/** Serves the Model Context Protocol at `/mcp` (Streamable HTTP, without sessions). */
export function bindMcp(app: FastifyInstance, version: string): { close: () => Promise<void> } {
  let opened: ReturnType<typeof openHandler> | undefined
  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    handler: async (request, reply) => {
      const token = authorizationOf(request).replace(/^Bearer\s+/i, '')
      const handler = await (opened ??= openHandler(app, version))
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers))
        if (typeof value === 'string') headers.set(name, value)
      const answer = await handler.fetch(
        new Request(`http://localhost${request.url}`, {
          method: request.method,
          headers,
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        }),
        {
          authInfo: {
            token,
            clientId: request.caller?.keyId ?? '',
            scopes: [],
            extra: { address: request.ip },
          },
          parsedBody: request.body,
        },
      )
      reply.code(answer.status)
      for (const [name, value] of answer.headers) reply.header(name, value)
      return reply.send(Buffer.from(await answer.arrayBuffer()))
    },
  })
  return { close: async () => (await opened)?.close() }
}
