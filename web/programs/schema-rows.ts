import type { Json, Schemas } from './api-document.ts'

/** One line of a schema as the page lists it. */
export interface SchemaRow {
  depth: number
  name: string
  /** As JSON has it: `string (uuid)`, `array of Filter`, `integer or null`. */
  type: string
  required: boolean
  help: string | null
  limits: Limit[]
  /** Values to choose from. */
  choices: string[]
}

export type Limit =
  | { is: 'least' | 'most' | 'shortest' | 'longest' | 'fewest' | 'mostItems'; value: number }
  | { is: 'pattern' | 'default'; value: string }

const named = ({ $ref }: Json): string | null =>
  typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? null) : null

const meant = (schema: Json, schemas: Schemas): Json => {
  const name = named(schema)
  return name ? (schemas[name] ?? {}) : schema
}

const branchesOf = (schema: Json): Json[] =>
  (schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'] ?? []) as Json[]

/** What a schema's values are, in JSON's own words. */
export function typeOf(schema: Json): string {
  const name = named(schema)
  if (name) return name
  const branches = branchesOf(schema)
  if (branches.length > 0) return [...new Set(branches.map(typeOf))].join(' or ')
  if ('const' in schema) return JSON.stringify(schema['const'])
  const { type, format, items } = schema
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one as string })).join(' or ')
  if (type === 'array') return `array of ${typeOf((items ?? {}) as Json)}`
  if (type === 'string' && typeof format === 'string') return `string (${format})`
  if (typeof type === 'string') return type
  return schema['enum'] ? 'string' : 'anything'
}

/** So large that no whole number is beyond it: of no interest to a reader. */
const isReal = (value: number) => Math.abs(value) < Number.MAX_SAFE_INTEGER

function limitsOf(schema: Json): Limit[] {
  const number = (
    key: string,
    is: 'least' | 'most' | 'shortest' | 'longest' | 'fewest' | 'mostItems',
  ): Limit[] => {
    const value = schema[key]
    return typeof value === 'number' && isReal(value) ? [{ is, value }] : []
  }
  return [
    ...number('minimum', 'least'),
    ...number('maximum', 'most'),
    ...number('minLength', 'shortest'),
    ...number('maxLength', 'longest'),
    ...number('minItems', 'fewest'),
    ...number('maxItems', 'mostItems'),
    ...(typeof schema['pattern'] === 'string' && schema['format'] === undefined
      ? [{ is: 'pattern' as const, value: schema['pattern'] }]
      : []),
    ...('default' in schema ? [{ is: 'default' as const, value: JSON.stringify(schema['default']) }] : []),
  ]
}

const plain = (schema: Json): Json => {
  const branches = branchesOf(schema).filter(({ type }) => type !== 'null')
  if (branches.length !== 1) return schema
  const { anyOf: _, oneOf: __, allOf: ___, ...rest } = schema
  return { ...branches[0], ...rest }
}

function choicesOf(schema: Json): string[] {
  const of = schema['type'] === 'array' ? ((schema['items'] ?? {}) as Json) : schema
  return Array.isArray(of['enum']) ? of['enum'].filter((one) => one !== null).map(String) : []
}

/** What is said of a property, where that is more than its name. */
function helpOf(name: string, { description, title }: Json): string | null {
  const help = description ?? title
  if (typeof help !== 'string') return null
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`)
  return help.toLowerCase() === words.toLowerCase() ? null : help
}

const deepest = 5

/**
 * The lines of a schema: a line for each property, and beneath it those of what is in it. What contains itself, such as
 * a filter, is shown once.
 */
export function schemaRows(schema: Json, schemas: Schemas): SchemaRow[] {
  const rows: SchemaRow[] = []
  const visit = (given: Json, depth: number, seen: readonly string[]): void => {
    const name = named(given)
    if (depth > deepest || (name && seen.includes(name))) return
    const path = name ? [...seen, name] : seen
    const whole = plain(meant(given, schemas))
    const required = (whole['required'] ?? []) as string[]
    for (const [property, part] of Object.entries((whole['properties'] ?? {}) as Record<string, Json>)) {
      const one = plain(part)
      rows.push({
        depth,
        name: property,
        type: typeOf(part),
        required: required.includes(property),
        help: helpOf(property, part),
        limits: limitsOf(one),
        choices: choicesOf(one),
      })
      visit(one['type'] === 'array' ? ((one['items'] ?? {}) as Json) : one, depth + 1, path)
    }
    if (whole['type'] === 'array') visit((whole['items'] ?? {}) as Json, depth, path)
    for (const branch of branchesOf(whole)) visit(branch, depth, path)
    const further = whole['additionalProperties']
    if (typeof further === 'object' && further !== null && Object.keys(further).length > 0) {
      rows.push({
        depth,
        name: '…',
        type: typeOf(further as Json),
        required: false,
        help: null,
        limits: [],
        choices: choicesOf(further as Json),
      })
      visit(further as Json, depth + 1, path)
    }
  }
  visit(schema, 0, [])
  return rows
}
