import { sql } from 'kysely'
import type { Filter } from '../../../contract/records/filter.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Money } from '../../../contract/values/money.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { goneQuiet } from '../../../contract/sales/deal-routes.ts'
import type { DealStage } from '../../../contract/sales/deal-stages.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { getRecord, listRecords } from '../../records/list.ts'
import { typeIn } from '../../records/types.ts'
import { authoriseField } from '../../records/visible.ts'
import { stageList } from '../pipelines/queries.ts'
import type { StageFact } from '../pipelines/rules.ts'
import { exitFacts } from './exit/queries.ts'
import { isHeld } from './exit/rules.ts'
import type { DealFacts } from './rules.ts'

interface Row {
  stages: StageFact[] | null
  rates: { currency: string; from_on: string; rate: string }[] | null
}

/**
 * What the rules of deals need: of what is asked for on the way only when one moves, rates only when one in another
 * currency may close.
 */
export async function dealFacts(db: Db, changes: readonly Change[], ground: RuleGround): Promise<DealFacts> {
  const currencies = new Set(changes.map(({ after }) => (after.values.amount as Money | null)?.currency))
  const foreign = [...currencies].filter((currency) => currency !== undefined && currency !== ground.currency)
  const moving = isHeld(ground.caller) ? changes.filter(({ before, given }) => before && given.stage) : []
  const closed = moving.filter(({ before }) => before?.values.status !== 'open')
  const exit = await exitFacts(
    db,
    moving.map(({ after }) => after.id),
    closed.map(({ after }) => after.id),
  )
  const { rows } = await sql<Row>`select
    (select json_agg(s) from (${stageList}) s) as stages,
    (select json_agg(json_build_object('currency', currency, 'from_on', from_on, 'rate', rate::text) order by from_on desc)
      from exchange_rates where currency = any(${foreign}::text[])) as rates`.execute(db)
  const rates = rows[0]?.rates ?? []
  return {
    stages: rows[0]?.stages ?? [],
    exit,
    rate: (currency, day) => rates.find((rate) => rate.currency === currency && rate.from_on <= day)?.rate,
  }
}

/** Each stay of a deal in a stage, oldest first. A closed deal rests: the days since do not count. */
export async function stagesOf(context: Context, id: string): Promise<DealStage[]> {
  await getRecord(context, deal, id)
  for (const field of ['stage', 'status']) authoriseField(context.caller, deal, field, 'see')
  const { rows } = await sql<DealStage>`
    select stage, name, status, "enteredAt", "leftAt", actor,
      case when status = 'open' then extract(epoch from coalesce("leftAt", ${context.now}) - "enteredAt")::float8 / 86400 end as days
    from (
      select e.id, e.stage_id as stage, s.name, e.status, e.at as "enteredAt", lead(e.at) over stays as "leftAt", u.name as actor
      from deal_stage_entries e join stages s on s.id = e.stage_id left join users u on u.id = e.actor_id
      where e.deal_id = ${id} window stays as (order by e.at, e.id)) stays
    order by "enteredAt", id`.execute(context.database.db)
  return rows
}

/** The caller's open deals that have gone quiet, the longest quiet first. Read by `deals_quiet` alone. */
export async function quietDeals(context: Context, limit: number): Promise<AnyRecord[]> {
  const filter: Filter = {
    and: [
      { field: 'owner', op: 'is', value: 'me' },
      { field: 'status', op: 'is', value: 'open' },
      { ...goneQuiet },
    ],
  }
  const { data } = await listRecords(context, typeIn(context.database, deal.name), {
    filter,
    sort: 'quietOn',
    limit,
  })
  return data
}
