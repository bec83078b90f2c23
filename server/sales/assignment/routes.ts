import { assignmentRoutes } from '../../../contract/sales/lead-assignment.ts'
import type { Bind } from '../../http/bind.ts'
import { setRules } from './commands.ts'
import { listRules } from './queries.ts'

export function bindAssignment(bind: Bind): void {
  bind(assignmentRoutes.list, ({ context }) => listRules(context))
  bind(assignmentRoutes.set, ({ body, context }) => setRules(context, body.rules))
}
