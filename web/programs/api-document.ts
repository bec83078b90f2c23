import { queryOptions } from '@tanstack/react-query'

export type Json = Record<string, unknown>
export type Schemas = Record<string, Json>

export interface Media {
  schema: Json
  example?: unknown
}
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema?: Json
  content?: Record<string, { schema: Json }>
  example?: unknown
}
export interface Answer {
  status: string
  description: string
  headers: string[]
  media: [type: string, Media][]
}
export interface Operation {
  id: string
  method: string
  path: string
  summary: string
  description: string
  tag: string
  /** Needs neither a session nor a key. */
  open: boolean
  parameters: Parameter[]
  body: (Media & { type: string }) | null
  answers: Answer[]
}
export interface Group {
  tag: string
  operations: Operation[]
}
export interface ApiDocument {
  groups: Group[]
  operations: ReadonlyMap<string, Operation>
  schemas: Schemas
}

type Referable<T> = T | { $ref: string }
interface AnswerJson {
  description: string
  headers?: Json
  content?: Record<string, Media>
}
interface DocumentJson {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        summary: string
        description: string
        tags: [string]
        security?: []
        parameters: Referable<Parameter>[]
        requestBody?: { content: Record<string, Media> }
        responses: Record<string, Referable<AnswerJson>>
      }
    >
  >
  components: {
    schemas: Schemas
    parameters: Record<string, Parameter>
    responses: Record<string, AnswerJson>
  }
}

/** What a company works with comes first, what it is run by after it. */
const isOfRecords = ({ operations }: Group): boolean => operations.some(({ path }) => path.endsWith('/batch'))

/** The server's document as the page reads it: by group, with everything shared in its place. */
export function readDocument({ paths, components }: DocumentJson): ApiDocument {
  const meant = <T extends object>(thing: Referable<T>, of: Record<string, T>): T =>
    '$ref' in thing ? (of[thing.$ref.split('/').at(-1) ?? ''] as T) : thing
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]): Operation => {
      const [body] = Object.entries(described.requestBody?.content ?? {})
      return {
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        summary: described.summary,
        description: described.description,
        tag: described.tags[0],
        open: described.security?.length === 0,
        parameters: described.parameters.map((parameter) => meant(parameter, components.parameters)),
        body: body ? { type: body[0], ...body[1] } : null,
        answers: Object.entries(described.responses).map(([status, answer]) => {
          const { description, headers = {}, content = {} } = meant(answer, components.responses)
          return { status, description, headers: Object.keys(headers), media: Object.entries(content) }
        }),
      }
    }),
  )
  return {
    groups: [...Map.groupBy(operations, ({ tag }) => tag)]
      .map(([tag, of]) => ({ tag, operations: of }))
      .toSorted((a, b) => Number(isOfRecords(b)) - Number(isOfRecords(a))),
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    schemas: components.schemas,
  }
}

/** The groups with only the operations that have all these words in what they are called. */
export function searched(groups: readonly Group[], words: string): readonly Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  if (wanted.length === 0) return groups
  return groups.flatMap(({ tag, operations }) => {
    const found = operations.filter(({ method, path, summary, id }) => {
      const text = `${tag} ${method} ${path} ${summary} ${id}`.toLowerCase()
      return wanted.every((word) => text.includes(word))
    })
    return found.length > 0 ? [{ tag, operations: found }] : []
  })
}

/** How the page calls the API: with a key that was pasted, or as whoever is signed in. */
export const callsAs = (key: string): RequestInit =>
  key ? { credentials: 'omit', headers: { authorization: `Bearer ${key}` } } : {}

export const documentQuery = (key: string) =>
  queryOptions({
    queryKey: ['api-document', key],
    queryFn: async ({ signal }): Promise<ApiDocument> => {
      const response = await fetch('/api/v1/openapi.json', { ...callsAs(key), signal })
      if (!response.ok) throw new Error(response.statusText)
      return readDocument((await response.json()) as DocumentJson)
    },
    staleTime: 300_000,
    retry: false,
  })
