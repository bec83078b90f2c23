import { company } from '../../../contract/customer/company.ts'
import { lifecycleRoutes } from '../../../contract/customer/lifecycle-entries.ts'
import { person } from '../../../contract/customer/person.ts'
import type { Bind } from '../../http/bind.ts'
import { correctEntry } from './commands.ts'
import { listEntries } from './queries.ts'

export function bindLifecycle(bind: Bind): void {
  for (const type of [person, company]) {
    const routes = lifecycleRoutes(type)
    bind(routes.list, ({ params, context }) => listEntries(context, type, params.id))
    bind(routes.correct, ({ params, body, context }) =>
      correctEntry(context, type, params.id, params.entry, body.enteredAt),
    )
  }
}
