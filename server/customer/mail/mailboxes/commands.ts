import { sql } from 'kysely'
import type { ConnectInput, Mailbox, MailboxChange } from '../../../../contract/customer/mailbox.ts'
import { mostDaysBack } from '../../../../contract/customer/mailbox.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import type { Sealer } from '../../../db/sealed.ts'
import { atomically, type Context } from '../../../http/context.ts'
import {
  conflict,
  forbidden,
  invalid,
  invalidField,
  notFound,
  type FieldError,
} from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { sanitiseRichText } from '../../../records/rich-text.ts'
import { openImap, openSmtp, type SignIn } from '../servers/commands.ts'
import { explain } from '../servers/rules.ts'
import type { MailboxRow } from '../tables.ts'
import { mailboxOf, needMailbox, ownMailbox, purpose } from './queries.ts'

/** Whoever reads mailboxes is told that one has changed. */
export const mailboxSignal = 'mailboxes'

interface Found {
  path: string
  kind: 'inbox' | 'sent' | 'other'
}

const kinds: Record<string, Found['kind']> = { '\\Inbox': 'inbox', '\\Sent': 'sent' }
/** What is thrown away, unfinished or unwanted is not offered. */
const unread = new Set(['\\Trash', '\\Junk', '\\Drafts'])

/** Signs in at the incoming server and answers with its folders. */
async function tryImap({ database }: Context, input: ConnectInput, signIn: SignIn): Promise<Found[]> {
  const client = await openImap(database.db, input.imap, signIn)
  try {
    const folders = await client.list()
    return folders
      .filter(({ flags, specialUse }) => !flags.has('\\Noselect') && !unread.has(specialUse ?? ''))
      .map(({ path, specialUse }) => ({
        path,
        kind: path.toUpperCase() === 'INBOX' ? 'inbox' : (kinds[specialUse ?? ''] ?? 'other'),
      }))
  } finally {
    await client.logout().catch(() => client.close())
  }
}

async function trySmtp({ database }: Context, input: ConnectInput, signIn: SignIn): Promise<void> {
  const connection = await openSmtp(database.db, input.smtp, signIn)
  connection.quit()
}

const noted = (
  context: Context,
  type: 'connected' | 'disconnected',
  row: Pick<MailboxRow, 'id' | 'address'>,
) =>
  record(context.database.db, context.caller, context.now, [
    {
      type: `mailbox.${type}`,
      subject: { type: 'mailbox', id: row.id, version: null },
      data: { title: row.address },
    },
  ])

/** The first day that a mailbox may be read from. */
const earliestDay = ({ now, organisation }: Context): string =>
  dayOf(new Date(Date.parse(now) - mostDaysBack * 86_400_000).toISOString(), organisation.timeZone)

/** Tries both servers, and keeps the mailbox when both let its member in; says of each what is wrong. */
export async function connect(context: Context, sealer: Sealer, input: ConnectInput): Promise<Mailbox> {
  const { userId, keyId } = context.caller
  if (!userId || keyId) throw forbidden('A mailbox is a member’s own. Sign in to connect yours.')
  if (input.since < earliestDay(context) || input.since > dayOf(context.now, context.organisation.timeZone))
    throw invalidField('since', 'Choose a day from the last ten years')
  const before = await ownMailbox(context)
  // What is kept is told to no other server than those that it was for.
  const sameServers =
    before?.imap_host === input.imap.host &&
    (before.smtp_host === input.smtp.host || input.smtpPassword !== undefined)
  const kept = before && sameServers ? sealer.open(purpose, before.password) : undefined
  const password = input.password ?? kept
  if (password === undefined) throw invalidField('password', 'Enter the password')
  const signIn = { username: input.username, password }
  const further =
    input.smtpUsername !== undefined && input.smtpPassword !== undefined
      ? { username: input.smtpUsername, password: input.smtpPassword }
      : null
  const [imap, smtp] = await Promise.allSettled([
    tryImap(context, input, signIn),
    trySmtp(context, input, further ?? signIn),
  ])
  if (imap.status === 'rejected' || smtp.status === 'rejected') {
    const errors: FieldError[] = []
    if (imap.status === 'rejected') errors.push({ path: 'imap', message: explain(imap.reason, 'imap') })
    if (smtp.status === 'rejected') errors.push({ path: 'smtp', message: explain(smtp.reason, 'smtp') })
    throw invalid(errors, errors.map(({ message }) => message).join(' '))
  }
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows: taken } = await sql`select from mailboxes where address = ${input.address}
      and user_id <> ${userId}`.execute(db)
    if (taken.length > 0)
      throw conflict('Another member has connected this mailbox.', [
        { path: 'address', message: 'Already connected' },
      ])
    // Another mailbox is read from its beginning.
    if (before && (before.address !== input.address || before.imap_host !== input.imap.host))
      await sql`delete from mailboxes where id = ${before.id}`.execute(db)
    const { rows } = await sql<MailboxRow>`
      insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
        smtp_security, username, password, smtp_username, smtp_password, since, keeps_sent, signature)
      values (${userId}, ${input.address}, ${input.name}, ${input.imap.host}, ${input.imap.port}, ${input.imap.security},
        ${input.smtp.host}, ${input.smtp.port}, ${input.smtp.security}, ${input.username}, ${sealer.seal(purpose, password)},
        ${further?.username ?? null}, ${further && sealer.seal(purpose, further.password)}, ${input.since},
        ${/gmail|office365|outlook/.test(input.smtp.host)}, ${before?.signature ?? null})
      on conflict (user_id) do update set name = excluded.name, imap_port = excluded.imap_port,
        imap_security = excluded.imap_security, smtp_host = excluded.smtp_host, smtp_port = excluded.smtp_port,
        smtp_security = excluded.smtp_security, username = excluded.username, password = excluded.password,
        smtp_username = excluded.smtp_username, smtp_password = excluded.smtp_password, keeps_sent = excluded.keeps_sent,
        error = null, failing_since = null, retry_at = null, held_until = null, updated_at = now()
      returning *`.execute(db)
    const row = rows[0] as MailboxRow
    await sql`insert into mail_folders (mailbox_id, path, kind, chosen)
      select ${row.id}, f.path, f.kind, f.kind <> 'other'
      from json_to_recordset(${JSON.stringify(imap.value)}) as f (path text, kind text)
      on conflict (mailbox_id, path) do nothing`.execute(db)
    await noted(inner, 'connected', row)
    inner.database.notify('ledger')
    inner.database.notify(mailboxSignal)
    return mailboxOf(db, row, inner.now)
  })
}

