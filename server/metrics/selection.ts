import type { z } from 'zod'
import { metricOf } from '../../contract/metrics/metrics.ts'
import type { metricQuery } from '../../contract/metrics/routes.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { dayOf } from '../../contract/values/day.ts'
import { next, startOf, type Period } from '../../contract/values/period.ts'
import type { Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { invalidField, notFound } from '../http/problem.ts'
import { columnNamed } from '../records/column.ts'
import { compileFilter } from '../records/filter.ts'
import { parameters, permitted, type Bind } from '../records/visible.ts'
import { cut, membership, type Cut } from './dimension.ts'
import { sources } from './metrics.ts'
import type { MetricSource } from './source.ts'

type Query = Omit<z.infer<typeof metricQuery>, 'grain'>

/** The metric of a slug, if the reader may see every type of record that it reads. */
export function sourceOf(context: Context, slug: string): MetricSource {
  const definition = metricOf(slug)
  if (!definition) throw notFound('metric')
  for (const type of [definition.recordType, ...(definition.reads ?? [])])
    authorise(context.caller, { type, action: 'see' })
  return sources[definition.slug]
}

/** The period asked for; this year unless said. */
export function periodOf(query: Query, today: string): Period {
  const from = query.from ?? startOf(query.to ?? today, 'year')
  const period = { from, to: query.to ?? next(from, 'year') }
  if (period.from >= period.to)
    throw invalidField('to', 'The period ends before it begins. “to” is the first day that no longer counts.')
  return period
}

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
  period: Period
  today: string
  with: string
  from: string
  where: string
  cut: Cut | null
}

export function select(context: Context, source: MetricSource, query: Query): Selected {
  const { values, bind } = parameters()
  const { caller, organisation, now } = context
  const type = recordTypeOf(source.definition.recordType)
  const today = dayOf(now, organisation.timeZone)
  const period = periodOf(query, today)
  // A figure of now has no period: its bounds are never bound, because a parameter without a use has no type.
  const bounds = source.day ? { from: bind(period.from), to: bind(period.to) } : period
  const may = (name: string, alias: string) => permitted(caller, recordTypeOf(name), 'see', alias, bind)
  const rows = source.rows({ bind, ...bounds, today, currency: organisation.currency, may })
  const day = source.day ?? `date '${today}'`
  const chosen = query.by ? cut(type, query.by, day, caller, bind) : null
  return {
    values,
    bind,
    period,
    today,
    with: rows.with ? `${rows.with}, ` : '',
    from: `${rows.from} ${chosen?.join ?? ''}`,
    where: [rows.where, ...conditions(context, type, query, day, bind)].join(' and '),
    cut: chosen,
  }
}
