import { outgoingAddressRoutes } from '../../../contract/team/outgoing-addresses.ts'
import type { Bind } from '../../http/bind.ts'
import { allowAddress, forbidAddress } from './commands.ts'
import { listOutgoingAddresses } from './queries.ts'

export function bindOutgoingAddresses(bind: Bind): void {
  bind(outgoingAddressRoutes.list, async ({ context }) => ({
    data: await listOutgoingAddresses(context.database.db),
  }))
  bind(outgoingAddressRoutes.allow, ({ body, context }) => allowAddress(context, body.address))
  bind(outgoingAddressRoutes.forbid, ({ params, context }) => forbidAddress(context, params.id))
}
