import { CompiledQuery, sql } from 'kysely'
import { dealsWon } from '../../contract/metrics/deals-won.ts'
import {
  leaderBoardRoutes,
  type LeaderBoardRow,
  type LeaderBoardTeam,
} from '../../contract/metrics/leader-board.ts'
import { wonAmount } from '../../contract/metrics/won-amount.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import { isLeading } from '../../contract/team/leading.ts'
import { dayOf } from '../../contract/values/day.ts'
import { moneyOf } from '../../contract/values/money.ts'
import type { Period } from '../../contract/values/period.ts'
import type { Bind } from '../http/bind.ts'
import { atomically, type Context } from '../http/context.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import { parameters, permitted } from '../records/visible.ts'
import { activityKinds } from './activities.ts'
import { periodOf } from './asked-period.ts'
import { maySee } from './selection.ts'

interface Row {
  user: string
  name: string
  won: string
  deals: number
  activities: number
}

/** What each member won and did in a period, of what the reader may see; without the teams that turned it off. */
async function readBoard(
  context: Context,
  period: Period,
  team: string | undefined,
): Promise<LeaderBoardRow[]> {
  const { caller, database, organisation, now } = context
  const { values, bind } = parameters()
  const [from, to, zone] = [bind(period.from), bind(period.to), bind(organisation.timeZone)]
  const today = bind(dayOf(now, organisation.timeZone))
  const may = (type: string, alias: string) => permitted(caller, recordTypeOf(type), 'see', alias, bind)
  const memberships = `select m.user_id, m.team_id from team_memberships m
    where m.from_on <= ${today}::date and ${today}::date < m.to_on`
  const done = activityKinds
    .filter((kind) => !('theirs' in kind))
    .map((kind) => ({ only: 'true', ...kind }))
    .map(
      ({ type, at, only }) => `select a.owner_id from ${recordTypeOf(type).plural} a
      where a.deleted_at is null and ${only} and ${at} >= ${from}::date::timestamp at time zone ${zone}
        and ${at} < ${to}::date::timestamp at time zone ${zone} and ${may(type, 'a')}`,
    )
  const { rows } = await database.lists.executeQuery<Row>(
    CompiledQuery.raw(
      `with present as (${memberships}),
        won as (select t.owner_id, sum(t.closed_amount) as amount, count(*) as deals from deals t
          where t.status = 'won' and t.deleted_at is null and t.closed_on >= ${from}::date and t.closed_on < ${to}::date
            and ${may('deal', 't')} group by 1),
        done as (select owner_id, count(*) as activities from (${done.join(' union all ')}) done group by 1)
      select u.id as "user", u.name, coalesce(won.amount, 0)::text as won, coalesce(won.deals, 0)::int as deals,
        coalesce(done.activities, 0)::int as activities
      from users u left join won on won.owner_id = u.id left join done on done.owner_id = u.id
      where u.deleted_at is null and coalesce(won.deals, done.activities) is not null
        and not exists (select from present join teams_off_board using (team_id) where present.user_id = u.id)
        ${team ? `and exists (select from present where present.user_id = u.id and present.team_id = ${bind(team)}::uuid)` : ''}
      order by coalesce(won.amount, 0) desc, deals desc, activities desc, u.name, u.id limit 200`,
      values,
    ),
  )
  return rows.map(({ won, ...row }) => ({ ...row, won: moneyOf(won, organisation.currency) }))
}

/** The teams with whether they are on the board; who leads may turn each, and a team's manager theirs. */
async function readTeams({ caller, database }: Context, id?: string): Promise<LeaderBoardTeam[]> {
  const { rows } = await sql<{ id: string; name: string; manager: string | null; shown: boolean }>`
    select t.id, t.name, t.manager_id as manager, o.team_id is null as shown
    from teams t left join teams_off_board o on o.team_id = t.id
    where t.deleted_at is null and (${id ?? null}::uuid is null or t.id = ${id ?? null}) order by t.name, t.id`.execute(
    database.db,
  )
  const everyones = isLeading(caller.role) && caller.scopes.includes('all')
  return rows.map(({ manager, ...team }) => ({
    ...team,
    mayTurn: everyones || (manager !== null && manager === caller.userId && caller.keyId === null),
  }))
}

const turn = (context: Context, id: string, shown: boolean): Promise<LeaderBoardTeam> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const [team] = await readTeams(inner, id)
    if (!team) throw notFound('team')
    if (!team.mayTurn)
      throw forbidden('Only who leads the company or manages this team may do this. Ask one of them.')
    const { numAffectedRows } = shown
      ? await sql`delete from teams_off_board where team_id = ${id}`.execute(db)
      : await sql`insert into teams_off_board values (${id}) on conflict do nothing`.execute(db)
    if (numAffectedRows) {
      await record(db, inner.caller, inner.now, [
        {
          type: 'leader-board.turned',
          subject: { type: 'team', id, version: null },
          data: { title: team.name, changes: { shown: [!shown, shown] } },
        },
      ])
      inner.database.notify('ledger')
    }
    return { ...team, shown }
  })

export function bindLeaderBoard(bind: Bind): void {
  bind(leaderBoardRoutes.read, async ({ query, context }) => {
    for (const metric of [wonAmount, dealsWon])
      if (!maySee(context.caller, metric))
        throw forbidden('Your role hides a field that this figure tells of. Ask an administrator.')
    const period = periodOf(query, dayOf(context.now, context.organisation.timeZone))
    return {
      ...period,
      data: await readBoard(context, period, query.team),
      teams: await readTeams(context),
    }
  })
  bind(leaderBoardRoutes.turn, ({ params, body, context }) => turn(context, params.id, body.shown))
}
