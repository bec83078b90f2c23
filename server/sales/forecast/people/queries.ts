import { CompiledQuery } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import { isBuiltIn, permissionOf } from '../../../../contract/team/role.ts'
import { team, user } from '../../../../contract/team/user.ts'
import type { Db } from '../../../db/database.ts'
import { recordsAsOf } from '../../../records/as-of.ts'
import { parameters } from '../../../records/visible.ts'
import type { Person, Team } from '../rules.ts'

export interface People {
  people: Person[]
  teams: Team[]
}

interface Row {
  kind: 'person' | 'team'
  id: string
  name: string
  team: string | null
  manager: string | null
  active: boolean
  role: string | null
}

/** Whether a role has deals of its own; roles that a company made may. */
const sells = (role: string) => !isBuiltIn(role) || permissionOf(role, deal).edit !== 'none'

/** Everybody with their team, and the teams with the ones they are part of: of now, or as recorded before a moment. */
export async function peopleAt(db: Db, asOf?: string): Promise<People> {
  const { values, bind } = parameters()
  const moment = asOf ? bind(asOf) : null
  const [users, teams] = moment
    ? [recordsAsOf(user, moment), recordsAsOf(team, moment)]
    : [
        { table: 'users', with: null },
        { table: 'teams', with: null },
      ]
  const before = users.with ? `with ${users.with}, ${teams.with}` : ''
  const text = `${before}
    select 'person' as kind, id, name, (select t.id from ${teams.table} t where t.id = p.team_id and t.deleted_at is null) as team,
        null::uuid as manager, active and deleted_at is null as active, role
      from ${users.table} p
    union all
    select 'team', id, name, (select t.id from ${teams.table} t where t.id = p.parent_id and t.deleted_at is null), manager_id, true, null
      from ${teams.table} p where deleted_at is null
    order by name, id`
  const { rows } = await db.executeQuery<Row>(CompiledQuery.raw(text, values))
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  return {
    people: of('person').map(({ id, name, team, active, role }) => ({
      id,
      name,
      team,
      sells: active && sells(role ?? ''),
    })),
    teams: of('team').map(({ id, name, team, manager }) => ({ id, name, parent: team, manager })),
  }
}
