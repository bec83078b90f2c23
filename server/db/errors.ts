/** SQLSTATEs that say the server is not there for anybody now: class 08, shutting down, crashed, starting, full. */
const unavailableCodes =
  /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/

/** What pg and its pool say, without a code, when a connection is lost or none can be had. */
const unavailableMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/

/** Did this fail because the database could not be reached, so that the same request may succeed a moment later? */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.every(isUnavailable)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined) {
    // ENOENT is a missing socket only when it comes from connecting; elsewhere it is a missing file.
    if (code === 'ENOENT' && !('syscall' in error && error.syscall === 'connect')) return false
    if (unavailableCodes.test(code)) return true
  }
  return unavailableMessages.test(error.message)
}
