import { employmentRoutes } from '../../../contract/customer/employments.ts'
import type { Bind } from '../../http/bind.ts'
import { removeEmployment, setEmployment } from './commands.ts'
import { listEmployments } from './queries.ts'

export function bindEmployments(bind: Bind): void {
  bind(employmentRoutes.ofPerson, ({ params, context }) => listEmployments(context, 'person', params.id))
  bind(employmentRoutes.ofCompany, ({ params, context }) => listEmployments(context, 'company', params.id))
  bind(employmentRoutes.set, ({ params, body, context }) =>
    setEmployment(context, params.id, params.company, body),
  )
  bind(employmentRoutes.remove, ({ params, context }) => removeEmployment(context, params.id, params.company))
}
