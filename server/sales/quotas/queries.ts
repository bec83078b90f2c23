import { sql } from 'kysely'
import type { QuotaFigure, QuotaGrain, QuotaGrid, QuotaMeasure } from '../../../contract/sales/quotas.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { moneyOf } from '../../../contract/values/money.ts'
import { next, startOf, unitsOf, type Period } from '../../../contract/values/period.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { peopleAt } from '../forecast/people/queries.ts'
import { leads, maySeeOf } from '../forecast/policy.ts'
import { authoriseForecast } from '../forecast/queries.ts'
import { rollUp, type Node } from '../forecast/rules.ts'
import { cellOf, sumOf, type Targets } from './rules.ts'

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

export const figureIn =
  ({ measure }: Measured, currency: string) =>
  (minor: bigint): QuotaFigure =>
    measure === 'count' ? Number(minor) : moneyOf(minor, currency)

/**
 * Whose quotas make up what each team, and the company under `null`, has in its people and the teams just below: of those
 * who have none of their own, their members'.
 */
export function quotasIn<T>(
  nodes: readonly Node<T>[],
  has: (id: string) => boolean,
): Map<string | null, string[]> {
  const found = new Map<string | null, string[]>()
  const inside = Map.groupBy(
    nodes.filter(({ kind, id }) => kind !== 'company' && id !== null),
    ({ team }) => team,
  )
  const teams = new Set(nodes.flatMap(({ kind, id }) => (kind === 'team' && id ? [id] : [])))
  const ofAll = (of: readonly Node<T>[]) =>
    of.flatMap(({ id }) => (id === null ? [] : has(id) ? [id] : (found.get(id) ?? [])))
  // Teams come before what is in them: from the end, the ones below are known first.
  for (const { kind, id } of nodes.toReversed())
    if (kind === 'team') found.set(id, ofAll(inside.get(id) ?? []))
  found.set(
    null,
    ofAll(nodes.filter(({ kind, team }) => kind !== 'company' && (team === null || !teams.has(team)))),
  )
  return found
}

/** What such quotas come to together; null where there are none. */
export const sumOfQuotas = (ids: readonly string[], target: (id: string) => bigint | null): bigint | null =>
  ids.length === 0 ? null : sumOf(ids.map((id) => target(id) ?? 0n))

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
  const sums = periods.map((from) => {
    const target = (id: string) => own(id, from)
    const quotas = quotasIn(nodes, (id) => target(id) !== null)
    return new Map([...quotas].map(([id, of]) => [id, sumOfQuotas(of, target)]))
  })
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
