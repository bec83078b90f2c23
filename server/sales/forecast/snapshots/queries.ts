import { CompiledQuery, sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { ForecastGrain } from '../../../../contract/sales/forecast.ts'
import type { ForecastAccuracy, ForecastSnapshot } from '../../../../contract/sales/forecast-history.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { moneyOf } from '../../../../contract/values/money.ts'
import { next, startOf } from '../../../../contract/values/period.ts'
import type { Context } from '../../../http/context.ts'
import { parameters, permitted } from '../../../records/visible.ts'
import { peopleAt } from '../people/queries.ts'
import { authoriseForecast, groundOf, inScope, wonDeals, type Scope } from '../queries.ts'
import { columnsOf, teamsBelow } from '../rules.ts'
import { weekWithin } from './rules.ts'

const mostListed = 200

/** The latest snapshots in the company's currency, newest first. */
export async function listSnapshots({
  database,
  organisation,
}: Context): Promise<{ data: ForecastSnapshot[] }> {
  const { rows } = await sql<ForecastSnapshot>`
    select s.id, s.taken_at as "takenAt", s.week_on as "weekOn", s.weekly,
      case when u.id is not null then json_build_object('id', u.id, 'title', u.name) end as by
    from forecast_snapshots s left join users u on u.id = s.taken_by
    where s.currency = ${organisation.currency} order by s.taken_at desc, s.id desc limit ${mostListed}`.execute(
    database.lists,
  )
  return { data: rows }
}

interface Said {
  from_on: string
  week_on: string
  taken_at: string
  closed: string
  commit: string
  best_case: string
  pipeline: string
}

/** What was said in each week of past periods, against what was won in them. */
export async function accuracy(
  context: Context,
  query: Scope & { grain: ForecastGrain; count: number; day?: string | undefined },
): Promise<ForecastAccuracy> {
  authoriseForecast(context)
  const { caller, database, organisation, now } = context
  const { grain, count } = query
  const end = startOf(query.day ?? dayOf(now, organisation.timeZone), grain)
  const periods = Array.from({ length: count }, (_, i) => next(end, grain, i - count))
  const structure = await peopleAt(database.lists)
  const { bind, values } = parameters()
  const ofTeam = query.team
    ? `p.team_id = any(${bind([...teamsBelow(structure.teams, query.team)])}::uuid[])`
    : null
  // Of each week the snapshot that the clock took, else the first by hand.
  const saidText = `
    select p.from_on, s.week_on, s.taken_at, sum(p.closed)::text as closed, sum(p.commit)::text as commit,
      sum(p.best_case)::text as best_case, sum(p.pipeline)::text as pipeline
    from (select distinct on (week_on) * from forecast_snapshots where currency = ${bind(organisation.currency)}
        order by week_on, weekly desc, taken_at, id) s
      join forecast_snapshot_people p on p.snapshot_id = s.id
    where p.grain = ${bind(grain)} and p.from_on = any(${bind(periods)}::date[])
      and ${permitted(caller, deal, 'see', 'p', bind)} and ${ofTeam ?? inScope(query, structure, 'p.owner_id', bind)}
    group by p.from_on, s.week_on, s.taken_at, s.id order by s.taken_at`
  const asked = groundOf(context)
  const starts = asked.bind(periods)
  const wonText = `
    select width_bucket(w."on", ${starts}::date[]) as unit, sum(w.amount)::text as closed
    from (${wonDeals(asked, `t.closed_on >= ${asked.bind(periods[0])}::date and t.closed_on < ${asked.bind(end)}::date`)}) w
    where ${inScope(query, structure, 'w.owner_id', asked.bind)} group by 1`
  const [said, won] = await Promise.all([
    database.lists.executeQuery<Said>(CompiledQuery.raw(saidText, values)),
    database.lists.executeQuery<{ unit: number; closed: string | null }>(
      CompiledQuery.raw(`with ${asked.with.join(', ')} ${wonText}`, asked.values),
    ),
  ])
  const money = (minor: bigint | string) => moneyOf(minor, organisation.currency)
  const byPeriod = Map.groupBy(said.rows, ({ from_on }) => from_on)
  return {
    grain,
    periods: periods.map((from, i) => {
      const period = { from, to: next(from, grain) }
      return {
        ...period,
        closed: money(won.rows.find(({ unit }) => unit === i + 1)?.closed ?? '0'),
        weeks: (byPeriod.get(from) ?? [])
          .map((row) => {
            const part = (amount: string) => ({ amount: BigInt(amount), deals: 0 })
            const columns = columnsOf({
              closed: part(row.closed),
              commit: part(row.commit),
              best_case: part(row.best_case),
              pipeline: part(row.pipeline),
            })
            return {
              week: weekWithin(period, row.week_on),
              takenAt: row.taken_at,
              closed: money(columns.closed.amount),
              commit: money(columns.commit.amount),
              best_case: money(columns.best_case.amount),
              pipeline: money(columns.pipeline.amount),
            }
          })
          .filter(({ week }) => week >= 0),
      }
    }),
  }
}
