import type { Route } from './route.ts'
import { problemSchema, type Problem } from './problem.ts'

/** A refused or failed call; `problem` says what happened, why and what to do. */
export class CallError extends Error {
  readonly problem: Problem
  readonly retryAfter: number | null
  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail ?? problem.title)
    this.name = 'CallError'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

export interface CallOptions<P, Q, B> {
  params?: P
  query?: Partial<Q>
  body?: B
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Also when the page that asks is left; of a body a browser then takes no more than 64 KiB. */
  keepalive?: boolean
}

export type Call = <P, Q, B, O>(route: Route<P, Q, B, O>, options?: CallOptions<P, Q, B>) => Promise<O>

export function urlOf(route: Route, options: { params?: unknown; query?: unknown }): string {
  const params = (options.params ?? {}) as Record<string, unknown>
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries((options.query ?? {}) as Record<string, unknown>)) {
    if (value === undefined || value === null) continue
    query.set(
      name,
      typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : String(value),
    )
  }
  return `/api/v1${path}${query.size ? `?${query}` : ''}`
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null))
  return parsed.success
    ? parsed.data
    : { type: 'about:blank', title: response.statusText || 'No answer', status: response.status }
}

/**
 * A typed client over `fetch`. Objects in the query travel as JSON, lists of names with commas. What is sent as a file
 * comes as a Blob. Rejects with `CallError`.
 */
export function client(
  base: string,
  fetch: typeof globalThis.fetch,
  headers: Record<string, string> = {},
): Call {
  return async (route, options = {}) => {
    let response: Response
    try {
      response = await fetch(base + urlOf(route, options), {
        method: route.method,
        headers: {
          ...headers,
          ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal ? { signal: options.signal } : {}),
        ...(options.keepalive ? { keepalive: true } : {}),
      })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new CallError({ type: 'about:blank', title: 'The server cannot be reached', status: 0 }, null)
    }
    if (!response.ok) {
      const after = Number(response.headers.get('retry-after'))
      throw new CallError(await problemOf(response), after > 0 ? after : null)
    }
    if (response.status === 204) return undefined as never
    return (await (route.sends ? response.blob() : response.json())) as never
  }
}
