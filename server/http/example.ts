import { exampleId } from '../../contract/values/id.ts'

type Json = Record<string, unknown>

/** What strings of these names may say where their schema does not. */
const texts: Record<string, string> = {
  name: 'Shop',
  title: 'Ana Duarte',
  label: 'Renewal date',
  email: 'ana.duarte@example.com',
  q: 'duarte',
  domain: 'example.com',
  address: '192.168.1.20',
  url: 'https://shop.example.com/hook',
  issuer: 'https://login.example.com',
  password: 'violet harbour reads backwards',
  slug: 'sales.win-rate',
  token: 'dGhpcyBpcyBub3QgYSB0b2tlbg',
  secret: 'whsec_bm90IGEgc2VjcmV0IG9mIGFueWJvZHkncyBhdCBhbGw=',
  timeZone: 'Europe/Lisbon',
  zone: 'Europe/Lisbon',
  currency: 'EUR',
  role: 'seller',
  roles: 'seller',
  key: 'seller',
  copyOf: 'seller',
  recordType: 'person',
  types: 'person',
  subjectType: 'person',
  of: 'person',
  plural: 'people',
  fields: 'email,phone',
  field: 'email',
  sort: '-createdAt',
  groupBy: 'createdBy',
  scopes: 'person:write',
  events: 'person.created',
  eventType: 'person.created',
  kind: 'email',
  value: 'ana.duarte@example.com',
  detail: 'ana.duarte@example.com',
  version: '1',
  postgres: '18.4',
  file: '2026-03-02T020000Z.throughline',
  folder: '/var/lib/throughline/backups',
  description: 'Says what it means.',
  summary: 'Says what it does',
}

const numbers: Record<string, number> = {
  limit: 60,
  progress: 0.4,
  score: 0.93,
  confidence: 0.9,
  status: 200,
  bytes: 48_120,
  milliseconds: 84,
}

/** By what the values of an object without fixed properties are kept. */
const keys: Record<string, string> = {
  permissions: 'deal',
  fields: 'person',
  titles: exampleId('person'),
  values: 'firstName',
  records: 'people',
}

const typed: Record<string, string> = { type: 'person', types: 'person' }

const moment = '2026-03-02T09:30:00.000Z'

/** What a schema's value may look like, `name` being the property that it is of. `kind` is what ids without a name are of. */
export function exampleOf(
  schema: Json,
  shared: Record<string, Json>,
  kind: string,
  name = '',
  deep = 0,
): unknown {
  const inner = (part: unknown, of = name) => exampleOf(part as Json, shared, kind, of, deep + 1)
  if (Array.isArray(schema.examples)) return schema.examples[0]
  if ('const' in schema) return schema.const
  if ('default' in schema) return schema.default
  if (typeof schema.$ref === 'string') return inner(shared[schema.$ref.split('/').at(-1) ?? ''] ?? {})
  if (Array.isArray(schema.enum)) return schema.enum.includes(typed[name]) ? typed[name] : schema.enum[0]
  const either = schema.anyOf ?? schema.oneOf
  if (Array.isArray(either)) return deep > 12 ? null : inner(either[0])
  if (Array.isArray(schema.allOf)) return inner(schema.allOf[0])
  const type: unknown = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  switch (type) {
    case 'object':
      return exampleObject(schema, inner, name)
    case 'array':
      return [inner(schema.items ?? {}, name)]
    case 'string':
      return exampleText(schema, kind, name)
    case 'integer':
    case 'number': {
      const number = numbers[name] ?? 3
      const { minimum = number, maximum = number } = schema as { minimum?: number; maximum?: number }
      return Math.min(Math.max(number, minimum), maximum)
    }
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return 'anything'
  }
}

function exampleObject(schema: Json, inner: (part: unknown, of?: string) => unknown, name: string): Json {
  const { properties = {}, additionalProperties, propertyNames } = schema as Record<string, Json>
  const own = Object.entries(properties).map(([key, part]) => [key, inner(part, key)])
  if (own.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(own) as Json
  if (Object.keys(additionalProperties).length === 0 && name !== 'values') return {}
  const known = propertyNames ? inner(propertyNames, name) : keys[name]
  return {
    [typeof known === 'string' && known !== 'anything' ? known : 'email']: inner(additionalProperties, ''),
  }
}

/** What has been seen to fit patterns, for those that the property's name does not help with. */
const patterned = ['02:00', 'example.com', '0.92', '2026', 'sales.win-rate', 'x']

function exampleText(schema: Json, kind: string, name: string): string {
  if (name === 'id' || name === 'ids') return exampleId(kind)
  if (schema.format === 'uuid' || /[a-z]Ids?$/.test(name)) return exampleId(name.replace(/Ids?$/, ''))
  if (schema.format === 'date' || /[a-z]On$/.test(name)) return '2026-03-31'
  if (schema.format === 'date-time' || /^(at|from|to|until)$|[a-z](At|Since|Until)$/.test(name)) return moment
  const { minLength = 0, pattern = '' } = schema as { minLength?: number; pattern?: string }
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  const text = name === 'type' ? 'person' : (texts[name] ?? (words || 'Porto'))
  const fits = new RegExp(pattern, 'u')
  return [text, exampleId(name), ...patterned].find((one) => fits.test(one)) ?? text.padEnd(minLength, '.')
}
