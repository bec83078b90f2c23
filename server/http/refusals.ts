import type { Route } from '../../contract/http/route.ts'

interface Told {
  title: string
  detail: string
  errors?: { path: string; message: string }[]
  current?: Record<string, unknown>
}

/** Every way in which a call is refused, by status. */
const told: Record<number, Told & { description: string }> = {
  400: {
    description: 'Not understood',
    title: 'Not understood',
    detail: 'Body is not valid JSON but content-type is set to ’application/json’',
  },
  401: {
    description: 'Not signed in, or the key is not valid',
    title: 'Sign in first',
    detail: 'Send a session cookie or “Authorization: Bearer KEY”.',
  },
  403: {
    description: 'Not for this member or key',
    title: 'Not allowed',
    detail: 'Your role may not delete people. Ask an administrator.',
  },
  404: {
    description: 'Not there, or not for you to see',
    title: 'Not found',
    detail: 'There is no such record, or it is not for you to see.',
  },
  409: {
    description: 'Against something that is already so',
    title: 'Conflict',
    detail: 'Another person has this e-mail. Change that one instead.',
    errors: [{ path: 'email', message: 'Another person has this e-mail' }],
  },
  412: {
    description: 'Changed since you read it',
    title: 'Changed meanwhile',
    detail: 'Somebody changed this record after you read it. Compare, and save again.',
    current: { version: 4 },
  },
  413: {
    description: 'Too large',
    title: 'Too large',
    detail: 'This is more than one request may carry. Send it in parts.',
  },
  414: {
    description: 'Part of the address is too long',
    title: 'Not understood',
    detail: 'Part of this address is longer than anything here is called.',
  },
  415: {
    description: 'A body of another kind',
    title: 'Not understood',
    detail: 'Unsupported Media Type',
  },
  422: {
    description: 'Values that do not fit; each is named',
    title: 'Invalid values',
    detail: 'Some values do not fit. Mend the fields named and send it again.',
    errors: [{ path: 'email', message: 'Use an e-mail address such as ana@example.com' }],
  },
  429: {
    description: 'Too many calls',
    title: 'Too many requests',
    detail: 'Wait 12 seconds and try again.',
  },
  503: {
    description: 'Not now',
    title: 'The database cannot be reached',
    detail: 'Nothing was changed. Try again in a few seconds.',
  },
}

const problem = { $ref: '#/components/schemas/Problem' }
const later = { 'Retry-After': { $ref: '#/components/headers/Retry-After' } }

/** The refusals as OpenAPI's shared responses. */
export const refusals = Object.fromEntries(
  Object.entries(told).map(([status, { description, ...says }]) => [
    status,
    {
      description,
      ...(status === '429' || status === '503' ? { headers: later } : {}),
      content: {
        'application/problem+json': {
          schema: problem,
          example: { type: 'about:blank', status: Number(status), ...says },
        },
      },
    },
  ]),
)

/** With which statuses a route may refuse a call. */
export function refusalsOf({ method, who, params, query, body, takes, ifMatch, secret }: Route): number[] {
  const names = params !== undefined || body !== undefined
  const applies: Record<number, boolean> = {
    // A body that cannot be read is refused also where none is asked for.
    400: method !== 'GET' || params !== undefined,
    401: true,
    403: who !== 'anyone',
    404: names || query !== undefined,
    409: who !== 'anyone' || body !== undefined,
    412: ifMatch === true || (body !== undefined && method !== 'GET'),
    413: method !== 'GET',
    414: params !== undefined,
    415: method !== 'GET',
    // An Idempotency-Key may be none.
    422: names || query !== undefined || takes !== undefined || (method !== 'GET' && !secret),
    429: true,
    503: true,
  }
  return Object.keys(told)
    .map(Number)
    .filter((status) => applies[status])
}
