import { AddressRefused } from '../../../http/outgoing.ts'

/** Which of a mailbox's two servers is meant. */
export type Side = 'imap' | 'smtp'

interface Failure {
  code?: string
  responseCode?: number
  responseText?: string
  response?: unknown
  authenticationFailed?: boolean
  tlsFailed?: boolean
  serverResponseCode?: string
}

const names = { imap: 'The incoming server', smtp: 'The outgoing server' } as const

const unreachable = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ESOCKET|EPIPE)$/
const silent = /^(ETIMEDOUT|ETIMEOUT|CONNECT_TIMEOUT|GREETING_TIMEOUT|UPGRADE_TIMEOUT)$/
const lost = /^(NoConnection|EConnectionClosed|ECONNECTION|ECONNRESET|ClosedAfterConnect\w+|StateLogout)$/

/** What a server said, in one line. */
function saidBy({ responseText, response }: Failure): string {
  const said = responseText ?? (typeof response === 'string' ? response : '')
  const line = said.replaceAll(/\s+/g, ' ').trim().slice(0, 200)
  return line ? ` It said: “${line}”.` : ''
}

/** Why a server could not be used, and what to do about it. */
export function explain(error: unknown, side: Side): string {
  if (error instanceof AddressRefused) return error.message
  const failure = error as Failure & Error
  const { code = '' } = failure
  const cause = (failure.cause ?? {}) as Failure
  const codes = [code, cause.code ?? '']
  const name = names[side]
  if (
    failure.authenticationFailed ||
    code === 'EAUTH' ||
    /^AUTHENTICATIONFAILED$/.test(failure.serverResponseCode ?? '')
  )
    return `${name} does not accept the user name or the password. Enter them again; providers with a second factor want an app password.${saidBy(failure)}`
  if (codes.some((one) => /^(ENOTFOUND|EAI_AGAIN|EDNS|ENODATA)$/.test(one)))
    return `${name} was not found. Check how it is spelt.`
  if (codes.some((one) => silent.test(one)))
    return `${name} does not answer. Check the port and how the connection is secured.`
  if (failure.tlsFailed || code === 'ETLS')
    return `${name} offers no encryption on this port. Use another port, or another way to secure the connection.`
  if (
    /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_VERIFY/.test(codes.join(' ')) ||
    /certificate/i.test(failure.message)
  )
    return `${name} shows a certificate that cannot be trusted: ${failure.message}. Use the name that the certificate is for.`
  if (codes.some((one) => /SSL|TLS|EPROTO/.test(one)) || /wrong version number|ssl/i.test(failure.message))
    return `${name} speaks otherwise on this port. Change how the connection is secured, or the port.`
  if (codes.some((one) => unreachable.test(one)))
    return `${name} takes no connection at this port. Check its name and the port.`
  if (codes.some((one) => lost.test(one)))
    return `${name} closed the connection.${saidBy(failure)} It is tried again by itself.`
  return `${name} refused: ${failure.message.slice(0, 300)}.${saidBy(failure)}`
}
