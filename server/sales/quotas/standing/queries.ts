import { CompiledQuery } from 'kysely'
import type { ForecastGrain } from '../../../../contract/sales/forecast.ts'
import type { Attainment, QuotaFigure } from '../../../../contract/sales/quotas.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { next, startOf, type Period } from '../../../../contract/values/period.ts'
import type { Context } from '../../../http/context.ts'
import { halfEven } from '../../../records/rates.ts'
import { peopleAt, type People } from '../../forecast/people/queries.ts'
import { maySeeOf } from '../../forecast/policy.ts'
import { authoriseForecast, groundOf, openDeals, type Ground } from '../../forecast/queries.ts'
import { rollUp, type Node } from '../../forecast/rules.ts'
import { readLeadSettings } from '../../leads/settings/queries.ts'
import { figureIn, quotasIn, sumOfQuotas, targetsIn, type Measured } from '../queries.ts'
import { quotaUnits, standing, targetIn, workingDays } from '../rules.ts'

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
  unit: number | null
  owner: string | null
  kind: 'won' | 'open' | 'closed_won' | 'closed_lost'
  out: 'no-amount' | 'no-rate' | 'no-cost' | null
  value: string | null
  valued: number
  n: number
}

/** What counts towards a quota: minor units of the company's currency, or deals where these are counted. */
export interface Worth {
  won: bigint
  wonDeals: number
  open: bigint
  openDeals: number
  /** Deals closed in the twelve months up to today, and those of them that were won. */
  closed: number
  closedWon: number
}

export const nothing: Worth = { won: 0n, wonDeals: 0, open: 0n, openDeals: 0, closed: 0, closedWon: 0 }

export const together = (a: Worth, b: Worth): Worth => ({
  won: a.won + b.won,
  wonDeals: a.wonDeals + b.wonDeals,
  open: a.open + b.open,
  openDeals: a.openDeals + b.openDeals,
  closed: a.closed + b.closed,
  closedWon: a.closedWon + b.closedWon,
})

const worthOfRow = ({ kind, value, valued, n }: Row): Worth => {
  if (kind === 'won') return { ...nothing, won: BigInt(value ?? 0), wonDeals: valued }
  if (kind === 'open') return { ...nothing, open: BigInt(value ?? 0), openDeals: valued }
  return { ...nothing, closed: n, closedWon: kind === 'closed_won' ? n : 0 }
}

/**
 * What each person won and has open in a period, first of all of it and then of each of its units; and how much of what they
 * closed in the year up to today they won, which is the same in all of them.
 */
async function worthIn(context: Context, asked: Asked, today: string) {
  const { period, units, asOf } = asked
  const ground = groundOf(context, asOf)
  const { bind, deals, may } = ground
  const [first, end, now] = [bind(period.from), bind(period.to), bind(today)]
  const starts = bind(units.map(({ from }) => from))
  const unit = (day: string) => `width_bucket(${day}, ${starts}::date[])`
  const { from, value, out } = worthOf(asked, ground, asOf)
  const family = asked.measure === 'family'
  const open = openDeals(
    ground,
    `t.expected_close_on >= ${first}::date and t.expected_close_on < ${end}::date
      ${family ? `and exists (select from products family where family.id = t.product_id and family.family = ${bind(asked.family)})` : ''}`,
  )
  const text = `with ${ground.with.join(', ')}
    select unit, owner_id as owner, kind, out, sum(value)::text as value, count(value)::int as valued, count(*)::int as n from (
      select ${unit('t.closed_on')} as unit, t.owner_id, 'won' as kind, ${value}::numeric as value, ${out} as out from ${deals} t ${from}
      where t.status = 'won' and t.deleted_at is null and t.closed_on >= ${first}::date and t.closed_on < ${end}::date and ${may('t')}
      union all
      select ${unit('o."on"')}, o.owner_id, 'open', ${asked.measure === 'count' ? '1' : 'o.amount'}, null from (${open}) o where o.category <> 'omitted'
      union all
      select null, t.owner_id, 'closed_' || t.status, 1, null from ${deals} t
      where t.status <> 'open' and t.deleted_at is null and ${may('t')}
        and t.closed_on > (${now}::date - interval '12 months')::date and t.closed_on <= ${now}::date
    ) d group by 1, 2, 3, 4`
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, ground.values))
  const parts = [null, ...units].map(() => new Map<string | null, Worth>())
  const leftOut = new Map<NonNullable<Row['out']>, number>()
  for (const row of rows) {
    const worth = worthOfRow(row)
    for (const [at, part] of parts.entries())
      if (at === 0 || row.unit === null || row.unit === at)
        part.set(row.owner, together(part.get(row.owner) ?? nothing, worth))
    if (row.out) leftOut.set(row.out, (leftOut.get(row.out) ?? 0) + row.n)
  }
  return { parts, leftOut: [...leftOut].map(([reason, n]) => ({ reason, n })) }
}

