import { sql } from 'kysely'
import type { z } from 'zod'
import type { SavedView, viewRoutes } from '../../../contract/team/operations.ts'
import type { Context } from '../../http/context.ts'
import { forbidden, notFound } from '../../http/problem.ts'

const answer = sql`id, type, name, shared, true as mine, definition`

const me = (context: Context): string => {
  if (!context.caller.userId) throw forbidden('Views belong to team members; a key has none.')
  return context.caller.userId
}

export async function createView(
  context: Context,
  view: z.infer<NonNullable<typeof viewRoutes.create.body>>,
): Promise<SavedView> {
  const { rows } = await sql<SavedView>`insert into saved_views (type, name, owner_id, shared, definition)
    values (${view.type}, ${view.name}, ${me(context)}, ${view.shared}, ${JSON.stringify(view.definition)})
    returning ${answer}`.execute(context.database.db)
  return rows[0] as SavedView
}

export async function updateView(
  context: Context,
  id: string,
  change: Partial<Pick<SavedView, 'name' | 'shared' | 'definition'>>,
): Promise<SavedView> {
  const { rows } = await sql<SavedView>`update saved_views set
      name = coalesce(${change.name ?? null}, name), shared = coalesce(${change.shared ?? null}, shared),
      definition = coalesce(${change.definition ? JSON.stringify(change.definition) : null}::jsonb, definition), updated_at = now()
    where id = ${id} and owner_id = ${me(context)} returning ${answer}`.execute(context.database.db)
  if (!rows[0]) throw notFound('view of yours')
  return rows[0]
}

export async function deleteView(context: Context, id: string): Promise<void> {
  const { rows } =
    await sql`delete from saved_views where id = ${id} and owner_id = ${me(context)} returning id`.execute(
      context.database.db,
    )
  if (rows.length === 0) throw notFound('view of yours')
}
