import { sql } from 'kysely'
import type { Ending, Settings, SettingsInput } from '../../../contract/team/settings.ts'
import { user } from '../../../contract/team/user.ts'
import { languageAsked, type LanguageName } from '../../../contract/values/language.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { updateRecords } from '../../records/write.ts'
import { readSettings, settingsChannel } from './queries.ts'
import { endedMails, readToken } from './rules.ts'

/** Sets what is named. In one statement, so that two devices that set different things both get their way. */
async function store(db: Db, userId: string, chosen: object): Promise<void> {
  await sql`insert into user_settings as s (user_id, chosen) values (${userId}, ${JSON.stringify(chosen)}::jsonb)
    on conflict (user_id) do update set updated_at = now(), chosen = s.chosen || excluded.chosen
      || case when excluded.chosen ? 'notifications' then jsonb_build_object('notifications',
        coalesce(s.chosen -> 'notifications', '{}') || (excluded.chosen -> 'notifications')) else '{}' end`.execute(
    db,
  )
}

export function changeSettings(context: Context, change: SettingsInput): Promise<Settings> {
  const { userId } = context.caller
  if (!userId) throw conflict('A key has no settings of its own. Sign in as a member.')
  return atomically(context, async (inner) => {
    const { timeZone, ...rest } = change
    const chosen = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
    await store(inner.database.db, userId, chosen)
    // The zone is a field of the member, which others see as well.
    if (timeZone !== undefined)
      await updateRecords({ ...inner, caller: system(inner.caller.origin, userId) }, user, [
        { id: userId, values: { timeZone } },
      ])
    inner.database.notify(settingsChannel)
    return readSettings(inner.database.db, userId)
  })
}

/** Keeps the language of the browser that a member first signs in with, for mails and other devices. */
export async function keepFirstLanguage(
  db: Db,
  token: string,
  acceptLanguage: string | undefined,
): Promise<void> {
  const language = languageAsked(acceptLanguage)
  if (!language) return
  await sql`insert into user_settings as s (user_id, chosen)
    select u.id, jsonb_build_object('language', ${language}::text) from sign_in_session i join users u on u.sign_in_id = i."userId"
      where i.token = ${token}
    on conflict (user_id) do update set chosen = excluded.chosen || s.chosen where not s.chosen ? 'language'`.execute(
    db,
  )
}

/** Ends the mails that a link names. A link that has done so before does no harm. */
export async function unsubscribe(
  { database }: Context,
  sealingKey: Buffer,
  token: string,
): Promise<{ ended: Ending; language: LanguageName | null }> {
  const link = readToken(sealingKey, token)
  const { rows } = await sql`select from users where id = ${link?.userId ?? null}::uuid`.execute(database.db)
  if (!link || rows.length === 0) throw notFound('subscription')
  const settings = await readSettings(database.db, link.userId)
  await store(database.db, link.userId, { notifications: endedMails(settings, link.ending) })
  database.notify(settingsChannel)
  return { ended: link.ending, language: settings.language }
}
