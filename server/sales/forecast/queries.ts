import { CompiledQuery } from 'kysely'
import {
  forecastTells,
  type Forecast,
  type ForecastColumn,
  type ForecastDeal,
  type ForecastGrain,
} from '../../../contract/sales/forecast.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { stage } from '../../../contract/sales/pipeline.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import { next, startOf, type Period } from '../../../contract/values/period.ts'
import type { Context } from '../../http/context.ts'
import { forbidden, invalidField } from '../../http/problem.ts'
import { recordsAsOf } from '../../records/as-of.ts'
import { halfEven } from '../../records/rates.ts'
import { knows, parameters, permitted, type Bind } from '../../records/visible.ts'
import { dealsAsOf } from '../deals/past/queries.ts'
import { ratesAsOf } from '../exchange-rates/queries.ts'
import { peopleAt, type People } from './people/queries.ts'
import { maySeeOf, maySubmit } from './policy.ts'
import {
  addParts,
  categoriesOf,
  columnsOf,
  noParts,
  rollUp,
  teamsBelow,
  type Category,
  type Parts,
  type Sum,
} from './rules.ts'
import { latestOf, submissionsOf } from './submissions/queries.ts'

export function authoriseForecast({ caller }: Context): void {
  if (forecastTells.some((field) => !knows(caller, deal.name, field)))
    throw forbidden('Your role hides a field that the forecast tells of. Ask an administrator.')
}

/** The period of a grain in which a day lies; today's unless said. */
export function periodAt(context: Context, grain: ForecastGrain, day?: string): Period {
  const from = startOf(day ?? dayOf(context.now, context.organisation.timeZone), grain)
  return { from, to: next(from, grain) }
}

/** What a statement about deals stands on: the tables as they are, or as they were recorded before a moment. */
export interface Ground {
  values: unknown[]
  bind: Bind
  /** Parts of the statement; the tables named here are among them. */
  with: string[]
  deals: string
  stages: string
  /** What a unit of each currency is worth in the company's. */
  worth: string
  /** The condition under which the reader may see a deal. */
  may: (alias: string) => string
}

/** With a ground that is there already, of another moment, both stand in one statement. */
export function groundOf(context: Context, asOf?: string, beside?: Pick<Ground, 'values' | 'bind'>): Ground {
  const { caller, now, organisation } = context
  if (asOf && Date.parse(asOf) > Date.parse(now))
    throw invalidField('asOf', 'This moment has not come yet. Leave “asOf” out for now.')
  const { values, bind } = beside ?? parameters()
  const home = bind(organisation.currency)
  const moment = asOf ? bind(asOf) : null
  const past = moment ? dealsAsOf(deal, moment, bind(organisation.timeZone)) : null
  const stages = moment ? recordsAsOf(stage, moment) : null
  const rates = moment ? ratesAsOf(moment) : null
  const worth = beside ? 'worth_beside' : 'worth'
  const known = `${worth} as (
    select ${home}::text as currency, null::numeric as rate
    union all
    select * from (select distinct on (currency) currency, rate * minor_units(1, ${home}) / minor_units(1, currency)
      from ${rates?.table ?? 'exchange_rates'}
      where from_on <= ${bind(dayOf(asOf ?? now, organisation.timeZone))}::date and currency <> ${home}
      order by currency, from_on desc) foreign_ones)`
  // What was someone's then is not theirs to see for that.
  const may = (alias: string) =>
    past
      ? `exists (select from deals present where present.id = ${alias}.id and ${permitted(caller, deal, 'see', 'present', bind)})`
      : permitted(caller, deal, 'see', alias, bind)
  return {
    values,
    bind,
    with: [past?.with, stages?.with, rates?.with, known].flatMap((part) => part ?? []),
    deals: past?.deals ?? 'deals',
    stages: stages?.table ?? 'stages',
    worth,
    may,
  }
}

/** The amount of an open deal in the company's currency: at the latest rate, rounded half-even to the cent. */
const openAmount = `case when w.rate is null and w.currency is not null then t.amount else ${halfEven('(t.amount * w.rate)')} end`

