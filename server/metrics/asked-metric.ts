import { metricOf } from '../../contract/metrics/metrics.ts'
import type { Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { authoriseCosts } from '../sales/costs/policy.ts'
import { sources } from './metrics.ts'
import { maySee } from './selection.ts'
import type { MetricSource } from './source.ts'

/** The metric of a slug, if the reader may see every type of record that it reads. */
export function sourceOf(context: Context, slug: string): MetricSource {
  const definition = metricOf(slug)
  if (!definition) throw notFound('metric')
  for (const type of [definition.recordType, ...(definition.reads ?? [])])
    authorise(context.caller, { type, action: 'see' })
  if (definition.costs) authoriseCosts(context.caller)
  if (!maySee(context.caller, definition))
    throw forbidden('Your role hides a field that this figure tells of. Ask an administrator.')
  return sources[definition.slug]
}
