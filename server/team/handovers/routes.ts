import { handoverRoutes } from '../../../contract/team/handovers.ts'
import { user } from '../../../contract/team/user.ts'
import type { Bind } from '../../http/bind.ts'
import { getRecord } from '../../records/list.ts'
import { handOver, undoHandover } from './commands.ts'
import { belongingsOf, handoversOf } from './queries.ts'

export function bindHandovers(bind: Bind): void {
  bind(handoverRoutes.belongings, async ({ params, context }) => {
    await getRecord(context, user, params.id)
    return belongingsOf(context.database.db, params.id)
  })
  bind(handoverRoutes.list, async ({ params, context }) => {
    await getRecord(context, user, params.id)
    return { data: await handoversOf(context.database.db, { userId: params.id }) }
  })
  bind(handoverRoutes.handOver, ({ params, body, context }) => handOver(context, params.id, body))
  bind(handoverRoutes.undo, ({ params, context }) => undoHandover(context, params.id))
}
