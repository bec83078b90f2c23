import { z } from 'zod'

export type Json = Record<string, unknown>

export interface Content {
  schema: Json
  example?: unknown
}
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema?: Json
  content?: Record<string, Content>
  example?: unknown
}
interface Described {
  parameters: (Parameter | { $ref: string })[]
  requestBody?: { content: Record<string, Content> }
  responses: Record<string, { content?: Record<string, Content> } | { $ref: string }>
}
export interface Document {
  paths: Record<string, Record<string, Described>>
  components: {
    schemas: Record<string, Json>
    parameters: Record<string, Parameter>
    responses: Record<string, { content?: Record<string, Content> }>
  }
}

/** An operation of the document, with what it refers to in its place. */
export interface Operation {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  parameters: Parameter[]
  body: { type: string; schema: Json; example: unknown } | null
  /** By status: the media types of the answer with their schemas. */
  answers: Map<number, Record<string, Content>>
}

const named = <T>(of: Record<string, T>, { $ref }: { $ref: string }): T =>
  of[$ref.split('/').at(-1) ?? ''] as T

export function operationsOf({ paths, components }: Document): Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => {
      const [body] = Object.entries(described.requestBody?.content ?? {})
      return {
        method: method.toUpperCase() as Operation['method'],
        path,
        parameters: described.parameters.map((parameter) =>
          '$ref' in parameter ? named(components.parameters, parameter) : parameter,
        ),
        body: body ? { type: body[0], schema: body[1].schema, example: body[1].example } : null,
        answers: new Map(
          Object.entries(described.responses).map(([status, answer]) => [
            Number(status),
            ('$ref' in answer ? named(components.responses, answer) : answer).content ?? {},
          ]),
        ),
      }
    }),
  )
}

/** Makes validators of the document's schemas, each once. */
export function validators({ components }: Document) {
  const known = new Map<Json, z.ZodType>()
  return (schema: Json): z.ZodType => {
    let made = known.get(schema)
    if (!made) {
      const whole = JSON.stringify({ ...schema, $defs: components.schemas })
      made = z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')))
      known.set(schema, made)
    }
    return made
  }
}

export const nameOf = ({ method, path }: Operation): string => `${method} ${path}`
