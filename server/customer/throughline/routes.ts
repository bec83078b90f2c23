import { company } from '../../../contract/customer/company.ts'
import { person } from '../../../contract/customer/person.ts'
import { throughlineRoute } from '../../../contract/customer/throughline.ts'
import type { Bind } from '../../http/bind.ts'
import { lineFacts } from './queries.ts'
import { throughlineOf } from './rules.ts'

export function bindThroughline(bind: Bind): void {
  for (const type of [person, company])
    bind(throughlineRoute(type), async ({ params, context }) =>
      throughlineOf(await lineFacts(context, type, params.id)),
    )
}
