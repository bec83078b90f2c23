import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Organisation } from '../../http/context.ts'

/** Whom events of the company itself are about: there is one in a database, so it needs no id to be told apart by. */
export const organisationSubject = {
  type: 'organisation',
  id: '00000000-0000-0000-0000-000000000000',
  version: null,
} as const

export async function readOrganisation(db: Db): Promise<Organisation | null> {
  const { rows } =
    await sql<Organisation>`select name, time_zone as "timeZone", currency from organisation`.execute(db)
  return rows[0] ?? null
}

/** Reads the organisation once and again only after a notice that it changed; every request asks for it. */
export function rememberedOrganisation(db: Db) {
  let known: Promise<Organisation | null> | null = null
  return {
    read: async (): Promise<Organisation | null> => {
      known ??= readOrganisation(db)
      try {
        const organisation = await known
        if (!organisation) known = null
        return organisation
      } catch (error) {
        known = null
        throw error
      }
    },
    forget: () => {
      known = null
    },
  }
}
