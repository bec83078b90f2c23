import { salesCostRoutes } from '../../../contract/sales/sales-costs.ts'
import type { Bind } from '../../http/bind.ts'
import { setCosts, setLag } from './commands.ts'
import { authoriseCosts } from './policy.ts'
import { chosenLag, costOf, costsBetween } from './queries.ts'

export function bindSalesCosts(bind: Bind): void {
  bind(salesCostRoutes.list, async ({ query, context }) => {
    authoriseCosts(context.caller)
    const { currency } = context.organisation
    const { db } = context.database
    return {
      currency,
      data: (await costsBetween(db, currency, query.from ?? null, query.to ?? null)).map((row) =>
        costOf(currency, row),
      ),
      lagDays: await chosenLag(db),
    }
  })
  bind(salesCostRoutes.set, async ({ body, context }) => {
    authoriseCosts(context.caller)
    return { data: await setCosts(context, body.costs) }
  })
  bind(salesCostRoutes.lag, ({ body, context }) => {
    authoriseCosts(context.caller)
    return setLag(context, body.lagDays)
  })
}
