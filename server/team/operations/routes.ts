import { operationRoutes } from '../../../contract/team/operations.ts'
import type { Bind } from '../../http/bind.ts'
import { retryJob } from './commands.ts'
import { failedJobs, outbox } from './queries.ts'

export function bindOperations(bind: Bind): void {
  bind(operationRoutes.failedJobs, async ({ context }) => ({ data: await failedJobs(context.database.db) }))
  bind(operationRoutes.retryJob, ({ params, context }) => retryJob(context.database.db, params.id))
  bind(operationRoutes.outbox, async ({ context }) => ({
    data: await outbox(context.database.db, context.caller.role === 'owner'),
  }))
}
