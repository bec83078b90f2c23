import { isIP } from 'node:net'
import { ImapFlow } from 'imapflow'
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import type { Db } from '../../../db/database.ts'
import { reachableAddress } from '../../../http/outgoing.ts'
import { allowedAddresses } from '../../../team/outgoing-addresses/queries.ts'
import type { MailServer } from '../../../../contract/customer/mailbox.ts'

/** Who signs in at a server. */
export interface SignIn {
  username: string
  password: string
}

const patience = 20_000
/** A connection on which nothing is heard for so long is given up; waiting for mail is heard of every few minutes. */
const silence = 12 * 60_000

const nameFor = (host: string) => (isIP(host) ? {} : { servername: host })

/** Opens a connection to an incoming server, signed in. Close it. */
export async function openImap(
  db: Db,
  { host, port, security }: MailServer,
  signIn: SignIn,
): Promise<ImapFlow> {
  const address = await reachableAddress(host, await allowedAddresses(db))
  const client = new ImapFlow({
    host: address,
    port,
    secure: security === 'tls',
    // Asked for and not offered, it is an error; nothing is ever said in the clear that was to be secret.
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    tls: nameFor(host),
    ...nameFor(host),
    auth: { user: signIn.username, pass: signIn.password },
    clientInfo: { name: 'Throughline' },
    logger: false,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: silence,
    autoIdleDelay: 1_000,
    maxIdleTime: 4 * 60_000,
    maxLiteralSize: 64 * 1_048_576,
  })
  // A connection that is lost is told to whoever waits for an answer; without a handler the process would end.
  client.on('error', () => undefined)
  try {
    await client.connect()
  } catch (error) {
    client.close()
    throw error
  }
  return client
}

/** Opens a connection to an outgoing server, signed in. Close it. */
export async function openSmtp(
  db: Db,
  { host, port, security }: MailServer,
  signIn: SignIn,
): Promise<SMTPConnection> {
  const address = await reachableAddress(host, await allowedAddresses(db))
  const connection = new SMTPConnection({
    host: address,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: nameFor(host),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: 60_000,
  })
  try {
    await new Promise<void>((done, fail) => {
      connection.once('error', fail)
      connection.connect(() => {
        connection.login({ user: signIn.username, pass: signIn.password }, (error) =>
          error ? fail(error) : done(),
        )
      })
    })
  } catch (error) {
    connection.close()
    throw error
  }
  return connection
}

/** Hands a message over. The addresses that the server has refused, while it took others. */
export const handOver = (
  connection: SMTPConnection,
  envelope: { from: string; to: string[] },
  message: Buffer,
): Promise<string[]> =>
  new Promise((done, fail) => {
    connection.once('error', fail)
    connection.once('end', () => fail(new Error('The connection was closed')))
    connection.send(envelope, message, (error, info) => (error ? fail(error) : done(info.rejected)))
  })
