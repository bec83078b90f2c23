import { publicQuoteRoutes, quoteRoutes } from '../../../contract/sales/quote-routes.ts'
import { quoteSettingsRoutes } from '../../../contract/sales/quote-settings.ts'
import type { Bind } from '../../http/bind.ts'
import { acceptQuote, askAbout, declineQuote, openQuote } from './answers/commands.ts'
import { decideApproval, requestApproval } from './approvals/commands.ts'
import { discardDraft, revise, saveDraft } from './commands.ts'
import { contentOf } from './queries.ts'
import { addLink, sendQuote } from './sending/commands.ts'
import { changeQuoteSettings } from './settings/commands.ts'
import { readQuoteSettings } from './settings/queries.ts'
import { withdrawQuote } from './withdrawing/commands.ts'

export function bindQuotes(bind: Bind, publicUrl: string): void {
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
  bindPublicQuotes(bind)
}

/** What the holder of a link does, without signing in. */
function bindPublicQuotes(bind: Bind): void {
  bind(publicQuoteRoutes.open, ({ body, context }) => openQuote(context, body.token))
  bind(publicQuoteRoutes.ask, ({ body, context }) => askAbout(context, body))
  bind(publicQuoteRoutes.accept, ({ body, context, request }) => acceptQuote(context, body, request.ip))
  bind(publicQuoteRoutes.decline, ({ body, context, request }) => declineQuote(context, body, request.ip))
}
