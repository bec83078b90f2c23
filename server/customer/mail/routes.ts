import type { Sealer } from '../../db/sealed.ts'
import type { Bind } from '../../http/bind.ts'
import { bindMailboxes } from './mailboxes/routes.ts'
import { bindMessages } from './messages/routes.ts'
import type { WhenUndone } from './sending/commands.ts'
import { bindSending } from './sending/routes.ts'
import { bindTemplates } from './templates/routes.ts'

/** Members' mailboxes: what comes from them, and what leaves by them. */
export function bindMail(bind: Bind, sealer: Sealer, whenUndone: WhenUndone): void {
  bindMailboxes(bind, sealer)
  bindMessages(bind)
  bindSending(bind, whenUndone)
  bindTemplates(bind)
}
