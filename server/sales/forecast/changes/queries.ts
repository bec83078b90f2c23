import { CompiledQuery, sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { ForecastColumn, ForecastGrain } from '../../../../contract/sales/forecast.ts'
import {
  forecastChanges,
  type ChangedDeal,
  type ForecastChange,
  type ForecastChanges,
} from '../../../../contract/sales/forecast-history.ts'
import { moneyOf } from '../../../../contract/values/money.ts'
import type { Context } from '../../../http/context.ts'
import { reach } from '../../../http/policy.ts'
import { invalidField } from '../../../http/problem.ts'
import { permitted, type Bind } from '../../../records/visible.ts'
import { peopleAt } from '../people/queries.ts'
import { authoriseForecast, groundOf, openDeals, periodAt, type Ground, type Scope } from '../queries.ts'
import { categoriesOf, teamsBelow } from '../rules.ts'
import { changeOf, worthOf, type Moved } from './rules.ts'

export interface Question extends Scope {
  grain: ForecastGrain
  day?: string | undefined
  column: Exclude<ForecastColumn, 'closed'>
  since: string
  until?: string | undefined
}

interface Row {
  id: string
  title: string | null
  a_open: boolean
  a_ours: boolean
  a_within: boolean
  a_counted: boolean
  a_amount: string | null
  b_open: boolean
  b_ours: boolean
  b_within: boolean
  b_counted: boolean
  b_amount: string | null
  outcome: 'won' | 'lost' | null
}

const isId = (text: string) => /^[0-9a-f]{8}-/i.test(text)

async function snapshotAt(context: Context, id: string, path: string): Promise<{ id: string; at: string }> {
  const { rows } = await sql<{ id: string; at: string }>`
    select id, taken_at as at from forecast_snapshots
    where id = ${id} and currency = ${context.organisation.currency}`.execute(context.database.lists)
  if (!rows[0]) throw invalidField(path, 'There is no such snapshot. Choose another.')
  return rows[0]
}

/** The open deals that a snapshot kept, of those that the reader may see. */
function kept({ caller }: Context, snapshot: string, bind: Bind): string {
  const seen =
    reach(caller, deal.name, 'see') === 'all'
      ? 'true'
      : `exists (select from deals present where present.id = k.deal_id and ${permitted(caller, deal, 'see', 'present', bind)})`
  return `select k.deal_id as id, k.owner_id, k.team_id, k.category, k.amount, k.expected_close_on as "on"
    from forecast_snapshot_deals k where k.snapshot_id = ${bind(snapshot)}::uuid and k.status = 'open' and ${seen}`
}

/** The open deals of a moment with the team that their owner was in. */
const openThen = (ground: Ground, users: string): string => `
  select o.id, o.owner_id, u.team_id, o.category, o.amount, o."on"
  from (${openDeals(ground, 'true')}) o left join ${users} u on u.id = o.owner_id`

/** What a side of the comparison says of a deal, as columns of one letter. */
const sides = (letter: 'a' | 'b') => `
  ${letter}.id is not null as ${letter}_open, coalesce(${letter}.ours, false) as ${letter}_ours,
  coalesce(${letter}.within, false) as ${letter}_within, coalesce(${letter}.counted, false) as ${letter}_counted,
  ${letter}.amount::bigint::text as ${letter}_amount`

/** Each deal that counted at either moment, and where it stood at both. */
async function movedDeals(context: Context, question: Question) {
  authoriseForecast(context)
  const { database, now } = context
  const { grain, day, column, since, until, owner, team, unowned } = question
  if (until && !isId(since)) throw invalidField('until', 'Between two moments both are snapshots.')
  const first = isId(since) ? await snapshotAt(context, since, 'since') : { id: null, at: since }
  const last = until ? await snapshotAt(context, until, 'until') : { id: null, at: now }
  if (Date.parse(first.at) > Date.parse(last.at))
    throw invalidField('since', 'What changed since is asked of an earlier moment.')
  const period = periodAt(context, grain, day)
  const [{ teams }, then] = await Promise.all([
    peopleAt(database.lists),
    first.id === null ? peopleAt(database.lists, first.at) : null,
  ])

  const ground = groundOf(context, first.id === null ? first.at : undefined)
  const { bind } = ground
  const present = last.id === null ? groundOf(context, undefined, ground) : ground
  const members = then
    ? `(select * from unnest(${bind(then.people.map(({ id }) => id))}::uuid[],
        ${bind(then.people.map((one) => one.team))}::uuid[]) as member (id, team_id))`
    : 'users'
  const before = first.id === null ? openThen(ground, members) : kept(context, first.id, bind)
  const after = last.id === null ? openThen(present, 'users') : kept(context, last.id, bind)
  // Of a deal that is not open any more the deals of that moment tell; where they know nothing of it, as of what was
  // deleted for good or told later, what the snapshots since have noted.
  const end = last.id === null ? present : groundOf(context, last.at, ground)
  const noted =
    last.id === null
      ? 'null::text'
      : `(select k.status from forecast_snapshot_deals k join forecast_snapshots s on s.id = k.snapshot_id
          where k.deal_id = a.id and k.status <> 'open' and s.taken_at > ${bind(first.at)}::timestamptz
            and s.taken_at <= ${bind(last.at)}::timestamptz
          order by s.taken_at desc, s.id desc limit 1)`

  const ours = owner
    ? `p.owner_id is not distinct from ${bind(owner)}::uuid`
    : team
      ? `coalesce(p.team_id = any(${bind([...teamsBelow(teams, team)])}::uuid[]), false)`
      : unowned
        ? 'p.owner_id is null'
        : 'true'
  const within = `coalesce(p."on" >= ${bind(period.from)}::date and p."on" < ${bind(period.to)}::date, false)`
  const counted = `p.category = any(${bind(categoriesOf(column))}::text[])`
  const seen = (
    positions: string,
  ) => `select p.id, p.amount, ${ours} as ours, ${within} as within, ${counted} as counted
    from (${positions}) p`
  const text = `with ${[...new Set([ground, present, end])].flatMap((one) => one.with).join(', ')},
    a as materialized (${seen(before)}), b as materialized (${seen(after)}),
    gone as (select a.id from a where not exists (select from b where b.id = a.id)),
    outcomes as (select d.id, case when d.deleted_at is null then nullif(d.status, 'open') end as status
      from ${end.deals} d join gone on gone.id = d.id)
    select coalesce(a.id, b.id) as id, d.title, ${sides('a')}, ${sides('b')},
      case when b.id is null then case when o.id is null then ${noted} else o.status end end as outcome
    from a full join b on b.id = a.id left join outcomes o on o.id = a.id left join deals d on d.id = coalesce(a.id, b.id)
    where (a.ours and a.within and a.counted) or (b.ours and b.within and b.counted)`
  const { rows } = await database.lists.executeQuery<Row>(CompiledQuery.raw(text, ground.values))
  const amount = (minor: string | null) => (minor === null ? null : BigInt(minor))
  const deals = rows.map((row) => ({
    id: row.id,
    title: row.title,
    outcome: row.outcome,
    before: {
      open: row.a_open,
      ours: row.a_ours,
      within: row.a_within,
      counted: row.a_counted,
      amount: amount(row.a_amount),
    },
    after: {
      open: row.b_open,
      ours: row.b_ours,
      within: row.b_within,
      counted: row.b_counted,
      amount: amount(row.b_amount),
    },
  })) satisfies (Moved & { id: string; title: string | null })[]
  return { period, since: first.at, until: last.at, deals }
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n)

/** What changed in the open amount of a period between two moments, each deal in one change. */
export async function changesOf(context: Context, question: Question): Promise<ForecastChanges> {
  const { period, since, until, deals } = await movedDeals(context, question)
  const money = (minor: bigint) => moneyOf(minor, context.organisation.currency)
  const by = Map.groupBy(deals, changeOf)
  return {
    ...period,
    since,
    until,
    start: money(sum(deals.map(({ before }) => worthOf(before)))),
    end: money(sum(deals.map(({ after }) => worthOf(after)))),
    changes: forecastChanges.flatMap((change) => {
      const changed = by.get(change)
      if (!changed) return []
      const amount = sum(changed.map(({ before, after }) => worthOf(after) - worthOf(before)))
      return [{ change, amount: money(amount), deals: changed.length }]
    }),
  }
}

/** The deals of a change, or all that changed, the largest difference first. */
export async function changedDeals(
  context: Context,
  { change, limit, ...question }: Question & { change?: ForecastChange | undefined; limit: number },
): Promise<{ data: ChangedDeal[]; more: boolean }> {
  const { deals } = await movedDeals(context, question)
  const { currency } = context.organisation
  const money = (minor: bigint | null) => (minor === null ? null : moneyOf(minor, currency))
  const size = (by: bigint) => (by < 0n ? -by : by)
  const found = deals
    .flatMap(({ id, title, ...moved }) => {
      const is = changeOf(moved)
      if (is === null || (change && is !== change)) return []
      return [{ id, title, is, ...moved, by: worthOf(moved.after) - worthOf(moved.before) }]
    })
    .sort((a, b) => Number(size(b.by) - size(a.by)) || (a.id < b.id ? -1 : 1))
  return {
    data: found.slice(0, limit).map(({ id, title, is, before, after, by }) => ({
      id,
      title,
      change: is,
      before: before.open ? money(before.amount) : null,
      after: after.open ? money(after.amount) : null,
      amount: moneyOf(by, currency),
    })),
    more: found.length > limit,
  }
}
