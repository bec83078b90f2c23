import { sql } from 'kysely'
import type { SavedView } from '../../../contract/team/operations.ts'
import type { Context } from '../../http/context.ts'

export async function listViews(context: Context, type: string): Promise<SavedView[]> {
  const me = context.caller.userId
  const { rows } = await sql<SavedView>`
    select id, type, name, shared, owner_id is not distinct from ${me}::uuid as mine, definition from saved_views
    where type = ${type} and (shared or owner_id = ${me}::uuid) order by name`.execute(context.database.db)
  return rows
}
