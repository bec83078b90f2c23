import { z } from 'zod'

type Json = { [key: string]: unknown }

/** What only a validator needs; a serialiser would check it again for each value, and `fields` asks for parts of records. */
const checks = new Set([
  'required',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'enum',
  'const',
  'title',
  'description',
  'example',
  '$schema',
])

/**
 * JSON Schema for fast-json-stringify. `X or null` becomes `nullable`, because an `anyOf` makes the serialiser
 * validate each value to choose a branch, which costs more than writing it.
 */
function lean(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(lean)
  if (typeof node !== 'object' || node === null) return node
  const schema = node as Json
  if (Array.isArray(schema.anyOf)) {
    const branches = (schema.anyOf as Json[]).filter((branch) => branch.type !== 'null')
    if (branches.length === 1 && branches.length < schema.anyOf.length)
      return { ...(lean(branches[0]) as Json), nullable: true }
  }
  if (Array.isArray(schema.allOf) && schema.allOf.length === 1) return lean(schema.allOf[0])
  const kept: Json = {}
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties')
      kept[key] = Object.fromEntries(
        Object.entries(value as Json).map(([name, inner]) => [name, lean(inner)]),
      )
    else if (!checks.has(key)) kept[key] = lean(value)
    else if (key === 'enum' && !('type' in schema)) kept.type = 'string'
  }
  return kept
}

export const serialisable = (schema: z.ZodType): Json =>
  lean(z.toJSONSchema(schema, { target: 'draft-7', io: 'output', unrepresentable: 'any' })) as Json

const structured = new WeakMap<z.ZodType, ReadonlySet<string>>()
const none: ReadonlySet<string> = new Set()

/** The parts of an object that are more than one word or number; as query parameters they travel as JSON. */
export function structuredIn(schema: z.ZodType | undefined): ReadonlySet<string> {
  if (!schema) return none
  const known = structured.get(schema)
  if (known) return known
  const names = structuredNames(schema)
  structured.set(schema, names)
  return names
}

function structuredNames(schema: z.ZodType): ReadonlySet<string> {
  const { properties } = describable(schema, 'input')
  const isStructured = (property: Json) =>
    property.type === 'object' || property.type === 'array' || '$ref' in property || 'anyOf' in property
  return new Set(
    Object.entries((properties ?? {}) as Record<string, Json>).flatMap(([name, property]) =>
      isStructured(property) ? [name] : [],
    ),
  )
}

/** Schema as the OpenAPI 3.1 document shows it. */
export const describable = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...described } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    // Of a schema that transforms, JSON Schema would keep `examples` for what comes out alone.
    override({ jsonSchema }) {
      if (!('example' in jsonSchema)) return
      jsonSchema.examples = [jsonSchema.example]
      delete jsonSchema.example
    },
  }) as Json
  return described
}
