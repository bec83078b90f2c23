import { quotaRoutes } from '../../../contract/sales/quotas.ts'
import type { Bind } from '../../http/bind.ts'
import { copyQuotas, setQuotas } from './commands.ts'
import { quotaGrid } from './queries.ts'
import { attainment } from './standing/queries.ts'

export function bindQuotas(bind: Bind): void {
  bind(quotaRoutes.grid, ({ query, context }) => quotaGrid(context, query))
  bind(quotaRoutes.set, ({ body, context }) => setQuotas(context, body))
  bind(quotaRoutes.copy, ({ body, context }) => copyQuotas(context, body))
  bind(quotaRoutes.attainment, ({ query, context }) => attainment(context, query))
}
