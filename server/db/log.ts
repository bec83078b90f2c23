/** What the floor needs of a logger; pino's fits. */
export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
