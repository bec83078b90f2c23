import { CompiledQuery, sql } from 'kysely'
import type { ForecastGrain } from '../../../contract/sales/forecast.ts'
import type {
  Attainment,
  QuotaFigure,
  QuotaGrain,
  QuotaGrid,
  QuotaMeasure,
} from '../../../contract/sales/quotas.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import { next, startOf, unitsOf, type Period } from '../../../contract/values/period.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { halfEven } from '../../records/rates.ts'
import { peopleAt } from '../forecast/people/queries.ts'
import { leads, maySeeOf } from '../forecast/policy.ts'
import { authoriseForecast, groundOf, openDeals, type Ground } from '../forecast/queries.ts'
import { rollUp, type Node } from '../forecast/rules.ts'
import { readLeadSettings } from '../leads/settings/queries.ts'
import { cellOf, standing, sumOf, targetIn, workingDays, type Targets } from './rules.ts'

export interface Measured {
  measure: QuotaMeasure
  family?: string | undefined
}

/** The quotas in force in a stretch of time, of now or as set before a moment, by `cellOf`. */
export async function targetsIn(
  db: Db,
  { measure, family }: Measured,
  { from, to }: Period,
  currency: string,
  asOf?: string,
): Promise<Targets> {
  const { rows } = await sql<{ id: string; grain: QuotaGrain; from_on: string; target: string }>`
    select id, grain, from_on, target::text as target from (
      select distinct on (user_id, team_id, grain, from_on) coalesce(user_id, team_id) as id, grain, from_on, target, currency
      from quotas
      where measure = ${measure} and family is not distinct from ${family ?? null}::text
        and from_on >= ${from} and from_on < ${to}
        and (${asOf ?? null}::timestamptz is null or set_at < ${asOf ?? null}::timestamptz)
      order by user_id, team_id, grain, from_on, set_at desc, quotas.id desc) latest
    where target is not null and coalesce(currency, ${currency}) = ${currency}`.execute(db)
  return new Map(rows.map((row) => [cellOf(row.id, row.grain, row.from_on), BigInt(row.target)]))
}

const figureIn =
  ({ measure }: Measured, currency: string) =>
  (minor: bigint): QuotaFigure =>
    measure === 'count' ? Number(minor) : moneyOf(minor, currency)

/** Of each team, and of the company under `null`, what its people and the teams just below have: their own, else their sum. */
function sumsOf<T>(
  nodes: readonly Node<T>[],
  target: (id: string) => bigint | null,
): Map<string | null, bigint | null> {
  const sums = new Map<string | null, bigint | null>()
  const inside = Map.groupBy(
    nodes.filter(({ kind, id }) => kind !== 'company' && id !== null),
    ({ team }) => team,
  )
  const teams = new Set(nodes.flatMap(({ kind, id }) => (kind === 'team' && id ? [id] : [])))
  const sum = (of: readonly Node<T>[]): bigint | null => {
    const known = of.flatMap(
      ({ kind, id }) => target(id ?? '') ?? (kind === 'team' ? (sums.get(id) ?? []) : []),
    )
    return known.length === 0 ? null : sumOf(known)
  }
  // Teams come before what is in them: from the end, the ones below are known first.
  for (const { kind, id } of nodes.toReversed()) if (kind === 'team') sums.set(id, sum(inside.get(id) ?? []))
  sums.set(
    null,
    sum(nodes.filter(({ kind, team }) => kind !== 'company' && (team === null || !teams.has(team)))),
  )
  return sums
}

export const familiesOf = async (db: Db): Promise<string[]> =>
  (
    await sql<{ family: string }>`select distinct family from products
      where family is not null and deleted_at is null order by family limit 200`.execute(db)
  ).rows.map(({ family }) => family)

