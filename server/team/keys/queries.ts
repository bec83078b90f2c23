import { sql } from 'kysely'
import type { z } from 'zod'
import type { keySchema } from '../../../contract/team/routes.ts'
import type { Db } from '../../db/database.ts'

export async function listKeys(db: Db): Promise<z.infer<typeof keySchema>[]> {
  const { rows } = await sql<z.infer<typeof keySchema>>`
    select id, name, scopes, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt"
    from api_keys where revoked_at is null order by created_at desc`.execute(db)
  return rows
}
