import { z } from 'zod'
import { problemSchema } from '../../contract/http/problem.ts'
import { route, type Route } from '../../contract/http/route.ts'
import type { RecordTypes } from '../../contract/record-types.ts'
import type { Bind } from './bind.ts'
import { describable, structuredIn } from './schema.ts'

type Json = Record<string, unknown>

/** Describes schemas for one document; what they name or repeat within themselves, such as filters, goes to `shared`. */
function describer(shared: Record<string, Json>) {
  const described = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const text = JSON.stringify(describable(schema, io)).replaceAll('"#/$defs/', '"#/components/schemas/')
    const { $defs = {}, ...rest } = JSON.parse(text) as Json & { $defs?: Record<string, Json> }
    for (const [name, { id: _, ...definition }] of Object.entries($defs)) shared[name] = definition
    return rest
  }

  const parametersOf = (schema: z.ZodType | undefined, where: 'path' | 'query'): Json[] => {
    if (!schema) return []
    const { properties = {}, required = [] } = described(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    const structured = structuredIn(schema)
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      ...(structured.has(name)
        ? { content: { 'application/json': { schema: property } } }
        : { schema: property }),
    }))
  }

  return (declared: Route): Json => {
    const status = String(declared.status ?? (declared.output ? 200 : 204))
    const name = declared.path
      .replace(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/\W/g, '')
    return {
      operationId: `${declared.method.toLowerCase()}${name}`,
      summary: declared.summary,
      description: who(declared),
      tags: [declared.tag],
      ...(declared.who === 'anyone' ? { security: [] } : {}),
      parameters: [...parametersOf(declared.params, 'path'), ...parametersOf(declared.query, 'query')],
      ...(declared.body
        ? {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: described(declared.body, 'input') } },
            },
          }
        : {}),
      responses: {
        [status]: declared.output
          ? {
              description: 'Done',
              content: { 'application/json': { schema: described(declared.output, 'output') } },
            }
          : { description: 'Done' },
        default: {
          description: 'Refused',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    }
  }
}

const who = ({ who: may }: Route): string =>
  typeof may === 'object'
    ? `Needs the permission to ${may.action} ${may.type} records, and as a key the scope \`all\` or \`${may.type}:${may.action === 'see' || may.action === 'export' ? 'read' : 'write'}\`.`
    : {
        anyone: 'Needs no sign-in.',
        caller: 'For any member or key.',
        owner: 'For owners signed in, and no key.',
        administrator: 'For owners and administrators, and keys of scope `all`.',
      }[may]

/** The OpenAPI 3.1 document of every bound route. */
export function openApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {}
  const schemas: Record<string, Json> = { Problem: describable(problemSchema, 'output') }
  const describe = describer(schemas)
  for (const declared of routes)
    (paths[declared.path] ??= {})[declared.method.toLowerCase()] = describe(declared)
  return {
    openapi: '3.1.0',
    info: { title: 'Throughline', version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas,
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

/** Serves the document as it is with the company's own fields; made anew when one has changed. */
export function bindOpenApi(
  bind: Bind,
  routes: readonly ((types: RecordTypes) => Route)[],
  typesNow: () => RecordTypes,
  version: string,
): void {
  let made: { of: RecordTypes; document: Json } | undefined
  bind(openApiRoute, () => {
    const of = typesNow()
    if (made?.of !== of)
      made = {
        of,
        document: openApi(
          routes.map((routeWith) => routeWith(of)),
          version,
        ),
      }
    return made.document
  })
}
