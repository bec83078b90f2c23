import type { Operation, Parameter } from './api-document.ts'

/** What stands in the fields of a call that is tried: parameters by name, and the body as text. */
export interface Filled {
  parameters: Readonly<Record<string, string>>
  body: string
}

const written = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)

/** The examples of an operation, as fields hold them. */
export const exampleOf = ({ parameters, body }: Operation): Filled => ({
  parameters: Object.fromEntries(parameters.map(({ name, example }) => [name, written(example)])),
  body: body
    ? typeof body.example === 'string'
      ? body.example
      : JSON.stringify(body.example ?? {}, null, 2)
    : '',
})

const of = (operation: Operation, where: Parameter['in'], { parameters }: Filled): [string, string][] =>
  operation.parameters.flatMap(({ name, in: at }) => {
    const value = parameters[name] ?? ''
    return at === where && value !== '' ? [[name, value] as [string, string]] : []
  })

/** Below the server's address, with what the fields hold. */
export function addressOf(operation: Operation, filled: Filled): string {
  const values = new Map(of(operation, 'path', filled))
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values.get(name) ?? `{${name}}`).replaceAll(/%7B|%7D/g, (brace) =>
      brace === '%7B' ? '{' : '}',
    ),
  )
  const query = new URLSearchParams(of(operation, 'query', filled)).toString()
  return `/api/v1${path}${query ? `?${query}` : ''}`
}

export const headersOf = (operation: Operation, filled: Filled): Record<string, string> => ({
  ...(operation.body ? { 'Content-Type': operation.body.type } : {}),
  ...Object.fromEntries(of(operation, 'header', filled)),
})

/** Between single quotes nothing means anything to a shell, but a single quote. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** The call as a command for a shell. The key stands in the environment, so that none is left in its history. */
export function curlOf(operation: Operation, filled: Filled, origin: string): string {
  const lines = [
    `curl${operation.method === 'GET' ? '' : ` -X ${operation.method}`} ${quoted(origin + addressOf(operation, filled))}`,
    ...(operation.open ? [] : ['  -H "Authorization: Bearer $THROUGHLINE_KEY"']),
    ...Object.entries(headersOf(operation, filled)).map(
      ([name, value]) => `  -H ${quoted(`${name}: ${value}`)}`,
    ),
    ...(operation.body ? [`  --data-binary ${quoted(filled.body)}`] : []),
  ]
  return lines.join(' \\\n')
}
