import { dealStageRoutes } from '../../../contract/sales/deal-stages.ts'
import type { Bind } from '../../http/bind.ts'
import { stagesOf } from './queries.ts'

export function bindDeals(bind: Bind): void {
  bind(dealStageRoutes.list, async ({ params, context }) => ({ data: await stagesOf(context, params.id) }))
}