/** Open deals with their amount and category; `also` is what else of `t` and its stage `s` is wanted. */
export const openDeals = ({ deals, stages, worth, may }: Ground, where: string, also = '') => `
  select t.id, t.owner_id, coalesce(t.forecast_category, s.forecast_category) as category, ${openAmount} as amount,
    t.amount is not null as priced, t.expected_close_on as "on" ${also}
  from ${deals} t join ${stages} s on s.id = t.stage_id left join ${worth} w on w.currency = t.amount_currency
  where t.status = 'open' and t.deleted_at is null and ${may('t')} and ${where}`

/** Won deals with the amount that was frozen as they closed. */
export const wonDeals = ({ deals, stages, may }: Ground, where: string, also = '') => `
  select t.id, t.owner_id, 'closed' as category, t.closed_amount::numeric as amount, t.amount is not null as priced,
    t.closed_on as "on" ${also}
  from ${deals} t ${also ? `join ${stages} s on s.id = t.stage_id` : ''}
  where t.status = 'won' and t.deleted_at is null and ${may('t')} and ${where}`

/** The deals of a period: open ones by their expected close, won ones by the day they closed. */
export function dealsOf(ground: Ground, { from, to }: Period, also = ''): string {
  const [first, end] = [ground.bind(from), ground.bind(to)]
  const within = (day: string) => `${day} >= ${first}::date and ${day} < ${end}::date`
  return `${wonDeals(ground, within('t.closed_on'), also)}
    union all ${openDeals(ground, within('t.expected_close_on'), also)}`
}

interface Row {
  unit: number
  owner: string | null
  category: Category
  amount: string | null
  n: number
  unpriced: number
  unrated: number
}

export interface Figures {
  /** What each person has: first in the whole period, then in each of its units. */
  parts: Map<string | null, Parts>[]
  leftOut: { reason: 'no-amount' | 'no-rate'; n: number }[]
}

/** The statement that adds up a period; apart from reading, so that tests can look at its plan. */
export function figuresStatement(
  context: Context,
  period: Period,
  asOf?: string,
  units: readonly Period[] = [],
) {
  const ground = groundOf(context, asOf)
  const deals = dealsOf(ground, period)
  const starts = ground.bind(units.map(({ from }) => from))
  const text = `with ${ground.with.join(', ')}
    select width_bucket(d."on", ${starts}::date[]) as unit, d.owner_id as owner, d.category, sum(d.amount)::text as amount,
      count(*)::int as n, count(*) filter (where not d.priced)::int as unpriced,
      count(*) filter (where d.priced and d.amount is null)::int as unrated
    from (${deals}) d where d.category <> 'omitted' group by 1, 2, 3`
  return { text, values: ground.values }
}

/** What each person has won and has open in a period and its units, by category, of all that the reader may see. */
export async function readFigures(
  context: Context,
  period: Period,
  asOf?: string,
  units: readonly Period[] = [],
): Promise<Figures> {
  authoriseForecast(context)
  const { text, values } = figuresStatement(context, period, asOf, units)
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, values))
  const parts = [null, ...units].map(() => new Map<string | null, Parts>())
  for (const { unit, owner, category, amount, n } of rows) {
    const column = category as ForecastColumn
    const more = { ...noParts, [column]: { amount: BigInt(amount ?? 0), deals: n } }
    for (const part of new Set([parts[0], parts[unit]]))
      part?.set(owner, addParts(part.get(owner) ?? noParts, more))
  }
  const total = (count: 'unpriced' | 'unrated') => rows.reduce((sum, row) => sum + row[count], 0)
  const leftOut = [
    { reason: 'no-amount', n: total('unpriced') },
    { reason: 'no-rate', n: total('unrated') },
  ] as const
  return { parts, leftOut: leftOut.filter(({ n }) => n > 0) }
}

/** Whose deals: a person's, a team's with those below, or nobody's; all unless said. */
export interface Scope {
  owner?: string | undefined
  team?: string | undefined
  unowned?: boolean | undefined
}

/** The condition under which an owner's deals are of a scope; people by their team of the moment asked. */
export function inScope(
  { owner, team, unowned }: Scope,
  { people, teams }: People,
  column: string,
  bind: Bind,
): string {
  if (owner) return `${column} = ${bind(owner)}::uuid`
  if (unowned) return `${column} is null`
  if (!team) return 'true'
  const below = teamsBelow(teams, team)
  const members = people.filter((person) => person.team !== null && below.has(person.team))
  return `${column} = any(${bind(members.map(({ id }) => id))}::uuid[])`
}

