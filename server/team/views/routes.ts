import { viewRoutes } from '../../../contract/team/operations.ts'
import type { Bind } from '../../http/bind.ts'
import { createView, deleteView, updateView } from './commands.ts'
import { listViews } from './queries.ts'

export function bindViews(bind: Bind): void {
  bind(viewRoutes.list, async ({ query, context }) => ({ data: await listViews(context, query.type) }))
  bind(viewRoutes.create, ({ body, context }) => createView(context, body))
  bind(viewRoutes.update, ({ params, body, context }) => updateView(context, params.id, body))
  bind(viewRoutes.remove, ({ params, context }) => deleteView(context, params.id))
}
