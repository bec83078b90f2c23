import { sql } from 'kysely'
import { notificationKinds, type Notification } from '../../../contract/team/notification.ts'
import type { Database, Db } from '../../db/database.ts'
import { addJob } from '../../db/jobs.ts'
import { transaction } from '../../db/transaction.ts'
import { atomically } from '../../http/context.ts'
import { queueMail } from '../mail/commands.ts'
import { unmailed, type Unmailed } from '../notifications/queries.ts'
import { digestReaders } from '../settings/queries.ts'
import { digestDue } from '../settings/rules.ts'
import { readerOf, type MailGround } from './queries.ts'
import { digestOf, mailOf, mayBeTold, type Reader } from './rules.ts'

/**
 * Takes what is to be mailed, so that nobody else mails it. Two runs of one job wait for each other here, and the second
 * gets nothing.
 */
async function take(tx: Db, told: readonly Notification[], now: string): Promise<Notification[]> {
  const { rows } = await sql<{ id: string }>`update notifications set mailed_at = ${now}
    where id = any(${told.map(({ id }) => id)}::uuid[]) and mailed_at is null returning id`.execute(tx)
  const taken = new Set(rows.map(({ id }) => id))
  return told.filter(({ id }) => taken.has(id))
}

/** Mails what a member was told and has not read, as far as they may see it now; both are kept, or neither. */
async function mailTo(
  database: Database,
  ground: MailGround,
  userId: string,
  now: string,
  which: (reader: Reader) => Unmailed,
  write: (reader: Reader, told: Notification[]) => ReturnType<typeof digestOf>,
): Promise<void> {
  const found = await readerOf(database, ground, userId, now)
  if (!found) return
  const { reader, context } = found
  await atomically(context, async (inner) => {
    const told = (await unmailed(inner, which(reader))).filter(mayBeTold)
    const taken = told.length > 0 ? await take(inner.database.db, told, now) : []
    const mail = taken.length > 0 ? write(reader, taken) : null
    if (mail) await queueMail(inner.database.db, mail)
  })
}

/** Mails one notification as it happened, unless it has been read, mailed, or is no longer to be mailed. */
export async function mailNotification(
  database: Database,
  ground: MailGround,
  id: string,
  now: string,
): Promise<void> {
  const { rows } = await sql<{
    userId: string
  }>`select user_id as "userId" from notifications where id = ${id}`.execute(database.db)
  if (!rows[0]) return
  const kindsNow = ({ settings }: Reader) =>
    notificationKinds.filter((kind) => settings.notifications[kind].mail === 'now')
  await mailTo(
    database,
    ground,
    rows[0].userId,
    now,
    (reader) => ({ id, kinds: kindsNow(reader) }),
    (reader, [told]) => (told ? mailOf(reader, told) : null),
  )
}

/**
 * Begins the digests for which it is time, each once for its day. The day moves with the job that makes the digest, so that
 * neither a second process nor one that was killed makes another.
 */
export async function beginDigests(db: Db, now: string): Promise<void> {
  for (const { userId, settings, zone, digestedOn, digestedAt } of await digestReaders(db)) {
    const day = digestDue(now, zone, settings.digest, digestedOn)
    if (day === null) continue
    const since = digestedAt ?? new Date(Date.parse(now) - 86_400_000).toISOString()
    await transaction(db, async (tx) => {
      const { rows } = await sql`update user_settings set digested_on = ${day}, digested_at = ${now}
        where user_id = ${userId} and (digested_on is null or digested_on < ${day}::date) returning user_id`.execute(
        tx,
      )
      if (rows.length > 0) await addJob(tx, 'mail-digest', { userId, since })
    })
  }
}

/** Mails a member's digest of what came since a moment; nothing when nothing is left to tell. */
export const mailDigest = (
  database: Database,
  ground: MailGround,
  { userId, since }: { userId: string; since: string },
  now: string,
): Promise<void> =>
  mailTo(
    database,
    ground,
    userId,
    now,
    ({ settings }) => ({
      since,
      kinds: notificationKinds.filter((kind) => settings.notifications[kind].mail === 'digest'),
    }),
    (reader, told) => digestOf(reader, told, since),
  )
