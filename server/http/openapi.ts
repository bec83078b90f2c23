import { z } from 'zod'
import { problemSchema } from '../../contract/http/problem.ts'
import { route, type Route } from '../../contract/http/route.ts'
import type { Bind } from './bind.ts'
import { describable } from './schema.ts'

type Json = Record<string, unknown>

const parametersOf = (schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] => {
  if (!schema) return []
  const { properties = {}, required = [] } = describable(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => {
    const structured = property.type === 'object' || property.type === 'array' || '$ref' in property || 'anyOf' in property
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(structured ? { content: { 'application/json': { schema: property } } } : { schema: property }),
    }
  })
}

const who = ({ who: may }: Route): string =>
  typeof may === 'object'
    ? `Needs the permission to ${may.action} ${may.type} records, and as a key the scope \`all\` or \`${may.type}:${may.action === 'see' || may.action === 'export' ? 'read' : 'write'}\`.`
    : { anyone: 'Needs no sign-in.', caller: 'For any member or key.', administrator: 'For owners and administrators, and keys of scope `all`.' }[may]

const operationOf = (declared: Route): Json => {
  const status = String(declared.status ?? (declared.output ? 200 : 204))
  return {
    operationId: `${declared.method.toLowerCase()}${declared.path.replace(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')}`,
    summary: declared.summary,
    description: who(declared),
    tags: [declared.tag],
    ...(declared.who === 'anyone' ? { security: [] } : {}),
    parameters: [...parametersOf(declared.params, 'path'), ...parametersOf(declared.query, 'query')],
    ...(declared.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: describable(declared.body, 'input') } } } }
      : {}),
    responses: {
      [status]: declared.output
        ? { description: 'Done', content: { 'application/json': { schema: describable(declared.output, 'output') } } }
        : { description: 'Done' },
      default: { description: 'Refused', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  }
}

/** The OpenAPI 3.1 document of every bound route. */
export function openApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const declared of routes) (paths[declared.path] ??= {})[declared.method.toLowerCase()] = operationOf(declared)
  return {
    openapi: '3.1.0',
    info: { title: 'Throughline', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: describable(problemSchema, 'output') },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'throughline.session_token' },
      },
    },
  }
}

const openApiRoute = route({
  method: 'GET',
  path: '/openapi.json',
  who: 'anyone',
  summary: 'This document',
  tag: 'API',
  output: z.record(z.string(), z.unknown()),
})

/** Serves the document; made once, because routes are bound once. */
export function bindOpenApi(bind: Bind, routes: readonly Route[], version: string): void {
  let document: Json | undefined
  bind(openApiRoute, () => (document ??= openApi(routes, version)))
}
