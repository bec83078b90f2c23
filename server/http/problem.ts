import type { z } from 'zod'
import type { Problem } from '../../contract/http/problem.ts'

/** An error that the caller is told, as RFC 9457 has it. */
export class Refusal extends Error {
  readonly problem: Problem
  readonly headers: Record<string, string>
  constructor(problem: Omit<Problem, 'type'>, headers: Record<string, string> = {}) {
    super(problem.detail ?? problem.title)
    this.name = 'Refusal'
    this.problem = { type: 'about:blank', ...problem }
    this.headers = headers
  }
}

export type FieldError = NonNullable<Problem['errors']>[number]

/** What a schema says, by field. */
export const fieldErrors = (error: z.ZodError): FieldError[] =>
  error.issues.flatMap((issue): FieldError[] => {
    if (issue.code === 'unrecognized_keys') {
      // A schema may say of each name why it is not taken, a line each.
      const said = issue.message.startsWith('Unrecognized key') ? [] : issue.message.split('\n')
      return issue.keys.map((key, i) => ({
        path: [...issue.path, key].join('.'),
        message: said[i] ?? 'There is no such field',
      }))
    }
    return [{ path: issue.path.join('.'), message: issue.message }]
  })

/** 422: the request was understood, and these fields do not fit. */
export const invalid = (
  errors: FieldError[],
  detail = 'Some values do not fit. Mend the fields named and send it again.',
) => new Refusal({ status: 422, title: 'Invalid values', detail, errors })

export const invalidField = (path: string, message: string) => invalid([{ path, message }], message)

export const notFound = (what = 'record') =>
  new Refusal({
    status: 404,
    title: 'Not found',
    detail: `There is no such ${what}, or it is not for you to see.`,
  })

export const forbidden = (detail: string) => new Refusal({ status: 403, title: 'Not allowed', detail })

export const unauthenticated = () =>
  new Refusal(
    { status: 401, title: 'Sign in first', detail: 'Send a session cookie or “Authorization: Bearer KEY”.' },
    { 'www-authenticate': 'Bearer' },
  )

export const conflict = (detail: string, errors?: FieldError[]) =>
  new Refusal({ status: 409, title: 'Conflict', detail, ...(errors ? { errors } : {}) })

/** 412: somebody else changed the record first; `current` is how it stands now. */
export const changedMeanwhile = (current: Record<string, unknown>) =>
  new Refusal({
    status: 412,
    title: 'Changed meanwhile',
    detail: 'Somebody changed this record after you read it. Compare, and save again.',
    current,
  })

export const unreachable = () =>
  new Refusal(
    {
      status: 503,
      title: 'The database cannot be reached',
      detail: 'Nothing was changed. Try again in a few seconds.',
    },
    { 'retry-after': '2' },
  )

export const tooMany = (seconds: number) =>
  new Refusal(
    { status: 429, title: 'Too many requests', detail: `Wait ${seconds} seconds and try again.` },
    { 'retry-after': String(seconds) },
  )
