import { sql } from 'kysely'
import type { SavedView } from '../../../contract/team/operations.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { Refusal } from '../../http/problem.ts'
import { columnNamed } from '../../records/column.ts'
import { compileFilter } from '../../records/filter.ts'
import { typeIn } from '../../records/types.ts'
import { parameters, seenBy } from '../../records/visible.ts'

/** Views that the caller may see: their own, those shared with all, with their role, or with a team that they are in or below. */
export async function viewsFor(
  db: Db,
  context: Context,
  where: { type: string } | { id: string },
): Promise<SavedView[]> {
  const { caller, now, organisation } = context
  const me = caller.userId
  const role = typeof caller.role === 'string' ? caller.role : caller.role.key
  const today = dayOf(now, organisation.timeZone)
  const { rows } = await sql<SavedView>`
    with recursive teams_above as (
      select m.team_id as id from team_memberships m
        where m.user_id = ${me}::uuid and m.from_on <= ${today}::date and ${today}::date < m.to_on
      union select t.id from teams t where t.manager_id = ${me}::uuid
      union select t.parent_id from teams t join teams_above a on a.id = t.id where t.parent_id is not null)
    select v.id, v.type, v.name, v.shared, v.editable, v.owner_id is not distinct from ${me}::uuid as mine,
      v.owner_id is not distinct from ${me}::uuid or v.editable as "mayEdit",
      json_build_object('id', u.id, 'title', u.title) as owner, v.definition,
      array(select s.team_id from saved_view_shares s where s.view_id = v.id and s.team_id is not null) as teams,
      array(select s.role from saved_view_shares s where s.view_id = v.id and s.role is not null order by 1) as roles
    from saved_views v join users u on u.id = v.owner_id
    where ${'id' in where ? sql`v.id = ${where.id}` : sql`v.type = ${where.type}`}
      and (v.shared or v.owner_id = ${me}::uuid or exists (select from saved_view_shares s where s.view_id = v.id
        and (s.role = ${role} or s.team_id in (select id from teams_above))))
    order by v.name, v.id`.execute(db)
  return rows
}

/** What the caller can make of a view: columns of fields that are hidden from them fall away, and with a condition on one all of it. */
function usable(context: Context, view: SavedView): SavedView[] {
  const type = seenBy(context.caller, typeIn(context.database, view.type))
  if (type === typeIn(context.database, view.type)) return [view]
  const { filter, sort, columns, ...rest } = view.definition
  const { caller, now, organisation } = context
  try {
    if (filter)
      compileFilter(filter, type, 't', parameters().bind, { caller, now, zone: organisation.timeZone })
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
  const known = (field: string) => columnNamed(type, field) !== undefined
  return [
    {
      ...view,
      definition: {
        ...rest,
        ...(filter ? { filter } : {}),
        ...(sort && known(sort.replace(/^-/, '')) ? { sort } : {}),
        columns: columns.filter(({ field }) => known(field)),
      },
    },
  ]
}

export const listViews = async (context: Context, type: string): Promise<SavedView[]> =>
  (await viewsFor(context.database.db, context, { type })).flatMap((view) => usable(context, view))
