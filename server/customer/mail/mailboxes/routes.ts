import { mailboxRoutes } from '../../../../contract/customer/mailbox.ts'
import type { Sealer } from '../../../db/sealed.ts'
import type { Bind } from '../../../http/bind.ts'
import { cancelExtending, change, connect, disconnect, extend, syncNow } from './commands.ts'
import { mailboxOf, ownMailbox } from './queries.ts'
import { serversOf } from './rules.ts'

export function bindMailboxes(bind: Bind, sealer: Sealer): void {
  bind(mailboxRoutes.read, async ({ context }) => {
    const row = await ownMailbox(context)
    return { mailbox: row && (await mailboxOf(context.database.db, row, context.now)) }
  })
  bind(mailboxRoutes.guess, ({ query }) => serversOf(query.address))
  bind(mailboxRoutes.connect, ({ body, context }) => connect(context, sealer, body))
  bind(mailboxRoutes.change, ({ body, context }) => change(context, body))
  bind(mailboxRoutes.remove, ({ context }) => disconnect(context))
  bind(mailboxRoutes.sync, ({ context }) => syncNow(context))
  bind(mailboxRoutes.extend, ({ body, context }) => extend(context, body.since))
  bind(mailboxRoutes.cancelExtending, ({ context }) => cancelExtending(context))
  bind(mailboxRoutes.earlier, ({ body, context }) => syncNow(context, body.person))
}
