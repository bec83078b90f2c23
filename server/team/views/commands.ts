import { sql } from 'kysely'
import type { SavedView, ViewInput } from '../../../contract/team/operations.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { authoriseRight } from '../../http/policy.ts'
import { forbidden, invalidField, notFound } from '../../http/problem.ts'
import { viewsFor } from './queries.ts'

const me = (context: Context): string => {
  if (!context.caller.userId) throw forbidden('Views belong to team members; a key has none.')
  return context.caller.userId
}

type Sharing = Partial<Pick<ViewInput, 'shared' | 'teams' | 'roles' | 'editable'>>

const shares = ({ shared, teams, roles }: Sharing): boolean =>
  shared === true || (teams?.length ?? 0) > 0 || (roles?.length ?? 0) > 0

/** Writes with whom a view is shared; what is not named stays. */
async function share(tx: Db, id: string, { teams, roles }: Sharing): Promise<void> {
  for (const [path, given, table, key, column] of [
    ['teams', teams, 'teams', 'id', 'team_id'],
    ['roles', roles, 'roles', 'key', 'role'],
  ] as const) {
    if (!given) continue
    await sql`delete from saved_view_shares where view_id = ${id} and ${sql.ref(column)} is not null`.execute(
      tx,
    )
    const { rows } = await sql`insert into saved_view_shares (view_id, ${sql.ref(column)})
      select ${id}, ${sql.ref(key)} from ${sql.table(table)} where ${sql.ref(key)}::text = any(${given}::text[]) returning view_id`.execute(
      tx,
    )
    if (rows.length < new Set(given).size)
      throw invalidField(path, path === 'teams' ? 'There is no such team' : 'There is no such role')
  }
}

const read = async (inner: Context, id: string): Promise<SavedView> => {
  const view = (await viewsFor(inner.database.db, inner, { id }))[0]
  if (!view) throw notFound('view')
  return view
}

export function createView(context: Context, view: ViewInput): Promise<SavedView> {
  const owner = me(context)
  if (shares(view)) authoriseRight(context.caller, 'shareViews')
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{
      id: string
    }>`insert into saved_views (type, name, owner_id, shared, editable, definition)
      values (${view.type}, ${view.name}, ${owner}, ${view.shared}, ${view.editable}, ${JSON.stringify(view.definition)})
      returning id`.execute(db)
    const id = rows[0]?.id ?? ''
    await share(db, id, view)
    return read(inner, id)
  })
}

/** Its owner changes all of a view, whom it is shared with what it shows, where the owner lets them. */
export function updateView(
  context: Context,
  id: string,
  change: Sharing & Partial<Pick<ViewInput, 'name' | 'definition'>>,
): Promise<SavedView> {
  me(context)
  if (shares(change)) authoriseRight(context.caller, 'shareViews')
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const view = await read(inner, id)
    if (!view.mayEdit) throw notFound('view of yours')
    if (!view.mine && Object.keys(change).some((name) => name !== 'definition'))
      throw forbidden('Only its owner renames or shares this view. Save it as a view of yours.')
    await sql`update saved_views set name = coalesce(${change.name ?? null}, name),
        shared = coalesce(${change.shared ?? null}, shared), editable = coalesce(${change.editable ?? null}, editable),
        definition = coalesce(${change.definition ? JSON.stringify(change.definition) : null}::jsonb, definition), updated_at = now()
      where id = ${id}`.execute(db)
    await share(db, id, change)
    return read(inner, id)
  })
}

export async function deleteView(context: Context, id: string): Promise<void> {
  const { rows } =
    await sql`delete from saved_views where id = ${id} and owner_id = ${me(context)} returning id`.execute(
      context.database.db,
    )
  if (rows.length === 0) throw notFound('view of yours')
}
