import { CompiledQuery, sql } from 'kysely'
import type { Measure, MetricAnswer, MetricQuery } from '../../contract/metrics/routes.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { unitsAsked } from './asked-period.ts'
import { labelOf, titles } from './dimension.ts'
import { knowsWorth, select, type Selected } from './selection.ts'
import { count, type Figures, type MetricSource } from './source.ts'

const mostGroups = 500

type Row = Figures & {
  /** What the figures are of: all rows, one unit of time, one group, or the groups that are too many to list. */
  part: 'all' | 'unit' | 'group' | 'rest'
  unit: number
  key: string | null
  title: string | null
  groups: string
  gone: string
}

/** Aggregates as what follows in a select list. */
const columns = (aggregates: Record<string, string>) =>
  Object.entries(aggregates)
    .map(([name, aggregate]) => `, ${aggregate} as ${name}`)
    .join('')

/** How the figures of parts make the figure of the whole. */
const together = (name: string, aggregate = '') => `${/^(min|max)\(/.exec(aggregate)?.[1] ?? 'sum'}(${name})`

/**
 * The figure, its groups and its series in one statement. What can be added up is counted once, by group and unit of
 * time, and added from there; medians and distinct counts read the rows for each of the three. Of very many groups the
 * largest come by name, and all others as one; where there may be many, which are the largest is asked first, so that
 * no more is added up than is told.
 */
function statement(
  context: Context,
  source: MetricSource,
  selected: Selected,
  gone: Selected | null,
  units: string[],
): string {
  const { bind, cut } = selected
  const { adds, repeats, records = {} } = source
  const unit = units.length > 0 ? `width_bucket(${source.day}, ${bind(units)}::date[])` : null
  // Rows that are worked out by the statement itself are worked out once.
  const many = cut !== null && ((cut.many && selected.with === '') || !adds)
  const listed = `(select case when (select names from largest_names) ? coalesce(cell.key::text, '')
    then coalesce(cell.key::text, '') end as name) listed`
  const rows = `${selected.from}
    cross join lateral (select ${unit ?? 'null::int'} as unit, ${cut?.key ?? 'null::text'} as key) cell`
  const listedRows = cut ? `${rows} cross join lateral ${listed}` : rows

  const counts = (count: string) =>
    Object.fromEntries(
      Object.entries(records).map(([name, when]) => [name, `${count} filter (where ${when})`]),
    )
  const leftOut = (source.leftOut ?? []).map(({ when }, i) => [
    `left_out_${i}`,
    `count(*) filter (where ${when})`,
  ])
  const figures: Record<string, string> = { ...source.figures, ...Object.fromEntries(leftOut) }
  const ofRows: Record<string, string> = { ...figures, ...counts('count(*)') }
  const ofRecords: Record<string, string> = { ...figures, ...counts(`count(distinct ${source.record.id})`) }
  const added = Object.fromEntries(Object.keys(ofRows).map((name) => [name, together(name, figures[name])]))
  const once = repeats ? `and not (${repeats})` : ''
  const again = (head: string, from: string, grouping: string, aggregates: Record<string, string>) =>
    repeats
      ? `union all select ${head}${columns(aggregates)} from ${from}
          where ${selected.where} and ${repeats} group by ${grouping}`
      : ''

  const parts = `parts as (select cell.unit, ${many ? 'listed.name' : 'cell.key'}${columns(ofRows)}
    from ${many ? listedRows : rows} where ${selected.where} ${once} group by 1, 2)`
  const n = (aggregates: Record<string, string>) => ({ n: aggregates.n ?? '' })
  const size = many
    ? `select cell.key${columns(n(ofRows))} from ${rows} where ${selected.where} ${once} group by 1`
    : 'select key, sum(n) as n from parts group by key'
  const sizes = `sizes as (${
    repeats
      ? `select key, sum(n) as n from (${size} ${again('cell.key', rows, 'cell.key', n(ofRecords))}) size group by key`
      : size
  }),
    largest as (select key, coalesce(key::text, '') as name from sizes where n > 0 order by n desc, sizes.key limit ${mostGroups}),
    largest_names as (select coalesce(jsonb_object_agg(name, true), '{}') as names from largest)`
  const before = [
    ...(cut && many ? [sizes] : []),
    ...(adds ? [parts] : []),
    ...(cut && !many ? [sizes] : []),
  ].map((one) => `${one}, `)

  const head = `case ${unit ? `when grouping(cell.unit) = 0 then 'unit'` : ''}
      ${cut ? `when grouping(listed.name) = 0 then case when listed.name is null then 'rest' else 'group' end` : ''}
      when true then 'all' end as part,
    ${unit ? 'cell.unit' : 'null::int as unit'}, ${cut ? 'listed.name' : 'null::text as name'}`
  const sets = ['()', ...(unit ? ['(cell.unit)'] : []), ...(cut ? ['(listed.name)'] : [])]
  const grouping = `grouping sets (${sets.join(', ')})`
  const partsListed = cut
    ? `parts cell cross join lateral ${many ? '(select cell.name) listed' : listed}`
    : 'parts cell'
  const all = adds
    ? `select ${head}${columns(added)} from ${partsListed} group by ${grouping}
        ${again(head, listedRows, grouping, ofRecords)}`
    : `select ${head}${columns(ofRows)} from ${listedRows} where ${selected.where} group by ${grouping}`
  const told = `select part, unit, name${columns(added)} from (${all}) figures group by 1, 2, 3`
  const named = cut && titles(cut, context.caller, bind)
  return `with ${selected.with}${before.join('')}
    f as (select told.*, ${cut ? 'largest.key' : 'null::text as key'}
      from (${told}) told ${cut ? 'left join largest on largest.name = told.name' : ''})
    select f.part, f.unit, f.key::text as key, ${gone ? `(select count(*) from ${gone.from} where ${gone.where})` : '0'} as gone, ${named ? 'named.title' : 'null'} as title,
      ${cut ? '(select count(*) from sizes where n > 0)' : '0'} as groups
      ${Object.keys(added)
        .map((name) => `, f.${name}::text as ${name}`)
        .join('')}
    from f ${named ?? ''}`
}

