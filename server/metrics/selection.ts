import type { z } from 'zod'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { metricQuery } from '../../contract/metrics/routes.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { dayOf } from '../../contract/values/day.ts'
import type { Period } from '../../contract/values/period.ts'
import type { Caller } from '../http/caller.ts'
import type { Context } from '../http/context.ts'
import { reach } from '../http/policy.ts'
import { invalidField } from '../http/problem.ts'
import { columnNamed } from '../records/column.ts'
import { compileFilter } from '../records/filter.ts'
import { typeIn } from '../records/types.ts'
import { knows, parameters, permitted, type Bind } from '../records/visible.ts'
import { maySeeCosts } from '../sales/costs/policy.ts'
import { dealsAsOf } from '../sales/deals/past/queries.ts'
import { cut, membership, type Cut } from './dimension.ts'
import { periodOf } from './asked-period.ts'
import type { MetricSource } from './source.ts'

type Query = Omit<z.infer<typeof metricQuery>, 'grain'>

/** Whether the caller sees the types that a metric reads, and knows the fields that it tells of. */
export const maySee = (caller: Caller, { recordType, reads = [], tells, costs }: MetricDefinition): boolean =>
  (!costs || maySeeCosts(caller)) &&
  [recordType, ...reads].every((type) => reach(caller, type, 'see') !== 'none') &&
  tells.every((field) => knows(caller, recordType, field))

/** Whether the caller may know what the records of a metric are worth; without that, amounts beside a figure are left out. */
export const knowsWorth = (caller: Caller, { recordType }: MetricDefinition): boolean =>
  Object.entries(recordTypeOf(recordType).fields).every(
    ([field, { type }]) => type !== 'money' || knows(caller, recordType, field),
  )

function conditions(context: Context, type: RecordType, query: Query, day: string, bind: Bind): string[] {
  const { caller, now, organisation } = context
  const own = (field: 'owner' | 'pipeline') => {
    const column = type.fields[field] && columnNamed(type, field)
    if (!column) throw invalidField(field, `${type.label.many} have no ${field}`)
    return `t.${column.name}`
  }
  return [
    ...(query.owner
      ? [`${own('owner')} = ${bind(query.owner === 'me' ? caller.userId : query.owner)}::uuid`]
      : []),
    ...(query.team
      ? [
          `exists (select from team_memberships membership where ${membership(type, day)} and membership.team_id = ${bind(query.team)}::uuid)`,
        ]
      : []),
    ...(query.pipeline ? [`${own('pipeline')} = ${bind(query.pipeline)}::uuid`] : []),
    ...(query.filter
      ? [compileFilter(query.filter, type, 't', bind, { caller, now, zone: organisation.timeZone })]
      : []),
  ]
}

/** The parts of a statement over the rows that a question to a metric selects. */
export interface Selected {
  values: unknown[]
  bind: Bind
  past: ReturnType<typeof dealsAsOf> | null
  period: Period
  today: string
  with: string
  from: string
  where: string
  cut: Cut | null
}

/** A further selection of the same statement shares what the first one has: parameters, period, the deals of the past. */
export function select(
  context: Context,
  source: Pick<MetricSource, 'definition' | 'rows' | 'day'>,
  query: Query,
  first?: Selected,
): Selected {
  const { values, bind } = first ?? parameters()
  const { caller, organisation, now } = context
  const type = typeIn(context.database, source.definition.recordType)
  // What was known at a moment was known on its day, or the day before where it is a day's first.
  const lastKnown = query.asOf ? Math.min(Date.parse(now), Date.parse(query.asOf) - 1) : Date.parse(now)
  const today = dayOf(new Date(lastKnown).toISOString(), organisation.timeZone)
  const period = periodOf(query, today)
  // A figure of now has no period: its bounds are never bound, because a parameter without a use has no type.
  const bounds = source.day ? { from: bind(period.from), to: bind(period.to) } : period
  if (query.asOf && !source.definition.asOf)
    throw invalidField('asOf', 'This figure is known as of now only. Ask without “asOf”.')
  if (source.definition.rolledUp)
    for (const name of ['pipeline', 'filter'] as const)
      if (query[name])
        throw invalidField(name, `This figure is told of persons and teams alone. Ask without “${name}”.`)
  const past = first
    ? first.past
    : query.asOf
      ? dealsAsOf(type, bind(query.asOf), bind(organisation.timeZone))
      : null
  // What was someone's then is not theirs to see for that.
  const may = (name: string, alias: string) =>
    past && name === type.name
      ? `exists (select from ${type.plural} present where present.id = ${alias}.id and ${permitted(caller, type, 'see', 'present', bind)})`
      : permitted(caller, recordTypeOf(name), 'see', alias, bind)
  const rows = source.rows({
    bind,
    ...bounds,
    today,
    currency: organisation.currency,
    deals: past?.deals ?? 'deals',
    asOf: past?.moment ?? null,
    by: query.by,
    may,
  })
  const day = source.day ?? `date '${today}'`
  const chosen = query.by ? cut(type, query.by, day, caller, bind, source.definition.dimensions) : null
  return {
    values,
    bind,
    past,
    period,
    today,
    with: [past?.with, rows.with].flatMap((part) => (part ? [`${part}, `] : [])).join(''),
    from: `${rows.from} ${chosen?.join ?? ''}`,
    where: [rows.where, ...conditions(context, type, query, day, bind)].join(' and '),
    cut: chosen,
  }
}
