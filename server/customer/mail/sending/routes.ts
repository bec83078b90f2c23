import { sendingRoutes } from '../../../../contract/customer/mail-sending.ts'
import type { Bind } from '../../../http/bind.ts'
import { send, sendAgain, undo, type WhenUndone } from './commands.ts'
import { outgoingOf, waitingOf } from './queries.ts'

export function bindSending(bind: Bind, whenUndone: WhenUndone): void {
  bind(sendingRoutes.send, ({ body, context }) => send(context, body))
  bind(sendingRoutes.outgoing, async ({ context }) => {
    const { userId, keyId } = context.caller
    return { data: userId && !keyId ? (await waitingOf(context.database.db, userId)).map(outgoingOf) : [] }
  })
  bind(sendingRoutes.undo, ({ params, context }) => undo(context, params.id, whenUndone))
  bind(sendingRoutes.again, ({ params, context }) => sendAgain(context, params.id))
}
