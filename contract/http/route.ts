import { z } from 'zod'
import type { Action } from '../team/role.ts'
import { idSchema } from '../values/id.ts'

/**
 * Who may call a route. `anyone` needs no sign-in, `caller` any member or key, `administrator` a role that runs the
 * company's configuration, `owner` an owner who has signed in; `{ type, action }` asks the role's permission for a record type, and a key's scope.
 */
export type Who = 'anyone' | 'caller' | 'administrator' | 'owner' | { type: string; action: Action }

/** A route as a plain object: the server binds it, the client calls it, OpenAPI describes it. */
export interface Route<P = unknown, Q = unknown, B = unknown, O = unknown> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1`; parameters as `{id}`. */
  path: string
  who: Who
  summary: string
  /** What else whoever calls it should know. */
  detail?: string
  tag: string
  params?: z.ZodType<P>
  query?: z.ZodType<Q>
  body?: z.ZodType<B>
  output?: z.ZodType<O>
  /** Of a success; 200, or 204 without output, unless said. */
  status?: number
  /** The answer holds a secret: it is not kept, so that an Idempotency-Key makes no difference. */
  secret?: true
  /** Largest body in bytes, where the usual megabyte does not fit. */
  bodyLimit?: number
  /** How often one address may call it in a minute, where less than usual is enough. */
  perMinute?: number
  /** The body may take any time as long as it keeps coming, as a large file does on a slow line. */
  slowBody?: true
  /** A change of something that others change too: honours `If-Match` with the ETag that was read. */
  ifMatch?: true
  /** The media type of the body, where it is no JSON. */
  takes?: string
  /** The media types that the answer may have, where it is no JSON, or JSON to be kept as a file. */
  sends?: string | readonly string[]
  /** What a call may look like, where what the schemas suggest would not do. */
  example?: {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
    output?: unknown
  }
}

export const route = <P = Record<string, never>, Q = Record<string, never>, B = undefined, O = undefined>(
  declared: Route<P, Q, B, O>,
): Route<P, Q, B, O> => declared

export const idParams = z.object({ id: idSchema })

/** One page of a list: `next` is the cursor to give as `after`, null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ data: z.array(item), next: z.string().nullable() })

export const pageQuery = z.object({
  after: z.string().max(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(60),
})
