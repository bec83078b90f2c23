import { company } from '../../../contract/customer/company.ts'
import { identityRoutes } from '../../../contract/customer/identities.ts'
import { person } from '../../../contract/customer/person.ts'
import type { Bind } from '../../http/bind.ts'
import { addIdentity, removeIdentity } from './commands.ts'
import { listIdentities } from './queries.ts'

export function bindIdentities(bind: Bind): void {
  for (const type of [person, company]) {
    const routes = identityRoutes(type)
    bind(routes.list, ({ params, context }) => listIdentities(context, type, params.id))
    bind(routes.add, ({ params, body, context }) => addIdentity(context, type, params.id, body))
    bind(routes.remove, ({ params, context }) =>
      removeIdentity(context, type, params.id, params.kind, params.value),
    )
  }
}
