import { forecastHistoryRoutes } from '../../../contract/sales/forecast-history.ts'
import { forecastRoutes } from '../../../contract/sales/forecast.ts'
import type { Bind } from '../../http/bind.ts'
import { changedDeals, changesOf } from './changes/queries.ts'
import { peopleAt } from './people/queries.ts'
import { maySeeOf } from './policy.ts'
import { authoriseForecast, forecastDeals, periodAt, readForecast } from './queries.ts'
import { takeSnapshot } from './snapshots/commands.ts'
import { accuracy, listSnapshots } from './snapshots/queries.ts'
import { setCategory, submit } from './submissions/commands.ts'
import { submissionsOf } from './submissions/queries.ts'

export function bindForecast(bind: Bind): void {
  bind(forecastRoutes.read, ({ query, context }) => readForecast(context, query))
  bind(forecastRoutes.deals, ({ query, context }) => forecastDeals(context, query))
  bind(forecastRoutes.setCategory, ({ params, body, context }) => setCategory(context, params.id, body))
  bind(forecastRoutes.submit, ({ body, context }) => submit(context, body))
  bind(forecastRoutes.submissions, async ({ query, context }) => {
    authoriseForecast(context)
    const { lists } = context.database
    const [{ teams }, said] = await Promise.all([
      peopleAt(lists),
      submissionsOf(lists, query.grain, periodAt(context, query.grain, query.day).from),
    ])
    return { data: said.filter(({ kind, of }) => maySeeOf(context.caller, teams, { kind, id: of.id })) }
  })
  bind(forecastHistoryRoutes.snapshots, ({ context }) => listSnapshots(context))
  bind(forecastHistoryRoutes.take, ({ context }) => takeSnapshot(context))
  bind(forecastHistoryRoutes.changes, ({ query, context }) => changesOf(context, query))
  bind(forecastHistoryRoutes.changed, ({ query, context }) => changedDeals(context, query))
  bind(forecastHistoryRoutes.accuracy, ({ query, context }) => accuracy(context, query))
}
