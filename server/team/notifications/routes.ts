import { notificationRoutes } from '../../../contract/team/notification.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import type { Signal } from '../../ledger/routes.ts'
import { markRead, notificationsChannel } from './commands.ts'
import { listNotifications, unreadOf } from './queries.ts'

async function unread({ database, caller }: Context): Promise<{ unread: number }> {
  const { userId } = caller
  return { unread: userId ? ((await unreadOf(database.db, [userId])).get(userId) ?? 0) : 0 }
}

/** Tells a member's open pages how many are unread. */
export const unreadSignal: Signal = { channel: notificationsChannel, event: 'notification', read: unreadOf }

export function bindNotifications(bind: Bind): void {
  bind(notificationRoutes.list, ({ query, context }) => listNotifications(context, query))
  bind(notificationRoutes.unread, ({ context }) => unread(context))
  bind(notificationRoutes.read, async ({ params, context }) => {
    await markRead(context, params.id)
    return unread(context)
  })
  bind(notificationRoutes.readAll, async ({ context }) => {
    await markRead(context, null)
    return unread(context)
  })
}