/** The quotas of a year, for everybody who sells and each team, as they may be typed. */
export async function quotaGrid(
  context: Context,
  { grain, year, ...measured }: Measured & { grain: QuotaGrain; year?: number | undefined },
): Promise<QuotaGrid> {
  authoriseForecast(context)
  const { caller, database, organisation, now } = context
  const first = startOf(year ? `${year}-01-01` : dayOf(now, organisation.timeZone), 'year')
  const span = { from: first, to: next(first, 'year') }
  const periods = unitsOf(span, grain)
  const [targets, { people, teams }, families] = await Promise.all([
    targetsIn(database.lists, measured, span, organisation.currency),
    peopleAt(database.lists),
    familiesOf(database.lists),
  ])
  const own = (id: string, from: string) => targets.get(cellOf(id, grain, from)) ?? null
  const has = new Set([...targets.keys()].map((cell) => cell.split(' ')[0]))
  const nodes = rollUp(
    people,
    teams,
    new Map(),
    () => null,
    null,
    (id) => has.has(id) || people.some((one) => one.id === id && one.sells),
  ).filter((node) => maySeeOf(caller, teams, node))
  const sums = periods.map((from) => sumsOf(nodes, (id) => own(id, from)))
  const written = figureIn(measured, organisation.currency)
  const figure = (minor: bigint | null | undefined) => (minor == null ? null : written(minor))
  const mayEdit = leads(caller)
  return {
    grain,
    year: Number(first.slice(0, 4)),
    measure: measured.measure,
    family: measured.family ?? null,
    currency: organisation.currency,
    periods,
    families,
    rows: nodes.flatMap(({ kind, id, name, team }) =>
      (kind !== 'team' && kind !== 'person') || id === null
        ? []
        : [
            {
              kind,
              id,
              name,
              team,
              mayEdit,
              targets: periods.map((from) => figure(own(id, from))),
              sums: periods.map((_, i) => figure(sums[i]?.get(id))),
            },
          ],
    ),
  }
}

/** What a won deal counts with, and the reason why it does not. */
const worthOf = (
  measured: Measured,
  { bind }: Ground,
  asOf?: string,
): { from: string; value: string; out: string } => {
  const unpriced = `case when t.closed_amount is null then case when t.amount is null then 'no-amount' else 'no-rate' end end`
  if (measured.measure === 'count') return { from: '', value: '1', out: 'null::text' }
  if (measured.measure === 'amount') return { from: '', value: 't.closed_amount', out: unpriced }
  if (measured.measure === 'family')
    return {
      from: `join products family on family.id = t.product_id and family.family = ${bind(measured.family)}`,
      value: 't.closed_amount',
      out: unpriced,
    }
  // The share of the accepted lines that is not their cost, of what the deal was won with.
  return {
    from: `left join lateral (
        select sum(l.net)::numeric as net, sum(round(l.quantity * l.cost) * l.term) as cost, bool_and(l.cost is not null) as known
        from quotes q join quote_editions e on e.quote_id = q.id and e.status = 'accepted'
          join quote_lines l on l.edition_id = e.id
        where q.deal_id = t.id and q.deleted_at is null and q.status = 'accepted'
          ${asOf ? `and e.answered_at < ${bind(asOf)}::timestamptz` : ''}) lines on true`,
    value: `case when lines.known and lines.net > 0 then ${halfEven('(t.closed_amount * (lines.net - lines.cost) / lines.net)')} end`,
    out: `coalesce(${unpriced}, case when not coalesce(lines.known and lines.net > 0, false) then 'no-cost' end)`,
  }
}

interface Row {
  owner: string | null
  kind: 'won' | 'open' | 'closed_won' | 'closed_lost'
  out: 'no-amount' | 'no-rate' | 'no-cost' | null
  value: string | null
  n: number
}

interface Worth {
  won: bigint
  open: bigint
  closedWon: number
  closed: number
}

const nothing: Worth = { won: 0n, open: 0n, closedWon: 0, closed: 0 }
const together = (a: Worth, b: Worth): Worth => ({
  won: a.won + b.won,
  open: a.open + b.open,
  closedWon: a.closedWon + b.closedWon,
  closed: a.closed + b.closed,
})