/** The statement that reads a metric and its parameters; apart from reading, so that tests can look at its plan. */
export function compile(context: Context, source: MetricSource, query: MetricQuery) {
  const { definition, gone } = source
  const selected = select(context, source, query)
  const goneSelected = gone ? select(context, { definition, ...gone }, query, selected) : null
  const units = source.day ? unitsAsked(selected.period, query.grain) : []
  return { text: statement(context, source, selected, goneSelected, units), selected, units }
}

export async function readMetric(
  context: Context,
  source: MetricSource,
  query: MetricQuery,
): Promise<MetricAnswer> {
  if (source.answer) {
    // Refuses what this metric cannot be asked, which those that it is made of might answer.
    select(context, source, query)
    return source.answer({ context, query, read: (other, asked) => readMetric(context, other, asked) })
  }
  const { answer, cut: by } = await readRows(context, source, query)
  if (!by?.dimension.several) return answer
  // What stands in several groups counts once in the whole, which is therefore read without them.
  const { by: _, ...whole } = query
  const { groups, moreGroups, rest } = answer
  return { ...(await readRows(context, source, whole)).answer, groups, moreGroups, rest }
}

async function readRows(context: Context, source: MetricSource, query: MetricQuery) {
  const { text, selected, units } = compile(context, source, query)
  const question = CompiledQuery.raw(text, selected.values)
  const { lists } = context.database
  const { rows } = source.inOrder
    ? await transaction(lists, async (tx) => {
        await sql`set local enable_hashjoin = off`.execute(tx)
        return tx.executeQuery<Row>(question)
      })
    : await lists.executeQuery<Row>(question)
  const ground = { currency: context.organisation.currency, today: selected.today }
  const worth = knowsWorth(context.caller, source.definition)
  const measure = (figures: Figures): Measure => {
    const { beside, ...measured } = source.measure(figures, ground)
    const told = worth
      ? beside
      : beside?.filter(({ unit, numerator }) => unit !== 'money' && typeof numerator !== 'object')
    return { ...measured, ...(told ? { beside: told } : {}) }
  }

  const of = (part: Row['part']) => rows.filter((row) => row.part === part)
  const total = of('all')[0]
  const rest = of('rest')[0]
  const byUnit = new Map(of('unit').map((row) => [row.unit, row]))
  const { dimension } = selected.cut ?? {}
  const groups = of('group')
    .map((row) => ({
      key: row.key,
      label: dimension ? labelOf(dimension, row.key, row.title) : '',
      ...measure(row),
    }))
    .sort((a, b) => b.n - a.n || (a.label < b.label ? -1 : 1))
  const moreGroups = Number(total?.groups ?? 0) - groups.length
  const answer: MetricAnswer = {
    slug: source.definition.slug,
    unit: source.definition.unit,
    ...selected.period,
    ...measure(total ?? {}),
    groups,
    moreGroups,
    rest: rest && moreGroups > 0 ? measure(rest) : null,
    series: units.map((from, i) => ({ from, ...measure(byUnit.get(i + 1) ?? {}) })),
    leftOut: [
      ...(source.leftOut ?? []).map(({ reason, label }, i) => ({
        reason,
        label,
        n: count(total?.[`left_out_${i}`]),
      })),
      ...(source.gone
        ? [{ reason: source.gone.reason, label: source.gone.label, n: count(total?.gone) }]
        : []),
    ].filter(({ n }) => n > 0),
  }
  return { answer, cut: selected.cut }
}
