import { sql } from 'kysely'
import { stage as stageType } from '../../../contract/sales/pipeline.ts'
import { dayOf, startOfDay } from '../../../contract/values/day.ts'
import { moneyOf, toMajor, toMinor, type Money } from '../../../contract/values/money.ts'
import { next, startOf, unitsOf } from '../../../contract/values/period.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { convert } from '../../records/rates.ts'
import { setCategory, submit } from '../../sales/forecast/submissions/commands.ts'
import { periodsKept } from '../../sales/forecast/snapshots/rules.ts'
import { setQuotas } from '../../sales/quotas/commands.ts'
import type { Write } from './story.ts'

const weeksTold = 12

interface Stage {
  id: string
  kind: 'open' | 'won' | 'lost'
  category: string
}

interface Rate {
  currency: string
  from_on: string
  rate: string
}

/** A deal as it stood at a moment. */
interface Standing {
  id: string
  owner: string | null
  status: Stage['kind']
  category: string
  amount: bigint | null
  expected: string | null
  closed: string | null
}

/** The deals as they stood at a moment of the story, told from what was written before it. */
function standingAt(
  writes: readonly Write[],
  moment: string,
  ground: {
    stages: ReadonlyMap<string, Stage>
    worth: (amount: Money, day: string) => bigint | null
    zone: string
  },
): Standing[] {
  const deals = new Map<string, { values: Write['values']; movedAt: string }>()
  for (const { type, id, at, values } of writes) {
    if (type !== 'deal' || at >= moment) continue
    const before = deals.get(id)
    const moved = values['stage'] !== undefined && values['stage'] !== before?.values['stage']
    deals.set(id, {
      values: { ...before?.values, ...values },
      movedAt: moved || !before ? at : before.movedAt,
    })
  }
  return [...deals].flatMap(([id, { values, movedAt }]): Standing[] => {
    const stage = ground.stages.get(values['stage'] as string)
    if (!stage) return []
    const amount = (values['amount'] ?? null) as Money | null
    const closed = stage.kind === 'open' ? null : dayOf(movedAt, ground.zone)
    return [
      {
        id,
        owner: (values['owner'] ?? null) as string | null,
        status: stage.kind,
        category: stage.category,
        amount: amount && ground.worth(amount, closed ?? dayOf(moment, ground.zone)),
        expected: (values['expectedCloseOn'] ?? null) as string | null,
        closed,
      },
    ]
  })
}

/** What each person stood at in each period that a snapshot keeps. */
function peopleOf(standing: readonly Standing[], today: string, teams: ReadonlyMap<string, string | null>) {
  return periodsKept(today).flatMap(({ grain, from, to }) => {
    const within = standing.filter(({ status, expected, closed, category }) => {
      const day = status === 'won' ? closed : status === 'open' && category !== 'omitted' ? expected : null
      return day !== null && day >= from && day < to
    })
    return [...Map.groupBy(within, ({ owner }) => owner)].map(([owner, own]) => {
      const sum = (of: string) =>
        own
          .filter(({ status, category }) => (status === 'won' ? 'closed' : category) === of)
          .reduce((total, { amount }) => total + (amount ?? 0n), 0n)
          .toString()
      return {
        grain,
        from_on: from,
        owner_id: owner,
        team_id: owner && (teams.get(owner) ?? null),
        closed: sum('closed'),
        commit: sum('commit'),
        best_case: sum('best_case'),
        pipeline: sum('pipeline'),
      }
    })
  })
}

/** Keeps how each of the past weeks began, as it would have been kept then; a week that has its snapshot is left alone. */
async function bringSnapshots(
  { database, organisation, now }: Context,
  writes: readonly Write[],
): Promise<string[]> {
  const { db } = database
  const { timeZone: zone, currency } = organisation
  const stages =
    await sql<Stage>`select id, kind, forecast_category as category from ${sql.table(stageType.plural)}`.execute(
      db,
    )
  const rates =
    await sql<Rate>`select currency, from_on, rate::text as rate from exchange_rates order by from_on desc`.execute(
      db,
    )
  const ground = {
    zone,
    stages: new Map(stages.rows.map((stage) => [stage.id, stage])),
    worth: (amount: Money, day: string) =>
      convert(
        toMinor(amount.amount, amount.currency),
        amount.currency,
        currency,
        rates.rows.find((rate) => rate.currency === amount.currency && rate.from_on <= day)?.rate,
      ),
  }
  const teams = new Map(
    writes.flatMap(({ is, type, id, values }) =>
      is === 'new' && type === 'user' ? [[id, (values['team'] ?? null) as string | null] as const] : [],
    ),
  )
  const told = writes.toSorted((a, b) => a.at.localeCompare(b.at))
  const thisWeek = startOf(dayOf(now, zone), 'week')
  const ids: string[] = []
  let before: Standing[] = []
  for (let back = weeksTold - 1; back >= 0; back--) {
    const week = next(thisWeek, 'week', -back)
    const moment = startOfDay(week, zone)
    if (moment > now) continue
    const standing = standingAt(told, moment, ground)
    const wasOpen = new Set(before.filter(({ status }) => status === 'open').map(({ id }) => id))
    before = standing
    const kept = standing.filter(({ id, status }) => status === 'open' || wasOpen.has(id))
    const { rows } = await sql<{
      id: string
    }>`insert into forecast_snapshots (taken_at, week_on, weekly, currency)
      values (${moment}, ${week}, true, ${currency}) on conflict do nothing returning id`.execute(db)
    const id = rows[0]?.id
    if (!id) continue
    ids.push(id)
    const deals = kept.map((deal) => ({
      deal_id: deal.id,
      owner_id: deal.owner,
      team_id: deal.owner && (teams.get(deal.owner) ?? null),
      status: deal.status,
      amount: deal.amount?.toString() ?? null,
      category: deal.status === 'won' ? 'closed' : deal.status === 'lost' ? 'omitted' : deal.category,
      expected_close_on: deal.expected,
    }))
    await sql`insert into forecast_snapshot_deals (snapshot_id, deal_id, owner_id, team_id, status, amount, category, expected_close_on)
      select ${id}, deal_id, owner_id, team_id, status, amount, category, expected_close_on
      from json_to_recordset(${JSON.stringify(deals)}) as kept (deal_id uuid, owner_id uuid, team_id uuid, status text, amount bigint,
        category text, expected_close_on date)`.execute(db)
    await sql`insert into forecast_snapshot_people (snapshot_id, grain, from_on, owner_id, team_id, closed, commit, best_case, pipeline)
      select ${id}, grain, from_on, owner_id, team_id, closed, commit, best_case, pipeline
      from json_to_recordset(${JSON.stringify(peopleOf(standing, week, teams))}) as kept (grain text, from_on date, owner_id uuid,
        team_id uuid, closed bigint, commit bigint, best_case bigint, pipeline bigint)`.execute(db)
  }
  return ids
}

