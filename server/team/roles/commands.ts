import { sql } from 'kysely'
import {
  companyRights,
  hasRight,
  isBuiltIn,
  type CompanyRight,
  type OwnRole,
  type Role,
} from '../../../contract/team/role.ts'
import type { RoleAnswer, RoleChange } from '../../../contract/team/role-routes.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { typesOf } from '../../records/types.ts'
import { listRoles, permissionsOf, readRole, rememberedRole, roleOfRow } from './queries.ts'
import { checkRole, roleKeyFor } from './rules.ts'

const rightsOf = (role: Role): CompanyRight[] => companyRights.filter((right) => hasRight(role, right))

const one = async (db: Db, key: string): Promise<RoleAnswer> =>
  (await listRoles(db)).find((role) => role.key === key) as RoleAnswer

async function refuseTaken(db: Db, name: string, except: string): Promise<void> {
  const { rows } =
    await sql`select from roles where lower(name) = lower(${name}) and key <> ${except}`.execute(db)
  if (rows.length > 0)
    throw conflict('Another role has this name.', [{ path: 'name', message: 'Already taken' }])
}

const said = (
  context: Context,
  verb: 'created' | 'updated' | 'deleted',
  id: string,
  data: Record<string, unknown>,
) =>
  record(context.database.db, context.caller, context.now, [
    { type: `role.${verb}`, subject: { type: 'role', id, version: null }, data },
  ])

/** A role of the company's own that may do what the one may that it is copied from. */
export function createRole(
  context: Context,
  { name, copyOf }: { name: string; copyOf: string },
): Promise<RoleAnswer> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const source = await readRole(db, copyOf)
    if (!source) throw invalidField('copyOf', 'There is no such role')
    await refuseTaken(db, name, '')
    const { rows: keys } = await sql<{ key: string }>`select key from roles`.execute(db)
    const key = roleKeyFor(name, (candidate) => keys.some((taken) => taken.key === candidate))
    const role = roleOfRow(source)
    const { rows } = await sql<{
      id: string
    }>`insert into roles (key, name, base, rights, permissions, fields)
      values (${key}, ${name}, ${source.base ?? source.key}, ${rightsOf(role)}, ${JSON.stringify(permissionsOf(role))},
        ${JSON.stringify(source.fields)}) returning id`.execute(db)
    await said(inner, 'created', rows[0]?.id ?? '', { title: name, copyOf })
    inner.database.notify('ledger')
    return one(db, key)
  })
}

export function updateRole(context: Context, key: string, change: RoleChange): Promise<RoleAnswer> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await readRole(db, key)
    if (!row) throw notFound('role')
    const own = Object.keys(change).find((name) => name !== 'secondFactor')
    if (isBuiltIn(key) && own) throw invalidField(own, 'This role came along. Copy it, and change the copy.')
    const after = {
      name: change.name ?? row.name,
      rights: change.rights ?? row.rights,
      permissions: { ...row.permissions, ...change.permissions },
      fields: change.fields ?? row.fields,
      second_factor: change.secondFactor ?? row.second_factor,
    }
    if (!isBuiltIn(key)) {
      await refuseTaken(db, after.name, key)
      const draft: OwnRole = { ...rememberedRole(row), ...after }
      checkRole(draft, typesOf(inner.database))
    }
    await sql`update roles set name = ${after.name}, rights = ${[...after.rights]}, permissions = ${JSON.stringify(after.permissions)},
      fields = ${JSON.stringify(after.fields)}, second_factor = ${after.second_factor}, version = version + 1, updated_at = now()
      where key = ${key}`.execute(db)
    const { permissions, fields, ...rest } = change
    await said(inner, 'updated', row.id, {
      title: after.name,
      changes: Object.fromEntries(
        Object.entries({
          ...rest,
          ...(permissions ? { permissions } : {}),
          ...(fields ? { fields } : {}),
        }).map(([name, value]) => [name, [before(row, name), value]]),
      ),
    })
    inner.database.notify('ledger')
    inner.database.notify('callers')
    return one(db, key)
  })
}

const before = (row: NonNullable<Awaited<ReturnType<typeof readRole>>>, name: string): unknown =>
  name === 'secondFactor' ? row.second_factor : (row as unknown as Record<string, unknown>)[name]

export function removeRole(context: Context, key: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await readRole(db, key)
    if (!row) throw notFound('role')
    if (isBuiltIn(key)) throw conflict('This role came along and stays.')
    const { rows } = await sql`select from users where role = ${key} limit 1`.execute(db)
    if (rows.length > 0) throw conflict('Members still have this role. Give them another one first.')
    await sql`delete from roles where key = ${key}`.execute(db)
    await said(inner, 'deleted', row.id, { title: row.name })
    inner.database.notify('ledger')
  })
}
