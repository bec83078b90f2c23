import { contractRoutes } from '../../../contract/sales/contract-routes.ts'
import { invoiceRoutes } from '../../../contract/sales/invoice-routes.ts'
import { orderRoutes } from '../../../contract/sales/order-routes.ts'
import { paperMailRoutes } from '../../../contract/sales/paper-mail.ts'
import { paymentRoutes } from '../../../contract/sales/payment-routes.ts'
import type { Bind } from '../../http/bind.ts'
import type { Stores } from '../../records/files/stores.ts'
import { atomically } from '../../http/context.ts'
import { mailDocument } from '../documents/commands.ts'
import { sendPdf } from '../documents/routes.ts'
import { confirmOrder, deliverOrder } from './commands.ts'
import { contentOf } from './content/queries.ts'
import { cancelContract, changePrice } from './contracts/commands.ts'
import { changesOf } from './contracts/queries.ts'
import { issueInvoice } from './invoices/commands.ts'
import { issuedOf } from './invoices/queries.ts'
import { saveLines } from './lines/commands.ts'
import { takePayment } from './payments/commands.ts'
import { matchesOf } from './payments/queries.ts'
import { cancelOrder, refundOrder } from './reductions/commands.ts'
import { takeOrder } from './shop/commands.ts'

export function bindOrders(bind: Bind, stores: Stores): void {
  bind(orderRoutes.content, ({ params, context }) => contentOf(context, params.id))
  bind(orderRoutes.lines, async ({ params, body, context }) => {
    await saveLines(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.confirm, async ({ params, body, context }) => {
    await confirmOrder(context, params.id, body.orderedOn)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.deliver, async ({ params, body, context }) => {
    await deliverOrder(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.cancel, async ({ params, body, context }) => {
    await cancelOrder(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.refund, async ({ params, body, context }) => {
    await refundOrder(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.invoice, async ({ params, body, context }) => {
    await issueInvoice(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(orderRoutes.incoming, ({ body, context }) => takeOrder(context, body))
  bind(invoiceRoutes.document, ({ params, context }) => issuedOf(context, params.id))
  bind(invoiceRoutes.pdf, async ({ params, context, reply }) =>
    sendPdf(reply, context.database.db, stores, await issuedOf(context, params.id)),
  )
  bind(paperMailRoutes.invoice, ({ params, body, context }) =>
    atomically(context, async (inner) =>
      mailDocument(inner, stores, await issuedOf(inner, params.id), null, body),
    ),
  )
  bind(paymentRoutes.incoming, ({ body, context }) => takePayment(context, body))
  bind(paymentRoutes.matches, async ({ params, context }) => ({ data: await matchesOf(context, params.id) }))
  bindContracts(bind)
}

function bindContracts(bind: Bind): void {
  bind(contractRoutes.changes, ({ params, context }) => changesOf(context, params.id))
  bind(contractRoutes.price, async ({ params, body, context }) => {
    await changePrice(context, params.id, body)
    return changesOf(context, params.id)
  })
  bind(contractRoutes.cancel, async ({ params, body, context }) => {
    await cancelContract(context, params.id, body)
    return changesOf(context, params.id)
  })
}