/** To two figures, as quotas are set. */
const rounded = (major: number): string => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, major))) - 1)
  return String(Math.max(step, Math.round(major / step) * step))
}

interface Sold {
  id: string
  team: string
  quarter: string
  won: string
}

/** Quotas of last year and this one by quarter: a little more than each seller won on average, the team's a stretch above. */
async function bringQuotas(context: Context): Promise<{ sellers: string[]; team: string } | null> {
  const { timeZone, currency } = context.organisation
  const { rows } = await sql<Sold>`
    select u.id, u.team_id as team, sum(d.closed_amount)::text as won
    from users u join events e on e.subject_id = u.id and e.type = 'user.created' and e.origin = 'sample'
      join deals d on d.owner_id = u.id and d.status = 'won'
    where u.role = 'seller' and u.team_id is not null and d.closed_on >= (${context.now}::timestamptz - interval '12 months')::date
    group by u.id, u.team_id having sum(d.closed_amount) > 0 order by sum(d.closed_amount) desc, u.id`.execute(
    context.database.db,
  )
  const team = rows[0]?.team
  if (!team) return null
  const thisYear = startOf(dayOf(context.now, timeZone), 'year')
  const quarters = unitsOf({ from: next(thisYear, 'year', -1), to: next(thisYear, 'year') }, 'quarter')
  const aims = rows.map(({ id, won }) => ({ user: id, aim: (Number(toMajor(won, currency)) / 4) * 1.1 }))
  const all = aims.reduce((sum, { aim }) => sum + aim, 0)
  const cells = quarters.flatMap((from, i) => {
    const growth = i < 4 ? 0.85 : 1
    return [
      ...aims.map(({ user, aim }) => ({ user, from, target: rounded(aim * growth) })),
      { team, from, target: rounded(all * growth * 1.08) },
    ]
  })
  await setQuotas(context, { grain: 'quarter', measure: 'amount', cells })
  return { sellers: aims.map(({ user }) => user), team }
}

/** What the manager says instead of a seller's commit, and a deal that its owner has put above its stage, both with why. */
async function bringOverrides(context: Context, sellers: readonly string[], manager: string): Promise<void> {
  const { db } = context.database
  const { currency, timeZone } = context.organisation
  const day = dayOf(context.now, timeZone)
  const quarter = startOf(day, 'quarter')
  const { rows } = await sql<{ id: string; owner: string; amount: string }>`
    select id, owner_id as owner, amount::text as amount from deals
    where status = 'open' and owner_id = any(${[...sellers]}::uuid[]) and amount_currency = ${currency}
      and expected_close_on >= ${quarter} and expected_close_on < ${next(quarter, 'quarter')}
    order by deals.amount desc, id limit 2`.execute(db)
  const [large, other] = rows
  if (large)
    await submit(
      { ...context, caller: system('sample', manager) },
      {
        grain: 'quarter',
        day,
        user: large.owner,
        column: 'commit',
        amount: moneyOf((BigInt(large.amount) * 6n) / 10n, currency),
        reason: 'The largest one waits for the council’s budget; I count on a part of it only.',
      },
    )
  if (other)
    await setCategory({ ...context, caller: system('sample', other.owner) }, other.id, {
      category: 'commit',
      reason: 'The contract is with their lawyers, signature is planned for this month.',
    })
}

/** Quotas, what was said by hand, and the past weeks' forecasts. Answers the snapshots that it brought. */
export async function bringForecast(
  context: Context,
  writes: readonly Write[],
  manager: string,
): Promise<string[]> {
  const inner = { ...context, caller: system('sample', manager) }
  const snapshots = await bringSnapshots(inner, writes)
  const quotas = await bringQuotas(inner)
  if (quotas) await bringOverrides(inner, quotas.sellers, manager)
  return snapshots
}

/** Snapshots that the sample brought go, and what others kept of its deals and people. */
export async function takeForecast(db: Db, ids: readonly string[]): Promise<void> {
  await sql`delete from forecast_snapshots s using events e
    where e.type = 'sample.loaded' and e.data -> 'snapshots' ? s.id::text`.execute(db)
  await sql`delete from forecast_snapshot_deals where deal_id = any(${[...ids]}::uuid[])`.execute(db)
  await sql`delete from forecast_snapshot_people where owner_id = any(${[...ids]}::uuid[])`.execute(db)
}
