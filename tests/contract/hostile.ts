import fc from 'fast-check'
import type { Json, Operation } from './document.ts'
import type { Sent } from './making.ts'

/** A call as a careless or a hostile program may send it: what the address, the body and the headers hold. */
export interface Hostile {
  path: string
  query: string
  payload?: string
  headers: Record<string, string>
}

const id = '0199d6a4-3c00-7a00-8000-000000000000'
const deep = (levels: number): unknown =>
  JSON.parse(`${'{"not":'.repeat(levels)}{"field":"createdAt","op":"notEmpty"}${'}'.repeat(levels)}`)

/** What no field should take, or every field has to bear. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    ' ',
    0,
    -1,
    0.5,
    1e308,
    -1e308,
    Number.MAX_SAFE_INTEGER,
    2 ** 60,
    2_147_483_648,
    '\0',
    'a\0b',
    '\ud800',
    'x\udfffy',
    '\u202e',
    '=1+1',
    "'; drop table people; --",
    '%',
    '\\',
    '../../etc/passwd',
    'x'.repeat(100_000),
    '9'.repeat(400),
    '0000-00-00',
    '9999-12-31',
    '+275760-09-13',
    '2026-02-30',
    '2026-03-02T25:00:00Z',
    '-271821-04-20T00:00:00Z',
    'EUR',
    id,
    id.toUpperCase(),
    [],
    {},
    [null],
    [[]],
    { amount: '1e99', currency: 'EUR' },
    { amount: '9'.repeat(15), currency: 'ZZZ' },
    { __proto__: null, constructor: 1 },
    JSON.parse('{"__proto__":{"admin":true}}'),
    deep(3),
    deep(2_000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 3 }),
)

/** A value by a schema: of its kind and size, and otherwise anything. */
export function fitting(schema: Json, shared: Record<string, Json>, levels = 6): fc.Arbitrary<unknown> {
  // What contains itself, such as a filter, has to end.
  if (levels < 0) return fc.constant({ field: 'createdAt', op: 'notEmpty' })
  const inner = (part: unknown) => fitting(part as Json, shared, levels - 1)
  const { $ref, anyOf, oneOf, allOf, type, format, pattern, minLength, maxLength, minimum, maximum } =
    schema as {
      $ref?: string
      anyOf?: Json[]
      oneOf?: Json[]
      allOf?: Json[]
      type?: string | string[]
      format?: string
      pattern?: string
      minLength?: number
      maxLength?: number
      minimum?: number
      maximum?: number
    }
  if ($ref) return inner(shared[$ref.split('/').at(-1) ?? ''])
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  const either = anyOf ?? oneOf
  if (either) return fc.oneof(...either.map(inner))
  if (allOf) return inner(allOf[0])
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => inner({ ...schema, type: one })))
  switch (type) {
    case 'object':
      return fittingObject(schema, inner)
    case 'array':
      return fc.array(inner(schema.items ?? {}), {
        minLength: Number(schema.minItems ?? 0),
        maxLength: Math.max(3, Number(schema.minItems ?? 0)),
      })
    case 'string':
      if (Array.isArray(schema.examples))
        return fc.oneof(fc.constant(schema.examples[0]), text(minLength, maxLength))
      if (format === 'uuid') return fc.oneof(fc.constant(id), fc.uuid())
      if (format === 'date') return fc.constantFrom('2026-03-31', '0001-01-01', '9999-12-31')
      if (format === 'date-time') return fc.constantFrom('2026-03-02T09:30:00Z', '0001-01-01T00:00:00Z')
      // What the generator of patterns does not know, such as looking ahead, is left to the examples.
      return pattern && !pattern.includes('(?')
        ? fc.stringMatching(new RegExp(pattern, 'u'))
        : text(minLength, maxLength)
    case 'integer':
      return fc.maxSafeInteger().map((value) => Math.min(Math.max(value, minimum ?? value), maximum ?? value))
    case 'number':
      return fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((value) => Math.min(Math.max(value, minimum ?? value), maximum ?? value))
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return odd
  }
}

const text = (minLength = 0, maxLength = 60): fc.Arbitrary<string> =>
  fc.string({ unit: 'binary', minLength, maxLength: Math.min(Math.max(maxLength, minLength), 60) })

function fittingObject(schema: Json, inner: (part: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const {
    properties = {},
    required = [],
    additionalProperties,
  } = schema as {
    properties?: Record<string, Json>
    required?: string[]
    additionalProperties?: unknown
  }
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, inner(part)])),
    { requiredKeys: required },
  )
  if (typeof additionalProperties !== 'object' || additionalProperties === null) return known
  const further = fc.dictionary(
    fc.constantFrom('person', 'deal', 'email', 'firstName', 'none', '__proto__', ''),
    inner(additionalProperties),
    { maxKeys: 3 },
  )
  return fc.tuple(known, further).map(([own, more]) => ({ ...more, ...own }))
}

