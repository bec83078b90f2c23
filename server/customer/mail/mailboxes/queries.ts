import { sql } from 'kysely'
import type { Mailbox, MailServer } from '../../../../contract/customer/mailbox.ts'
import type { Db } from '../../../db/database.ts'
import type { Sealer } from '../../../db/sealed.ts'
import type { Context } from '../../../http/context.ts'
import { conflict } from '../../../http/problem.ts'
import type { SignIn } from '../servers/commands.ts'
import type { FolderRow, MailboxRow } from '../tables.ts'

/** What the passwords of mailboxes are sealed for. */
export const purpose = 'mailbox'

export const imapOf = (row: MailboxRow): MailServer => ({
  host: row.imap_host,
  port: row.imap_port,
  security: row.imap_security,
})
export const smtpOf = (row: MailboxRow): MailServer => ({
  host: row.smtp_host,
  port: row.smtp_port,
  security: row.smtp_security,
})

export const imapSignIn = (row: MailboxRow, sealer: Sealer): SignIn => ({
  username: row.username,
  password: sealer.open(purpose, row.password),
})
export const smtpSignIn = (row: MailboxRow, sealer: Sealer): SignIn =>
  row.smtp_username !== null && row.smtp_password !== null
    ? { username: row.smtp_username, password: sealer.open(purpose, row.smtp_password) }
    : imapSignIn(row, sealer)

/** The caller's own mailbox; a key has none. */
export async function ownMailbox({ database, caller }: Context): Promise<MailboxRow | null> {
  if (!caller.userId || caller.keyId) return null
  const { rows } = await sql<MailboxRow>`select * from mailboxes where user_id = ${caller.userId}`.execute(
    database.db,
  )
  return rows[0] ?? null
}

export async function needMailbox(context: Context): Promise<MailboxRow> {
  const row = await ownMailbox(context)
  if (!row) throw conflict('You have no mailbox here yet. Connect yours first.')
  return row
}

export async function mailboxById(db: Db, id: string): Promise<MailboxRow | null> {
  const { rows } = await sql<MailboxRow>`select * from mailboxes where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function foldersOf(db: Db, mailboxId: string): Promise<FolderRow[]> {
  const { rows } = await sql<FolderRow>`select * from mail_folders where mailbox_id = ${mailboxId}
    order by array_position(array['inbox', 'sent', 'other'], kind), path`.execute(db)
  return rows
}

function earlierOf({ earlier_since: since }: MailboxRow, folders: readonly FolderRow[]): Mailbox['earlier'] {
  if (since === null) return null
  const chosen = folders.filter((folder) => folder.chosen)
  const sum = (of: 'earlier_found' | 'earlier_behind') =>
    chosen.reduce<number | null>((all, { [of]: one }) => (all === null || one === null ? null : all + one), 0)
  return { since, found: sum('earlier_found'), behind: sum('earlier_behind') }
}

export async function mailboxOf(db: Db, row: MailboxRow, now: string): Promise<Mailbox> {
  const folders = await foldersOf(db, row.id)
  const { rows } = await sql<{ kept: number }>`
    select count(*)::int as kept from mail_messages where mailbox_id = ${row.id}`.execute(db)
  return {
    id: row.id,
    address: row.address,
    name: row.name,
    imap: imapOf(row),
    smtp: smtpOf(row),
    username: row.username,
    smtpUsername: row.smtp_username,
    since: row.since,
    signature: row.signature,
    rules: row.rules,
    paused: row.paused,
    folders: folders.map((folder) => ({
      path: folder.path,
      kind: folder.kind,
      chosen: folder.chosen,
      behind: folder.behind,
      leftOut: folder.left_out,
    })),
    earlier: earlierOf(row, folders),
    kept: rows[0]?.kept ?? 0,
    seenAt: row.seen_at,
    held: row.held_until !== null && row.held_until > now,
    error: row.error,
    failingSince: row.failing_since,
  }
}
