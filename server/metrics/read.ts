import { CompiledQuery } from 'kysely'
import type { MetricAnswer, MetricQuery } from '../../contract/metrics/routes.ts'
import { unitsOf } from '../../contract/values/period.ts'
import type { Context } from '../http/context.ts'
import { invalidField } from '../http/problem.ts'
import { labelOf, titles } from './dimension.ts'
import { select, type Selected } from './selection.ts'
import { count, type Figures, type MetricSource } from './source.ts'

const mostPoints = 1_100
const mostGroups = 500

type Row = Figures & {
  no_unit: number
  no_key: number
  unit: number
  key: string | null
  title: string | null
}

const selectList = (aggregates: Record<string, string>) =>
  Object.entries(aggregates)
    .map(([name, aggregate]) => `${aggregate} as ${name}`)
    .join(', ')

/**
 * The figure, its groups and its series in one statement. What can be added up is counted once, by group and unit of
 * time, and added from there; medians and distinct counts read the rows for each of the three.
 */
function statement(context: Context, source: MetricSource, selected: Selected, units: string[]): string {
  const { bind, cut } = selected
  const unit = units.length > 0 ? `width_bucket(${source.day}, ${bind(units)}::date[])` : null
  const cell = `${unit ?? 'null::int'} as unit, ${cut?.key ?? 'null::text'} as key`
  const sets = ['()', ...(unit ? ['(unit)'] : []), ...(cut ? ['(key)'] : [])]
  const levels = `${unit ? 'grouping(unit)' : '1'} as no_unit, ${cut ? 'grouping(key)' : '1'} as no_key,
    ${unit ? 'unit' : 'null::int as unit'}, ${cut ? 'key' : 'null::text as key'}`
  const leftOut = (source.leftOut ?? []).map(({ when }, i) => [
    `left_out_${i}`,
    `count(*) filter (where ${when})`,
  ])
  const aggregates: Record<string, string> = {
    ...source.sums,
    ...source.wholes,
    ...Object.fromEntries(leftOut),
  }
  const names = Object.keys(aggregates)

  const figures = source.wholes
    ? `figures as (select ${levels}, ${selectList(aggregates)}
        from ${selected.from} cross join lateral (select ${cell}) cell
        where ${selected.where} group by grouping sets (${sets.join(', ')}))`
    : `parts as (select ${cell}, ${selectList(aggregates)} from ${selected.from} where ${selected.where} group by 1, 2),
      figures as (select ${levels}, ${names.map((name) => `sum(${name}) as ${name}`).join(', ')}
        from parts group by grouping sets (${sets.join(', ')}))`
  const named = cut && titles(cut, context.caller, bind)
  return `with ${selected.with}${figures}
    select f.no_unit, f.no_key, f.unit, f.key::text as key, ${named ? 'named.title' : 'null'} as title,
      ${names.map((name) => `f.${name}::text as ${name}`).join(', ')}
    from figures f ${named ?? ''}`
}

/** The statement that reads a metric and its parameters; apart from reading, so that tests can look at its plan. */
export function compile(context: Context, source: MetricSource, query: MetricQuery) {
  const selected = select(context, source, query)
  const units = source.day ? unitsOf(selected.period, query.grain) : []
  if (units.length > mostPoints)
    throw invalidField(
      'grain',
      `This period has ${units.length} ${query.grain}s; a series has at most ${mostPoints} points. Use a larger grain.`,
    )
  return { text: statement(context, source, selected, units), selected, units }
}

export async function readMetric(
  context: Context,
  source: MetricSource,
  query: MetricQuery,
): Promise<MetricAnswer> {
  const { text, selected, units } = compile(context, source, query)
  const { rows } = await context.database.lists.executeQuery<Row>(CompiledQuery.raw(text, selected.values))
  const ground = { currency: context.organisation.currency, today: selected.today }
  const measure = (figures: Figures) => source.measure(figures, ground)

  const total = rows.find((row) => row.no_unit === 1 && row.no_key === 1) ?? ({} as Figures)
  const byUnit = new Map(rows.filter((row) => row.no_unit === 0).map((row) => [row.unit, row]))
  const { dimension } = selected.cut ?? {}
  const groups = rows
    .filter((row) => dimension && row.no_key === 0)
    .map((row) => ({
      key: row.key,
      label: dimension ? labelOf(dimension, row.key, row.title) : '',
      ...measure(row),
    }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n || (a.label < b.label ? -1 : 1))
  return {
    slug: source.definition.slug,
    unit: source.definition.unit,
    ...selected.period,
    ...measure(total),
    groups: groups.slice(0, mostGroups),
    moreGroups: Math.max(0, groups.length - mostGroups),
    series: units.map((from, i) => ({ from, ...measure(byUnit.get(i + 1) ?? {}) })),
    leftOut: (source.leftOut ?? [])
      .map(({ reason, label }, i) => ({ reason, label, n: count(total[`left_out_${i}`]) }))
      .filter(({ n }) => n > 0),
  }
}
