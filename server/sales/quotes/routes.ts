import { paperMailRoutes } from '../../../contract/sales/paper-mail.ts'
import { publicQuoteRoutes, quoteRoutes } from '../../../contract/sales/quote-routes.ts'
import { quoteSettingsRoutes } from '../../../contract/sales/quote-settings.ts'
import type { Bind } from '../../http/bind.ts'
import type { Stores } from '../../records/files/stores.ts'
import { sendPdf } from '../documents/routes.ts'
import { acceptQuote, askAbout, declineQuote, openQuote } from './answers/commands.ts'
import { decideApproval, requestApproval } from './approvals/commands.ts'
import { discardDraft, revise, saveDraft } from './commands.ts'
import { mailQuote } from './mailing/commands.ts'
import { contentOf, sentEdition, type SentEdition } from './queries.ts'
import { openedBy } from './answers/queries.ts'
import { addLink, sendQuote } from './sending/commands.ts'
import { changeQuoteSettings } from './settings/commands.ts'
import { readQuoteSettings } from './settings/queries.ts'
import { withdrawQuote } from './withdrawing/commands.ts'

export function bindQuotes(bind: Bind, publicUrl: string, stores: Stores): void {
  bind(quoteRoutes.content, ({ params, context }) => contentOf(context, params.id))
  bind(quoteRoutes.save, async ({ params, body, context }) => {
    await saveDraft(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(quoteRoutes.revise, async ({ params, context }) => {
    await revise(context, params.id)
    return contentOf(context, params.id)
  })
  bind(quoteRoutes.discard, async ({ params, context }) => {
    await discardDraft(context, params.id)
    return contentOf(context, params.id)
  })
  bind(quoteRoutes.send, ({ params, context }) => sendQuote(context, publicUrl, params.id))
  bind(quoteRoutes.link, ({ params, context }) => addLink(context, publicUrl, params.id))
  bind(paperMailRoutes.quote, ({ params, body, context }) =>
    mailQuote(context, { publicUrl, stores }, params.id, body),
  )
  bind(quoteRoutes.withdraw, async ({ params, context }) => {
    await withdrawQuote(context, params.id)
    return contentOf(context, params.id)
  })
  bind(quoteRoutes.requestApproval, async ({ params, body, context }) => {
    await requestApproval(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(quoteRoutes.decideApproval, async ({ params, body, context }) => {
    await decideApproval(context, params.id, body)
    return contentOf(context, params.id)
  })
  bind(quoteSettingsRoutes.read, ({ context }) => readQuoteSettings(context.database.db))
  bind(quoteSettingsRoutes.change, ({ body, context }) => changeQuoteSettings(context, body))
  bind(quoteRoutes.pdf, async ({ params, context, reply }) =>
    sendPdf(
      reply,
      context.database.db,
      stores,
      keptOf(await sentEdition(context, params.id, params.edition)),
    ),
  )
  bindPublicQuotes(bind, stores)
}

const keptOf = ({ document, hash, sentAt }: Pick<SentEdition, 'document' | 'hash' | 'sentAt'>) =>
  ({ kind: 'quote', document, hash, at: sentAt }) as const

/** What the holder of a link does, without signing in. */
function bindPublicQuotes(bind: Bind, stores: Stores): void {
  bind(publicQuoteRoutes.open, ({ body, context }) => openQuote(context, body.token))
  bind(publicQuoteRoutes.pdf, async ({ body, context, reply }) =>
    sendPdf(reply, context.database.db, stores, keptOf(await openedBy(context.database.db, body.token))),
  )
  bind(publicQuoteRoutes.ask, ({ body, context }) => askAbout(context, body))
  bind(publicQuoteRoutes.accept, ({ body, context, request }) => acceptQuote(context, body, request.ip))
  bind(publicQuoteRoutes.decline, ({ body, context, request }) => declineQuote(context, body, request.ip))
}
