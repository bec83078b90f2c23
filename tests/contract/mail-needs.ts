import { sql } from 'kysely'
import { fresh, type TestCompany } from '../builders.ts'
import { inProcessServers } from '../mail-in-process.ts'
import type { Made, Needs, Sent } from './sent.ts'

/** The owner's mailbox, connected to servers that are not there. */
export async function mailboxOf({ owner, db }: TestCompany): Promise<string> {
  const { rows } = await sql<{
    id: string
  }>`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
      smtp_security, username, password, since)
    values (${owner.id}, 'olga@acme.example', 'Olga', 'x', 1, 'tls', 'x', 1, 'tls', 'x', 'x', '2026-01-01')
    on conflict (user_id) do update set paused = false returning id`.execute(db)
  return rows[0]?.id ?? ''
}

/** Templates, and an email that waits to be sent. */
export function mailThings(company: TestCompany): Made {
  const { owner, ask, db } = company
  const made = async (path: string, body: unknown): Promise<string> =>
    (await ask<{ id: string }>(owner, 'POST', path, { body })).id
  return {
    'mail-templates': async () =>
      made('/mail-templates', { name: 'First', subject: 'Hello', body: '<p>x</p>' }),
    mailbox: async () => {
      const { rows } = await sql<{
        id: string
      }>`insert into mail_outgoing (id, mailbox_id, recipients, subject, body,
          message_id, send_at)
        values (new_id(), ${await mailboxOf(company)}, '{ana@example.com}', 'Hello', 'x', ${`<${fresh()}@x.example>`}, now() + interval '1 hour')
        returning id`.execute(db)
      return rows[0]?.id ?? ''
    },
  }
}

/** What calls of a mailbox need: one that is connected, and servers to connect to. */
export function mailNeeds(company: TestCompany): Needs {
  const { owner, call } = company
  const withMailbox = async (): Promise<Partial<Sent>> => {
    await mailboxOf(company)
    return {}
  }
  return {
    'PATCH /mailbox': withMailbox,
    'DELETE /mailbox': withMailbox,
    'POST /mailbox/sync': withMailbox,
    'POST /mailbox/earlier': withMailbox,
    'POST /mailbox/history': async () => ({ ...(await withMailbox()), body: { since: '2025-12-01' } }),
    'DELETE /mailbox/history': withMailbox,
    'POST /mailbox/messages': async () => {
      await mailboxOf(company)
      return { body: { to: ['ana@example.com'], subject: 'Hello', body: '<p>Hello</p>' } }
    },
    'PUT /mailbox': async () => {
      await call(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
      const since = new Date().toISOString().slice(0, 10)
      const body = { address: 'rui@acme.example', name: 'Rui', username: 'rui', password: 'secret', since }
      return { body: { ...body, ...(await inProcessServers()) } }
    },
  }
}
