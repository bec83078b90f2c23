import { webhookRoutes } from '../../../contract/ecosystem/webhooks.ts'
import { newId } from '../../db/id.ts'
import type { Sealer } from '../../db/sealed.ts'
import type { Bind } from '../../http/bind.ts'
import { createWebhook, deleteWebhook, renewSecret, replay, updateWebhook } from './commands.ts'
import { post } from './jobs.ts'
import { getDelivery, getWebhook, listDeliveries, listWebhooks, webhookOf } from './queries.ts'

export function bindWebhooks(bind: Bind, sealer: Sealer): void {
  bind(webhookRoutes.list, async ({ context }) => ({
    data: (await listWebhooks(context.database.db)).map(webhookOf),
  }))
  bind(webhookRoutes.create, ({ body, context }) => createWebhook(context, sealer, body))
  bind(webhookRoutes.update, ({ params, body, context }) => updateWebhook(context, params.id, body))
  bind(webhookRoutes.remove, ({ params, context }) => deleteWebhook(context, params.id))
  bind(webhookRoutes.renewSecret, ({ params, context }) => renewSecret(context, sealer, params.id))
  bind(webhookRoutes.test, async ({ params, context }) => {
    const { db } = context.database
    const webhook = await getWebhook(db, params.id)
    const body = JSON.stringify({ type: 'webhook.test', timestamp: context.now, data: {} })
    return { at: context.now, ...(await post(db, sealer, webhook, { id: newId(), body })) }
  })
  bind(webhookRoutes.deliveries, ({ params, query, context }) =>
    listDeliveries(context.database.db, params.id, query),
  )
  bind(webhookRoutes.delivery, ({ params, context }) =>
    getDelivery(context.database.db, params.id, params.deliveryId),
  )
  bind(webhookRoutes.replay, async ({ params, body, context }) => ({
    count: await replay(context, params.id, body),
  }))
}
