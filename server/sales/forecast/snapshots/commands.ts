import { CompiledQuery, sql } from 'kysely'
import type { ForecastSnapshot } from '../../../../contract/sales/forecast-history.ts'
import { dayOf, startOfDay } from '../../../../contract/values/day.ts'
import { startOf } from '../../../../contract/values/period.ts'
import { system } from '../../../http/caller.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { forbidden } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { organisationSubject } from '../../../team/organisation/queries.ts'
import { peopleAt } from '../people/queries.ts'
import { leads } from '../policy.ts'
import { groundOf, openDeals, wonDeals } from '../queries.ts'
import { listSnapshots } from './queries.ts'
import { periodsKept } from './rules.ts'

/**
 * Keeps the forecast as it is, or as it was recorded before the moment a week began; all in one statement, so that its
 * parts agree. Answers null where the week has its snapshot already.
 */
async function keep(context: Context, week: string | null): Promise<string | null> {
  const { organisation, database, caller, now } = context
  const zone = organisation.timeZone
  const asOf = week ? startOfDay(week, zone) : undefined
  const today = dayOf(asOf ?? now, zone)
  const { people } = await peopleAt(database.db, asOf)
  const ground = groundOf({ ...context, caller: system('system') }, asOf)
  const { bind, deals } = ground
  const periods = periodsKept(today)
  const least = periods.map(({ from }) => from).sort()[0] ?? today
  const text = `with ${ground.with.join(', ')},
    people as (select * from unnest(${bind(people.map(({ id }) => id))}::uuid[], ${bind(people.map(({ team }) => team))}::uuid[])
      as member (id, team_id)),
    taken as (insert into forecast_snapshots (taken_at, week_on, weekly, taken_by, currency)
      values (coalesce(${bind(asOf ?? null)}::timestamptz, now()), ${bind(week ?? startOf(today, 'week'))}::date,
        ${bind(week !== null)}::boolean, ${bind(week ? null : caller.userId)}::uuid, ${bind(organisation.currency)})
      on conflict do nothing returning id, taken_at),
    open as materialized (${openDeals(ground, 'true')}),
    last as (select s.id from forecast_snapshots s, taken where s.taken_at < taken.taken_at order by s.taken_at desc, s.id desc limit 1),
    kept_deals as (
      insert into forecast_snapshot_deals (snapshot_id, deal_id, owner_id, team_id, status, amount, category, expected_close_on)
      select taken.id, o.id, o.owner_id, p.team_id, 'open', o.amount, o.category, o."on"
      from taken, open o left join people p on p.id = o.owner_id
      union all
      select taken.id, d.id, d.owner_id, p.team_id, d.status, d.closed_amount,
        case d.status when 'won' then 'closed' else 'omitted' end, d.expected_close_on
      from taken, last join forecast_snapshot_deals k on k.snapshot_id = last.id and k.status = 'open'
        join ${deals} d on d.id = k.deal_id and d.status <> 'open' and d.deleted_at is null
        left join people p on p.id = d.owner_id),
    kept_people as (
      insert into forecast_snapshot_people (snapshot_id, grain, from_on, owner_id, team_id, closed, commit, best_case, pipeline)
      select taken.id, period.grain, period.from_on, d.owner_id, p.team_id,
        coalesce(sum(d.amount) filter (where d.category = 'closed'), 0), coalesce(sum(d.amount) filter (where d.category = 'commit'), 0),
        coalesce(sum(d.amount) filter (where d.category = 'best_case'), 0), coalesce(sum(d.amount) filter (where d.category = 'pipeline'), 0)
      from taken, unnest(${bind(periods.map(({ grain }) => grain))}::text[], ${bind(periods.map(({ from }) => from))}::date[],
          ${bind(periods.map(({ to }) => to))}::date[]) as period (grain, from_on, to_on)
        join (select * from open union all ${wonDeals(ground, `t.closed_on >= ${bind(least)}::date`)}) d
          on d."on" >= period.from_on and d."on" < period.to_on
        left join people p on p.id = d.owner_id
      where d.category <> 'omitted'
      group by taken.id, period.grain, period.from_on, d.owner_id, p.team_id)
    select id from taken`
  const { rows } = await database.db.executeQuery<{ id: string }>(CompiledQuery.raw(text, ground.values))
  const id = rows[0]?.id
  if (!id) return null
  await record(database.db, caller, now, [
    {
      type: 'forecast.snapshot-taken',
      subject: organisationSubject,
      data: { title: organisation.name, snapshot: id, ...(week ? { week } : {}) },
    },
  ])
  database.notify('ledger')
  return id
}

/** Keeps how each of these weeks began, once: a second time nothing happens. */
export async function keepWeeks(context: Context, weeks: readonly string[]): Promise<void> {
  for (const week of weeks) await atomically(context, (inner) => keep(inner, week))
}

/** Keeps the forecast as it is now. */
export const takeSnapshot = (context: Context): Promise<ForecastSnapshot> => {
  if (!leads(context.caller))
    throw forbidden(
      'Only who may change everybody’s deals takes snapshots. Ask a manager or an administrator.',
    )
  return atomically(context, async (inner) => {
    const id = await keep(inner, null)
    const { data } = await listSnapshots(inner)
    const taken = data.find((one) => one.id === id)
    if (!taken) throw new Error('The snapshot is not there')
    return taken
  })
}

/** When the company began, and which week was kept last. */
export async function lastKept({ database }: Context): Promise<{ last: string | null; began: string }> {
  const { rows } = await sql<{ last: string | null; began: string }>`
    select (select max(week_on) from forecast_snapshots where weekly) as last, created_at as began from organisation`.execute(
    database.db,
  )
  return rows[0] ?? { last: null, began: new Date().toISOString() }
}
