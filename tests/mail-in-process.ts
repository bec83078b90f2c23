import { once } from 'node:events'
import { createRequire } from 'node:module'
import type { AddressInfo, Server } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

/** It comes without types. */
const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => {
  server: Server
  listen(port: number, host: string): void
  close(done: () => void): void
}

/**
 * Servers in this process that let `rui` in with `secret`: enough to connect a mailbox by. What becomes of mail is tried
 * with real ones, in `mail-servers.ts`.
 */
export async function inProcessServers() {
  const imap = hoodiecrow({
    users: { rui: { password: 'secret' } },
    plugins: ['ID', 'SASL-IR', 'AUTH-PLAIN', 'NAMESPACE', 'IDLE', 'SPECIAL-USE'],
    storage: { INBOX: {}, '': { folders: { Sent: { 'special-use': '\\Sent' } } } },
  })
  imap.listen(0, '127.0.0.1')
  const smtp = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'rui' }),
  })
  smtp.listen(0, '127.0.0.1')
  if (!imap.server.listening) await once(imap.server, 'listening')
  if (!smtp.server.listening) await once(smtp.server, 'listening')
  afterAll(() => new Promise<void>((done) => imap.close(done)))
  afterAll(() => new Promise<void>((done) => smtp.close(done)))
  const at = (server: Server) =>
    ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, security: 'none' }) as const
  return { imap: at(imap.server), smtp: at(smtp.server) }
}
