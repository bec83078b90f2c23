import { roleRoutes } from '../../../contract/team/role-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { createRole, removeRole, updateRole } from './commands.ts'
import { listRoles, roleNames } from './queries.ts'

export function bindRoles(bind: Bind): void {
  bind(roleRoutes.names, async ({ context }) => ({ data: await roleNames(context.database.db) }))
  bind(roleRoutes.list, async ({ context }) => ({ data: await listRoles(context.database.db) }))
  bind(roleRoutes.create, ({ body, context }) => createRole(context, body))
  bind(roleRoutes.update, ({ params, body, context }) => updateRole(context, params.key, body))
  bind(roleRoutes.remove, ({ params, context }) => removeRole(context, params.key))
}
