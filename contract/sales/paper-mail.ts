import { z } from 'zod'
import { messageInput, outgoingSchema } from '../customer/mail-sending.ts'
import { idParams, route } from '../http/route.ts'

const example = { to: ['ana@example.com'], subject: 'Our quote', body: '<p>{{document.link}}</p>' }

const detail =
  'The PDF is attached. `{{document.number}}` and `{{document.link}}` are filled in; undoing the message undoes all of it.'

/** Documents that leave by the mailbox of whoever sends them. */
export const paperMailRoutes = {
  quote: route({
    method: 'POST',
    path: '/quotes/{id}/mail',
    who: { type: 'quote', action: 'edit' },
    summary: 'Send a quote from your mailbox: its draft is frozen and the message handed over, or neither',
    detail,
    tag: 'Quotes',
    params: idParams,
    body: z.strictObject({
      /** The draft is sent; or what was sent goes out once more, with a link of its own. */
      of: z.enum(['draft', 'sent']),
      message: messageInput,
    }),
    example: { body: { of: 'draft', message: example } },
    status: 201,
    output: outgoingSchema,
  }),
  invoice: route({
    method: 'POST',
    path: '/invoices/{id}/mail',
    who: { type: 'email', action: 'create' },
    summary: 'Send an invoice or credit note from your mailbox',
    detail: 'The PDF is attached. `{{document.number}}` is filled in.',
    tag: 'Orders',
    params: idParams,
    body: messageInput,
    example: { body: { ...example, body: '<p>Here is {{document.number}}.</p>' } },
    status: 201,
    output: outgoingSchema,
  }),
}
