import { exchangeRateRoutes } from '../../../contract/sales/exchange-rates.ts'
import type { Bind } from '../../http/bind.ts'
import { removeRate, setRate } from './commands.ts'
import { currenciesWithoutRate, listRates } from './queries.ts'

export function bindExchangeRates(bind: Bind): void {
  bind(exchangeRateRoutes.list, async ({ context }) => ({
    currency: context.organisation.currency,
    data: await listRates(context.database.db),
    missing: await currenciesWithoutRate(context),
  }))
  bind(exchangeRateRoutes.set, ({ params, body, context }) =>
    setRate(context, { ...params, rate: body.rate }),
  )
  bind(exchangeRateRoutes.remove, ({ params, context }) => removeRate(context, params))
}
