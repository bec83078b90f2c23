import { taxRoutes } from '../../../contract/sales/price-routes.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Bind } from '../../http/bind.ts'
import type { Context } from '../../http/context.ts'
import { setTaxRate } from './commands.ts'
import { listTaxRates } from './queries.ts'

const answer = async ({ database, now, organisation }: Context) => ({
  data: await listTaxRates(database.db, dayOf(now, organisation.timeZone)),
})

export function bindPrices(bind: Bind): void {
  bind(taxRoutes.list, ({ context }) => answer(context))
  bind(taxRoutes.set, async ({ params, body, context }) => {
    await setTaxRate(context, params.id, params.fromOn, body.rate)
    return answer(context)
  })
  bind(taxRoutes.remove, async ({ params, context }) => {
    await setTaxRate(context, params.id, params.fromOn, null)
    return answer(context)
  })
}