/** What each person won and has open in a period, and how much of what they closed in the year up to today they won. */
async function worthIn(context: Context, measured: Measured, period: Period, today: string, asOf?: string) {
  const ground = groundOf(context, asOf)
  const { bind, deals, may } = ground
  const [first, end, now] = [bind(period.from), bind(period.to), bind(today)]
  const { from, value, out } = worthOf(measured, ground, asOf)
  const family = measured.measure === 'family'
  const open = openDeals(
    ground,
    `t.expected_close_on >= ${first}::date and t.expected_close_on < ${end}::date
      ${family ? `and exists (select from products family where family.id = t.product_id and family.family = ${bind(measured.family)})` : ''}`,
  )
  const text = `with ${ground.with.join(', ')}
    select owner_id as owner, kind, out, sum(value)::text as value, count(*)::int as n from (
      select t.owner_id, 'won' as kind, ${value}::numeric as value, ${out} as out from ${deals} t ${from}
      where t.status = 'won' and t.deleted_at is null and t.closed_on >= ${first}::date and t.closed_on < ${end}::date and ${may('t')}
      union all
      select o.owner_id, 'open', ${measured.measure === 'count' ? '1' : 'o.amount'}, null from (${open}) o where o.category <> 'omitted'
      union all
      select t.owner_id, 'closed_' || t.status, 1, null from ${deals} t
      where t.status <> 'open' and t.deleted_at is null and ${may('t')}
        and t.closed_on > (${now}::date - interval '12 months')::date and t.closed_on <= ${now}::date
    ) d group by 1, 2, 3`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, ground.values))
  const byOwner = new Map<string | null, Worth>()
  for (const { owner, kind, value: sum, n } of rows) {
    const more = {
      won: { ...nothing, won: BigInt(sum ?? 0) },
      open: { ...nothing, open: BigInt(sum ?? 0) },
      closed_won: { ...nothing, closedWon: n, closed: n },
      closed_lost: { ...nothing, closed: n },
    }[kind]
    byOwner.set(owner, together(byOwner.get(owner) ?? nothing, more))
  }
  const leftOut = new Map<NonNullable<Row['out']>, number>()
  for (const { out: reason, n } of rows) if (reason) leftOut.set(reason, (leftOut.get(reason) ?? 0) + n)
  return { byOwner, leftOut: [...leftOut].map(([reason, n]) => ({ reason, n })) }
}

/** How the quotas of a period stand, for each person, team and the company. */
export async function attainment(
  context: Context,
  query: Measured & { grain: ForecastGrain | 'year'; day?: string | undefined; asOf?: string | undefined },
): Promise<Attainment> {
  authoriseForecast(context)
  const { caller, database, organisation } = context
  const { grain, asOf, measure, family } = query
  const today = dayOf(asOf ?? context.now, organisation.timeZone)
  const from = startOf(query.day ?? today, grain)
  const period = { from, to: next(from, grain) }
  const [{ byOwner, leftOut }, targets, { people, teams }, { week }] = await Promise.all([
    worthIn(context, query, period, today, asOf),
    targetsIn(database.lists, query, period, organisation.currency, asOf),
    peopleAt(database.lists, asOf),
    readLeadSettings(database.lists),
  ])
  const seen = (id: string, kind: string) => maySeeOf(caller, teams, { kind, id })
  const kinds = new Map(teams.map(({ id }) => [id, 'team']))
  const target = (id: string) =>
    seen(id, kinds.get(id) ?? 'person') ? targetIn(targets, id, grain, from) : null
  const nodes = rollUp(people, teams, byOwner, together, nothing, (id) => target(id) !== null)
  const sums = sumsOf(nodes, target)
  const days = workingDays(period, today, week)
  const written = figureIn(query, organisation.currency)
  const figure = (minor: bigint | null | undefined) => (minor == null ? null : written(minor))
  return {
    ...period,
    measure,
    family: family ?? null,
    days,
    leftOut,
    rows: nodes.map(({ figures, ...node }) => {
      const ofMembers =
        node.kind === 'company' ? sums.get(null) : node.kind === 'team' ? sums.get(node.id) : null
      const quota = node.kind === 'company' ? (ofMembers ?? null) : node.id === null ? null : target(node.id)
      const stands = standing(quota, figures, days)
      return {
        ...node,
        quota: figure(quota),
        ofMembers: figure(ofMembers),
        won: written(figures.won),
        open: written(figures.open),
        ...stands,
        expected: figure(stands.expected),
        needed: figure(stands.needed),
        // What open deals will cost is not known before a quote of theirs is accepted.
        coverage: measure === 'margin' ? null : stands.coverage,
      }
    }),
  }
}