interface DealRow extends Omit<ForecastDeal, 'amount'> {
  amount: string | null
}

/** The deals behind a forecast, the largest first; of the columns all, or only what one of them counts. */
export async function forecastDeals(
  context: Context,
  query: Scope & {
    grain: ForecastGrain
    day?: string | undefined
    asOf?: string | undefined
    column?: ForecastColumn | undefined
    limit: number
  },
): Promise<{ data: ForecastDeal[]; more: boolean }> {
  authoriseForecast(context)
  const { lists } = context.database
  const { currency } = context.organisation
  const structure = await peopleAt(lists, query.asOf)
  const ground = groundOf(context, query.asOf)
  const { bind } = ground
  const deals = dealsOf(
    ground,
    periodAt(context, query.grain, query.day),
    ', t.title, t.status, t.forecast_category as own, s.name as stage, s.forecast_category as stage_category',
  )
  const counted = query.column ? `d.category = any(${bind(categoriesOf(query.column))}::text[])` : 'true'
  const text = `with ${ground.with.join(', ')}
    select d.id, d.title, d.status, d.stage, d.category, d.own, d.stage_category as "stageCategory", d.amount::bigint::text as amount, d."on",
      case when u.id is not null then json_build_object('id', u.id, 'title', u.name) end as owner,
      (select json_build_object('reason', r.reason, 'at', to_json(r.set_at), 'by',
          case when b.id is not null then json_build_object('id', b.id, 'title', b.name) end)
        from forecast_category_reasons r left join users b on b.id = r.set_by
        where r.deal_id = d.id and r.category is not distinct from d.own and d.own is not null
          ${query.asOf ? `and r.set_at < ${bind(query.asOf)}::timestamptz` : ''}
        order by r.id desc limit 1) as why,
      d.status = 'open' and exists (select from deals present where present.id = d.id
        and ${permitted(context.caller, deal, 'edit', 'present', bind)}) as "mayEdit"
    from (${deals}) d left join users u on u.id = d.owner_id
    where ${counted} and ${inScope(query, structure, 'd.owner_id', bind)}
    order by d.amount desc nulls last, d.id limit ${query.limit + 1}`
  const { rows } = await lists.executeQuery<DealRow>(CompiledQuery.raw(text, ground.values))
  return {
    data: rows.slice(0, query.limit).map((row) => ({
      ...row,
      amount: row.amount === null ? null : moneyOf(row.amount, currency),
    })),
    more: rows.length > query.limit,
  }
}

/** A period's forecast by person and team, with what was said by hand beside it. */
export async function readForecast(
  context: Context,
  { grain, day, asOf }: { grain: ForecastGrain; day?: string | undefined; asOf?: string | undefined },
): Promise<Forecast> {
  const { caller, database, organisation } = context
  const period = periodAt(context, grain, day)
  const [
    {
      parts: [byOwner = new Map<string | null, Parts>()],
      leftOut,
    },
    { people, teams },
    said,
  ] = await Promise.all([
    readFigures(context, period, asOf),
    peopleAt(database.lists, asOf),
    submissionsOf(database.lists, grain, period.from, asOf),
  ])
  const seen = said.filter(({ kind, of }) => maySeeOf(caller, teams, { kind, id: of.id }))
  const submitted = latestOf(seen)
  const nodes = rollUp(people, teams, byOwner, addParts, noParts, (id) => submitted.has(id))
  const by = <T>(parts: Parts, of: (sum: Sum) => T) => ({
    closed: of(parts.closed),
    commit: of(parts.commit),
    best_case: of(parts.best_case),
    pipeline: of(parts.pipeline),
  })
  return {
    grain,
    ...period,
    asOf: asOf ?? null,
    rows: nodes.map(({ figures, ...node }) => {
      const columns = columnsOf(figures)
      return {
        ...node,
        columns: by(columns, ({ amount }) => moneyOf(amount, organisation.currency)),
        deals: by(columns, ({ deals }) => deals),
        submitted: (node.id && submitted.get(node.id)) || [],
        maySubmit: maySubmit(caller, teams, node),
      }
    }),
    leftOut,
  }
}
