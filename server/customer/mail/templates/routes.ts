import { templateRoutes } from '../../../../contract/customer/mail-sending.ts'
import type { Bind } from '../../../http/bind.ts'
import { createTemplate, deleteTemplate, updateTemplate } from './commands.ts'
import { fill, templateOf, templatesFor } from './queries.ts'

export function bindTemplates(bind: Bind): void {
  bind(templateRoutes.list, async ({ context: { database, caller } }) => ({
    data: (await templatesFor(database.db, caller.userId)).map((row) => templateOf(row, caller.userId)),
  }))
  bind(templateRoutes.create, ({ body, context }) => createTemplate(context, body))
  bind(templateRoutes.update, ({ params, body, context }) => updateTemplate(context, params.id, body))
  bind(templateRoutes.remove, ({ params, context }) => deleteTemplate(context, params.id))
  bind(templateRoutes.fill, ({ body, context }) => fill(context, body))
}
