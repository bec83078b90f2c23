import type { RecordTypes } from '../../../contract/record-types.ts'
import { dealCompetitorRoutes } from '../../../contract/sales/deal-competitors.ts'
import { dealPeopleRoutes } from '../../../contract/sales/deal-people.ts'
import { dealRoutesWith } from '../../../contract/sales/deal-routes.ts'
import { dealSettingsRoutes } from '../../../contract/sales/deal-settings.ts'
import { dealStageRoutes } from '../../../contract/sales/deal-stages.ts'
import { exitRoutes } from '../../../contract/sales/exit-criteria.ts'
import type { Bind } from '../../http/bind.ts'
import { removeCompetitor, setCompetitor } from './competitors/commands.ts'
import { competitorsOf } from './competitors/queries.ts'
import { duplicateDeal, splitDeal } from './copies/commands.ts'
import { checkItem, setCriteria } from './exit/commands.ts'
import { askedOf, exitCriteria } from './exit/queries.ts'
import { removePart, setPart } from './people/commands.ts'
import { dealsOf, peopleOf } from './people/queries.ts'
import { quietDeals, stagesOf } from './queries.ts'
import { changeDealSettings } from './settings/commands.ts'
import { readDealSettings } from './settings/queries.ts'

type DealRoutes = ReturnType<typeof dealRoutesWith>
const made = new WeakMap<RecordTypes, DealRoutes>()

/** The routes, made once for each way that own fields have been. */
function routesOf(types: RecordTypes): DealRoutes {
  let known = made.get(types)
  if (!known) made.set(types, (known = dealRoutesWith(types)))
  return known
}

const route =
  <K extends keyof DealRoutes>(key: K) =>
  (types: RecordTypes): DealRoutes[K] =>
    routesOf(types)[key]

export function bindDeals(bind: Bind): void {
  bind(dealStageRoutes.list, async ({ params, context }) => ({ data: await stagesOf(context, params.id) }))
  bind(route('quiet'), async ({ query, context }) => ({ data: await quietDeals(context, query.limit) }))
  bind(route('duplicate'), async ({ params, body, context, reply }) => {
    const { record, event } = await duplicateDeal(context, params.id, body.name)
    if (event) reply.header('event', event)
    return record
  })
  bind(route('split'), ({ params, body, context }) => splitDeal(context, params.id, body))
  bindExit(bind)
  bindAround(bind)
}

function bindExit(bind: Bind): void {
  bind(exitRoutes.list, async ({ context }) => ({ data: await exitCriteria(context.database.db) }))
  bind(exitRoutes.set, async ({ params, body, context }) => ({
    data: await setCriteria(context, params.id, body.criteria),
  }))
  bind(exitRoutes.ofDeal, async ({ params, query, context }) => ({
    data: await askedOf(context, params.id, query.to),
  }))
  bind(exitRoutes.check, ({ params, body, context }) =>
    checkItem(context, params.id, params.criterion, body.checked),
  )
}

/** Who has a say, and who else is after it. */
function bindAround(bind: Bind): void {
  bind(dealPeopleRoutes.list, async ({ params, context }) => ({ data: await peopleOf(context, params.id) }))
  bind(dealPeopleRoutes.set, ({ params, body, context }) => setPart(context, params.id, params.person, body))
  bind(dealPeopleRoutes.remove, ({ params, context }) => removePart(context, params.id, params.person))
  bind(dealPeopleRoutes.ofPerson, async ({ params, context }) => ({
    data: await dealsOf(context, params.id),
  }))
  bind(dealCompetitorRoutes.list, async ({ params, context }) => ({
    data: await competitorsOf(context, params.id),
  }))
  bind(dealCompetitorRoutes.set, ({ params, body, context }) =>
    setCompetitor(context, params.id, params.competitor, body),
  )
  bind(dealCompetitorRoutes.remove, ({ params, context }) =>
    removeCompetitor(context, params.id, params.competitor),
  )
  bind(dealSettingsRoutes.read, ({ context }) => readDealSettings(context.database.db))
  bind(dealSettingsRoutes.change, ({ body, context }) => changeDealSettings(context, body))
}
