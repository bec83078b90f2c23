import type { FastifyInstance } from 'fastify'
import { settingsRoutes } from '../../../contract/team/settings.ts'
import type { Bind } from '../../http/bind.ts'
import type { Signal } from '../../ledger/routes.ts'
import { changeSettings, unsubscribe } from './commands.ts'
import { readSettings, settingsChannel, settingsVersions } from './queries.ts'

/** Tells a member's open pages that another device has changed a setting. */
export const settingsSignal: Signal = {
  channel: settingsChannel,
  event: 'settings',
  read: settingsVersions,
}

export function bindSettings(bind: Bind, server: FastifyInstance, sealingKey: Buffer): void {
  // A mail program sends `List-Unsubscribe=One-Click` as a form (RFC 8058). What it says is in the address already.
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 1_000 },
    (_request, _body, done) => done(null, undefined),
  )
  bind(settingsRoutes.read, ({ context }) => readSettings(context.database.db, context.caller.userId))
  bind(settingsRoutes.change, ({ body, context }) => changeSettings(context, body))
  bind(settingsRoutes.unsubscribe, ({ params, context }) => unsubscribe(context, sealingKey, params.token))
}
