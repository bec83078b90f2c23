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
  /** SQLSTATE, or the system's. */
  code?: string
  constraint?: string
  at: string[]
}

const word = /^[\w.-]{1,100}$/

export function traceOf(error: unknown): Trace {
  if (!(error instanceof Error)) return { error: typeof error, at: [] }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown }
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  return {
    error: word.test(error.name) ? error.name : 'Error',
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
