import { sql } from 'kysely'
import { defaultSettings, settingsSchema, type Settings } from '../../../contract/team/settings.ts'
import type { LanguageName } from '../../../contract/values/language.ts'
import type { Db } from '../../db/database.ts'

/** The channel that says somebody's settings have changed, so that their other devices follow. */
export const settingsChannel = 'settings'

interface Row {
  chosen: Partial<Settings>
  timeZone: string | null
}

/** What was chosen, on top of what nobody has to choose. A value that a later version no longer takes is left out. */
function settingsOf({ chosen, timeZone }: Row): Settings {
  const given = Object.fromEntries(
    Object.entries(settingsSchema.shape).flatMap(([name, schema]) => {
      const value = (chosen as Record<string, unknown>)[name]
      const parsed = schema.safeParse(
        name === 'notifications' ? { ...defaultSettings.notifications, ...(value as object) } : value,
      )
      return value !== undefined && parsed.success ? [[name, parsed.data]] : []
    }),
  )
  return { ...defaultSettings, ...given, timeZone }
}

export async function readSettings(db: Db, userId: string | null): Promise<Settings> {
  const { rows } = await sql<Row>`select coalesce(s.chosen, '{}') as chosen, u.time_zone as "timeZone"
    from users u left join user_settings s on s.user_id = u.id where u.id = ${userId}`.execute(db)
  return rows[0] ? settingsOf(rows[0]) : defaultSettings
}

/** The language of a mail to this address: that of the member who has it, or English. */
export async function languageOfAddress(db: Db, email: string): Promise<LanguageName> {
  const { rows } = await sql<{
    id: string
  }>`select id from users where email = ${email.toLowerCase()}`.execute(db)
  return (await readSettings(db, rows[0]?.id ?? null)).language ?? 'en'
}

export interface DigestReader {
  userId: string
  settings: Settings
  zone: string
  digestedOn: string | null
  digestedAt: string | null
}

/** Active members who can sign in, have an address, and want something gathered in a digest. */
export async function digestReaders(db: Db): Promise<DigestReader[]> {
  const { rows } = await sql<
    Row & { userId: string; zone: string; digestedOn: string | null; digestedAt: string | null }
  >`
    select s.user_id as "userId", s.chosen, u.time_zone as "timeZone", s.digested_on as "digestedOn",
      s.digested_at as "digestedAt", coalesce(u.time_zone, (select time_zone from organisation), 'UTC') as zone
    from user_settings s join users u on u.id = s.user_id
    where u.active and u.deleted_at is null and u.email is not null and u.sign_in_id is not null
      and jsonb_path_exists(s.chosen, '$.notifications.*.mail ? (@ == "digest")')`.execute(db)
  return rows.map((row) => ({ ...row, settings: settingsOf(row) }))
}

/** When each of these members last changed a setting, in seconds; for whoever follows. */
export async function settingsVersions(db: Db, userIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; version: number }>`
    select user_id as id, extract(epoch from updated_at)::float8 as version from user_settings
    where user_id = any(${[...userIds]}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, version }) => [id, version]))
}