/** The value with one of its parts, however deep, replaced, left out or added to. */
function spoilt(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return odd
  const names = Object.keys(value)
  const put = (name: string, part: unknown): unknown =>
    Array.isArray(value)
      ? value.map((one: unknown, i) => (String(i) === name ? part : one))
      : { ...value, [name]: part }
  const within =
    names.length === 0
      ? odd
      : fc
          .constantFrom(...names)
          .chain((name) => spoilt((value as Json)[name]).map((part) => put(name, part)))
  const without =
    names.length === 0
      ? odd
      : fc
          .constantFrom(...names)
          .map((name) => Object.fromEntries(Object.entries(value).filter(([one]) => one !== name)))
  return fc.oneof(
    { weight: 6, arbitrary: within },
    { weight: 1, arbitrary: without },
    { weight: 1, arbitrary: odd.map((part) => ({ ...value, nothing_such: part })) },
    { weight: 1, arbitrary: odd },
  )
}

const written = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** As an address writes it: half a surrogate pair cannot be, so its bytes are written. */
const encoded = (value: string): string => (value.isWellFormed() ? encodeURIComponent(value) : '%ED%A0%80')

export function pathOf(operation: Operation, params: Record<string, string>): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(params[name] ?? ''))
}

export const queryOf = (query: Json): string =>
  Object.entries(query)
    .map(([name, value]) => `${encoded(name)}=${encoded(written(value))}`)
    .join('&')

const kept = (operation: Operation, sent: Sent): Hostile => ({
  path: pathOf(operation, sent.params),
  query: queryOf(sent.query),
  ...(operation.body
    ? {
        payload: operation.body.type === 'application/json' ? JSON.stringify(sent.body) : String(sent.body),
        headers: { 'content-type': operation.body.type },
      }
    : { headers: {} }),
})

/** What one call may be made into. `sent` is a good one, of which most is kept. */
export function hostile(
  operation: Operation,
  sent: Sent,
  shared: Record<string, Json>,
): fc.Arbitrary<Hostile> {
  const whole = kept(operation, sent)
  const asked = operation.parameters.filter(({ in: where }) => where === 'query')
  const ways: fc.Arbitrary<Hostile>[] = []
  const params = Object.keys(sent.params)
  if (params.length > 0)
    ways.push(
      fc.tuple(fc.constantFrom(...params), odd).map(([name, value]) => ({
        ...whole,
        path: pathOf(operation, { ...sent.params, [name]: written(value).slice(0, 2_000) }),
      })),
      fc.constantFrom('%', '%E0%A4%A', '%00', '%2F', '%20').map((value) => ({
        ...whole,
        path: pathOf(operation, { ...sent.params, [params[0] as string]: 'SPOILT' }).replace('SPOILT', value),
      })),
    )
  if (asked.length > 0) {
    const schemaOf = ({ schema, content }: (typeof asked)[number]) =>
      schema ?? Object.values(content ?? {})[0]?.schema ?? {}
    ways.push(
      fc.constantFrom(...asked).chain((parameter) =>
        fc.oneof(odd, fitting(schemaOf(parameter), shared)).map((value) => ({
          ...whole,
          query: queryOf({ ...sent.query, [parameter.name]: written(value).slice(0, 4_000) }),
        })),
      ),
      fc
        .constantFrom(...asked)
        .map(({ name }) => ({ ...whole, query: `${whole.query}&${name}=a&${name}=b&${name}[x]=1&=&%=%` })),
      fc
        .constantFrom('after=x', `after=${id}`, 'after=%00', 'limit=0', 'limit=1e9', 'unknown=1')
        .map((query) => ({
          ...whole,
          query: `${whole.query}&${query}`,
        })),
    )
  }
  if (operation.body?.type === 'application/json') {
    const { schema } = operation.body
    const json = (value: unknown) => ({ ...whole, payload: JSON.stringify(value) ?? '' })
    ways.push(
      spoilt(sent.body).map(json),
      spoilt(sent.body).map(json),
      fitting(schema, shared).map(json),
      fitting(schema, shared).map(json),
      fc
        .constantFrom(
          '',
          '{',
          'null',
          '[]',
          '"x"',
          '1',
          '{"a":}',
          '\0',
          `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
        )
        .map((payload) => ({ ...whole, payload })),
    )
  }
  if (operation.method !== 'GET')
    ways.push(
      fc
        .constantFrom(
          'text/plain',
          'application/xml',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          'application/json; charset=utf-16',
          'nonsense',
          '',
        )
        .map((type) => ({ ...whole, payload: whole.payload ?? 'x', headers: { 'content-type': type } })),
    )
  ways.push(
    fc
      .constantFrom<Record<string, string>>(
        { 'if-match': 'nonsense' },
        { 'if-match': '"999999999999999999999"' },
        { 'if-match': '"0"' },
        { 'idempotency-key': '' },
        { 'idempotency-key': 'x'.repeat(300) },
        { accept: 'image/png' },
        { 'accept-encoding': 'nonsense' },
        { authorization: 'Bearer nonsense-nonsense' },
        { authorization: 'Basic eDp5' },
        { 'x-http-method-override': 'DELETE' },
        { range: 'bytes=9-1' },
      )
      .map((headers) => ({ ...whole, headers: { ...whole.headers, ...headers } })),
  )
  return fc.oneof(...ways)
}
