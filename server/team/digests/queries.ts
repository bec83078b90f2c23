import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { readOrganisation } from '../organisation/queries.ts'
import { readSettings } from '../settings/queries.ts'
import { unsubscribeToken } from '../settings/rules.ts'
import { memberCaller } from '../sign-in/queries.ts'
import type { Reader } from './rules.ts'

/** What mails to members are made with. */
export interface MailGround {
  publicUrl: string
  sealingKey: Buffer
}

/**
 * A member as the reader of a mail, with the context in which only what they may see now is read. Null for who may see
 * nothing at the moment: who has left, cannot sign in, or lacks the second factor that their role asks for.
 */
export async function readerOf(
  database: Database,
  { publicUrl, sealingKey }: MailGround,
  userId: string,
  now: string,
): Promise<{ reader: Reader; context: Context } | null> {
  const { rows } = await sql<{ name: string; email: string | null; signInId: string | null }>`
    select name, email, sign_in_id as "signInId" from users where id = ${userId}`.execute(database.db)
  const member = rows[0]
  const organisation = await readOrganisation(database.db)
  if (!member?.email || !member.signInId || !organisation) return null
  const caller = await memberCaller(database.db, member.signInId, '')
  if (!caller || caller.secondFactorDue) return null
  const settings = await readSettings(database.db, userId)
  return {
    reader: {
      name: member.name,
      email: member.email,
      settings,
      zone: settings.timeZone ?? organisation.timeZone,
      publicUrl,
      token: (ending) => unsubscribeToken(sealingKey, userId, ending),
    },
    context: { database, caller, organisation, now },
  }
}
