import { z } from 'zod'
import { problemSchema } from '../../contract/http/problem.ts'
import { route, type Route } from '../../contract/http/route.ts'
import { recordTypeByPlural, type RecordTypes } from '../../contract/record-types.ts'
import type { Bind } from './bind.ts'
import type { Caller } from './caller.ts'
import { exampleOf } from './example.ts'
import { refusals, refusalsOf } from './refusals.ts'
import { describable, structuredIn } from './schema.ts'

type Json = Record<string, unknown>

const json = 'application/json'

/** What the things of a path are, for the ids in its examples: a record type's name, or the path's own word. */
const kindOf = ({ path }: Route): string => {
  const [, first = ''] = path.split('/')
  return recordTypeByPlural(first)?.name ?? first
}

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` })

/** Describes schemas for one document; what they name or repeat within themselves, such as filters, goes to `shared`. */
function describer(shared: Record<string, Json>) {
  const described = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const text = JSON.stringify(describable(schema, io)).replaceAll('"#/$defs/', '"#/components/schemas/')
    const { $defs = {}, ...rest } = JSON.parse(text) as Json & { $defs?: Record<string, Json> }
    for (const [name, { id: _, ...definition }] of Object.entries($defs)) shared[name] = definition
    return rest
  }

  const parametersOf = (declared: Route, where: 'path' | 'query'): Json[] => {
    const schema = where === 'path' ? declared.params : declared.query
    if (!schema) return []
    const { properties = {}, required = [] } = described(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    const structured = structuredIn(schema)
    const stated: Json = declared.example?.[where === 'path' ? 'params' : 'query'] ?? {}
    return Object.entries(properties).map(([name, property]) => {
      const needed = where === 'path' || required.includes(name)
      const kind = name === 'id' ? kindOf(declared) : name
      const example =
        name in stated ? stated[name] : needed ? exampleOf(property, shared, kind, name) : undefined
      return {
        name,
        in: where,
        required: needed,
        ...(structured.has(name) ? { content: { [json]: { schema: property } } } : { schema: property }),
        ...(example === undefined ? {} : { example }),
      }
    })
  }

  const headersOf = ({ method, secret, slowBody, ifMatch }: Route): Json[] => [
    ...(ifMatch ? [ref('parameters', 'If-Match')] : []),
    ...(method === 'GET' || secret || slowBody ? [] : [ref('parameters', 'Idempotency-Key')]),
  ]

  const bodyOf = (declared: Route): Json => {
    const { body, takes, example } = declared
    if (takes)
      return {
        requestBody: {
          required: true,
          content: { [takes]: { schema: { type: 'string' }, example: example?.body } },
        },
      }
    if (!body) return {}
    const schema = described(body, 'input')
    const sent = example?.body ?? exampleOf(schema, shared, kindOf(declared))
    return { requestBody: { required: true, content: { [json]: { schema, example: sent } } } }
  }

  const answerOf = (declared: Route): Json => {
    const { output, sends, example, method } = declared
    const headers = Object.fromEntries(
      [
        'RateLimit-Limit',
        'RateLimit-Remaining',
        'RateLimit-Reset',
        ...(declared.ifMatch ? ['ETag'] : []),
        ...(method !== 'GET' && typeof declared.who === 'object' ? ['Event'] : []),
      ].map((name) => [name, ref('headers', name)]),
    )
    const done = { description: 'Done', headers }
    if (sends) {
      const media = [sends].flat().map((type) => [type, { schema: { type: 'string' } }])
      return { ...done, content: Object.fromEntries(media) as Json }
    }
    if (!output) return done
    const schema = described(output, 'output')
    const shown = example?.output ?? exampleOf(schema, shared, kindOf(declared))
    return { ...done, content: { [json]: { schema, example: shown } } }
  }

  return (declared: Route): Json => {
    const status = String(declared.status ?? (declared.output ? 200 : 204))
    const name = declared.path
      .replace(/[^a-zA-Z]+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/\W/g, '')
    const isUpsert = declared.method === 'PUT' && declared.path.includes('/by/')
    return {
      operationId: `${declared.method.toLowerCase()}${name}`,
      summary: declared.summary,
      description: [declared.detail, who(declared)].filter(Boolean).join(' '),
      tags: [declared.tag],
      ...(declared.who === 'anyone' ? { security: [] } : {}),
      parameters: [
        ...parametersOf(declared, 'path'),
        ...parametersOf(declared, 'query'),
        ...headersOf(declared),
      ],
      ...bodyOf(declared),
      responses: {
        [status]: answerOf(declared),
        ...(isUpsert ? { 201: { ...answerOf(declared), description: 'Created' } } : {}),
        ...Object.fromEntries(
          refusalsOf(declared).map((refused) => [refused, ref('responses', String(refused))]),
        ),
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

const integer = { schema: { type: 'integer' } }
const headers = {
  'RateLimit-Limit': { description: 'How many calls a minute you may make.', ...integer },
  'RateLimit-Remaining': { description: 'How many of them are left.', ...integer },
  'RateLimit-Reset': { description: 'In how many seconds they are all there again.', ...integer },
  'Retry-After': { description: 'In how many seconds to try again.', ...integer },
  ETag: {
    description: 'The version, to send back as `If-Match`.',
    schema: { type: 'string' },
    example: '"3"',
  },
  Event: {
    description: 'What to give to `/undo`; absent where nothing changed.',
    schema: { type: 'string', format: 'uuid' },
  },
}

const parameters = {
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: false,
    description:
      'The ETag that you read: what somebody changed since is not overwritten, but refused with 412.',
    schema: { type: 'string', pattern: '^(\\*|(W/)?"\\d+")$' },
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Any text of your own: the same within a day brings the same answer, and is done once.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
}

/** The OpenAPI 3.1 document of every bound route. */
export function openApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {}
  const schemas: Record<string, Json> = { Problem: describable(problemSchema, 'output') }
  const describe = describer(schemas)
  for (const declared of routes)
    (paths[declared.path] ??= {})[declared.method.toLowerCase()] = describe(declared)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Throughline',
      version,
      description:
        'Everything that the web does, under the same permissions. Refusals are problems as RFC 9457 has them.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ key: [] }, { session: [] }],
    tags: [...new Set(routes.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      headers,
      parameters,
      responses: refusals,
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
  summary: 'This document; signed in or with a key, with your own fields',
  tag: 'API',
  output: z.record(z.string(), z.unknown()),
  example: { output: { openapi: '3.1.0' } },
})

/**
 * Serves the document as the record types are for whoever asks; made anew when a field has changed. A stranger gets it
 * as declared: what a company's own fields are called is nobody else's business.
 */
export function bindOpenApi(
  bind: Bind,
  routes: readonly ((types: RecordTypes) => Route)[],
  typesFor: (caller: Caller | null) => RecordTypes,
  version: string,
): void {
  const made = new WeakMap<RecordTypes, Json>()
  bind(openApiRoute, ({ context }) => {
    const types = typesFor(context.caller)
    let document = made.get(types)
    if (!document)
      made.set(
        types,
        (document = openApi(
          routes.map((routeWith) => routeWith(types)),
          version,
        )),
      )
    return document
  })
}