interface Asked extends Measured {
  period: Period
  /** Parts of the period, in order, each to be told by itself. */
  units: readonly Period[]
  asOf?: string | undefined
}

/** A quota with what counts towards it; minor units, or deals. */
export interface Standing extends Worth {
  quota: bigint | null
  /** Of a team or the company: what its people and the teams just below have together. */
  ofMembers: bigint | null
  /** The persons and teams whose quotas these are. */
  quotas: readonly string[]
}

export interface Standings {
  /** Of each person, team and the company: first of the whole period, then of each unit. */
  parts: Node<Standing>[][]
  structure: People
  today: string
  leftOut: Attainment['leftOut']
}

/** The quotas of a period and what counts towards them, as recorded by now or before a moment. */
export async function standingsIn(context: Context, asked: Asked): Promise<Standings> {
  authoriseForecast(context)
  const { caller, database, organisation } = context
  const { asOf, period, units } = asked
  const today = dayOf(asOf ?? context.now, organisation.timeZone)
  const [worth, targets, structure] = await Promise.all([
    worthIn(context, asked, today),
    targetsIn(database.lists, asked, period, organisation.currency, asOf),
    peopleAt(database.lists, asOf),
  ])
  const { people, teams } = structure
  const kinds = new Map(teams.map(({ id }) => [id, 'team']))
  const parts = [period, ...units].map((part, at) => {
    const of = quotaUnits(part)
    const target = (id: string) =>
      maySeeOf(caller, teams, { kind: kinds.get(id) ?? 'person', id }) ? targetIn(targets, id, of) : null
    const known = worth.parts[at] ?? new Map()
    const nodes = rollUp(people, teams, known, together, nothing, (id) => target(id) !== null)
    const inside = quotasIn(nodes, (id) => target(id) !== null)
    return nodes.map(({ figures, ...node }): Node<Standing> => {
      const members = (node.kind === 'company' || node.kind === 'team' ? inside.get(node.id) : null) ?? []
      const ofMembers = sumOfQuotas(members, target)
      const own = node.id === null ? null : target(node.id)
      const quotas = node.kind === 'company' ? members : own !== null && node.id !== null ? [node.id] : []
      return {
        ...node,
        figures: { ...figures, quota: node.kind === 'company' ? ofMembers : own, ofMembers, quotas },
      }
    })
  })
  return { parts, structure, today, leftOut: worth.leftOut }
}

/** How the quotas of a period stand, for each person, team and the company. */
export async function attainment(
  context: Context,
  query: Measured & { grain: ForecastGrain | 'year'; day?: string | undefined; asOf?: string | undefined },
): Promise<Attainment> {
  const { currency, timeZone } = context.organisation
  const { grain, asOf, measure, family } = query
  const from = startOf(query.day ?? dayOf(asOf ?? context.now, timeZone), grain)
  const period = { from, to: next(from, grain) }
  const [{ parts, today, leftOut }, { week }] = await Promise.all([
    standingsIn(context, { measure, family, period, units: [], asOf }),
    readLeadSettings(context.database.lists),
  ])
  const days = workingDays(period, today, week)
  const written = figureIn(query, currency)
  const figure = (minor: bigint | null): QuotaFigure | null => (minor === null ? null : written(minor))
  return {
    ...period,
    measure,
    family: family ?? null,
    days,
    leftOut,
    rows: (parts[0] ?? []).map(({ figures, ...node }) => {
      const stands = standing(figures.quota, figures, days)
      return {
        ...node,
        quota: figure(figures.quota),
        ofMembers: figure(figures.ofMembers),
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
