import { productRoutes } from '../../../contract/sales/price-routes.ts'
import type { Bind } from '../../http/bind.ts'
import { setParts } from './commands.ts'
import { offersOf } from './queries.ts'

export function bindProducts(bind: Bind): void {
  bind(productRoutes.offers, ({ params, query, context }) => offersOf(context, params.id, query.currency))
  bind(productRoutes.setParts, async ({ params, body, context }) => {
    await setParts(context, params.id, body.parts)
    return offersOf(context, params.id, undefined)
  })
}