export function change(context: Context, input: MailboxChange): Promise<Mailbox> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { id, ...before } = await needMailbox(inner)
    const signature =
      input.signature === undefined ? before.signature : sanitiseRichText(input.signature ?? '') || null
    const { rows } = await sql<MailboxRow>`update mailboxes set name = ${input.name ?? before.name},
        signature = ${signature}, rules = ${JSON.stringify(input.rules ?? before.rules)},
        paused = ${input.paused ?? before.paused}, updated_at = ${inner.now},
        retry_at = null, held_until = null where id = ${id} returning *`.execute(db)
    if (input.folders)
      await sql`update mail_folders set chosen = kind <> 'other' or path = any(${input.folders}::text[])
        where mailbox_id = ${id}`.execute(db)
    inner.database.notify(mailboxSignal)
    return mailboxOf(db, rows[0] as MailboxRow, inner.now)
  })
}

/** Takes the mailbox out. What came from it stays on the timelines; what was to leave does not. */
export function disconnect(context: Context): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await needMailbox(inner)
    await sql`delete from mailboxes where id = ${row.id}`.execute(inner.database.db)
    await noted(inner, 'disconnected', row)
    inner.database.notify('ledger')
    inner.database.notify(mailboxSignal)
  })
}

/** Says to which day the mailbox is to be read further back, or that it is not; a day is begun from its beginning. */
function readBackTo(context: Context, since: string | null): Promise<Mailbox> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { id, since: present } = await needMailbox(inner)
    if (since !== null && (since >= present || since < earliestDay(inner)))
      throw invalidField('since', `Choose a day before ${present}, from the last ten years`)
    const { rows } =
      await sql<MailboxRow>`update mailboxes set earlier_since = ${since}, updated_at = ${inner.now}
      where id = ${id} returning *`.execute(db)
    await sql`update mail_folders set earlier_uid = 0, earlier_found = null, earlier_behind = null
      where mailbox_id = ${id}`.execute(db)
    inner.database.notify(mailboxSignal)
    return mailboxOf(db, rows[0] as MailboxRow, inner.now)
  })
}

export const extend = (context: Context, since: string): Promise<Mailbox> => readBackTo(context, since)
export const cancelExtending = (context: Context): Promise<Mailbox> => readBackTo(context, null)

/** Asks whoever reads the mailbox to look now, whatever went wrong before. */
export function syncNow(context: Context, person?: string): Promise<Mailbox> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { id } = await needMailbox(inner)
    if (person) {
      const { rows } = await sql`insert into mail_wanted (mailbox_id, person_id)
        select ${id}, p.id from people p where p.id = primary_of(${person}) and p.deleted_at is null
        on conflict (mailbox_id, person_id) do update set created_at = now() returning person_id`.execute(db)
      if (rows.length === 0) throw notFound('person')
    }
    const { rows } =
      await sql<MailboxRow>`update mailboxes set asked_at = ${inner.now}, retry_at = null where id = ${id}
      returning *`.execute(db)
    inner.database.notify(mailboxSignal)
    return mailboxOf(db, rows[0] as MailboxRow, inner.now)
  })
}
