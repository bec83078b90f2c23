import { sql } from 'kysely'
import { recordTypes } from '../../../contract/record-types.ts'
import {
  companyRights,
  hasRight,
  isBuiltIn,
  permissionOf,
  type OwnRole,
  type Role,
} from '../../../contract/team/role.ts'
import type { RoleAnswer } from '../../../contract/team/role-routes.ts'
import type { Db } from '../../db/database.ts'
import type { RoleRow } from './tables.ts'

const known = new Map<string, { version: number; role: OwnRole }>()

/** The role of a row: the same object as long as it is not changed, so that what is derived from it is derived once. */
export function rememberedRole(row: RoleRow): OwnRole {
  const before = known.get(row.id)
  if (before?.version === row.version) return before.role
  const role: OwnRole = {
    key: row.key,
    name: row.name,
    base: row.base && isBuiltIn(row.base) ? row.base : 'viewer',
    rights: row.rights,
    permissions: row.permissions,
    fields: row.fields,
  }
  known.set(row.id, { version: row.version, role })
  return role
}

export const roleOfRow = (row: RoleRow): Role => (isBuiltIn(row.key) ? row.key : rememberedRole(row))

/** Of every type, what the role may do. */
export const permissionsOf = (role: Role): RoleAnswer['permissions'] =>
  Object.fromEntries(recordTypes.map((type) => [type.name, permissionOf(role, type)]))

function answer(row: RoleRow & { members: number }): RoleAnswer {
  const role = roleOfRow(row)
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    builtIn: typeof role === 'string',
    base: row.base,
    rights: companyRights.filter((right) => hasRight(role, right)),
    permissions: permissionsOf(role),
    fields: typeof role === 'string' ? {} : row.fields,
    secondFactor: row.second_factor,
    members: row.members,
  }
}

const columns = sql`r.id, r.key, r.name, r.base, r.rights, r.permissions, r.fields, r.second_factor, r.version`

/** Built-in ones in their order, then the company's own by name. */
export async function listRoles(db: Db): Promise<RoleAnswer[]> {
  const { rows } = await sql<RoleRow & { members: number }>`
    select ${columns}, (select count(*)::int from users u where u.role = r.key and u.active and u.deleted_at is null) as members
    from roles r order by r.base is not null, case when r.base is null then r.id end, lower(r.name)`.execute(
    db,
  )
  return rows.map(answer)
}

export async function roleNames(db: Db): Promise<Pick<RoleAnswer, 'key' | 'name' | 'builtIn'>[]> {
  return (await listRoles(db)).map(({ key, name, builtIn }) => ({ key, name, builtIn }))
}

export async function readRole(db: Db, key: string): Promise<RoleRow | null> {
  const { rows } =
    await sql<RoleRow>`select ${columns} from roles r where r.key = ${key} for no key update`.execute(db)
  return rows[0] ?? null
}

/** The roles of the company's own that run its configuration. */
export async function administering(db: Db): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select key from roles where 'administer' = any(rights)`.execute(
    db,
  )
  return rows.map(({ key }) => key)
}
