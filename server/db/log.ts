import { DatabaseError } from 'pg'

/** What the floor needs of a logger; pino's fits. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** What a log keeps of an error. Its message may repeat what somebody typed, so what it is and where it arose must do. */
export interface Trace {
  error: string
  /** Only of a statement that PostgreSQL cannot make sense of, which names what is missing or ambiguous. */
  message?: string
  /** SQLSTATE, or the system's. */
  code?: string
  constraint?: string
  at: string[]
}

const word = /^[\w.-]{1,100}$/

/** Syntax errors and access rule violations without those that quote a value, like an invalid one of an enumeration. */
const ofStatement = /^42(601|702|703|704|P01|P02|883|501)$/

export function traceOf(error: unknown): Trace {
  if (!(error instanceof Error)) return { error: typeof error, at: [] }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  const ofDatabase = error instanceof DatabaseError && ofStatement.test(error.code ?? '')
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return {
    error: word.test(error.name) ? error.name : 'Error',
    ...(ofDatabase ? { message: error.message } : {}),
    ...(typeof code === 'string' && word.test(code) ? { code } : {}),
    ...(typeof constraint === 'string' && word.test(constraint) ? { constraint } : {}),
    at: frames.slice(0, 20).map((line) => line.trim()),
  }
}

/** The same in a few words. */
export function causeOf(error: unknown): string {
  const { error: name, code, constraint, at } = traceOf(error)
  const place = at.find((line) => !line.includes('node_modules')) ?? at[0]
  return [name, code, constraint, place].filter(Boolean).join(' ')
}
