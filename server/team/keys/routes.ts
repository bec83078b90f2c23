import { keyRoutes } from '../../../contract/team/routes.ts'
import type { Bind } from '../../http/bind.ts'
import { createKey, renewKey, revokeKey } from './commands.ts'
import { listKeys } from './queries.ts'

export function bindKeys(bind: Bind): void {
  bind(keyRoutes.list, async ({ context }) => ({ data: await listKeys(context.database.db) }))
  bind(keyRoutes.create, ({ body, context }) => createKey(context, body))
  bind(keyRoutes.renew, ({ params, context }) => renewKey(context, params.id))
  bind(keyRoutes.revoke, ({ params, context }) => revokeKey(context, params.id))
}
