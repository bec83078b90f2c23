import { dimensionsOf } from '../../contract/metrics/dimensions.ts'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { metrics } from '../../contract/metrics/metrics.ts'
import { behindRoute, metricRoute, metricsRoute } from '../../contract/metrics/routes.ts'
import { recordTypeOf } from '../../contract/record-types.ts'
import type { Bind } from '../http/bind.ts'
import { reach } from '../http/policy.ts'
import { recordsBehind } from './behind.ts'
import { readMetric } from './read.ts'
import { sourceOf } from './selection.ts'

export function bindMetrics(bind: Bind): void {
  bind(metricsRoute, ({ context }) => ({
    data: metrics
      .filter(({ recordType, ...rest }: MetricDefinition) =>
        [recordType, ...(rest.reads ?? [])].every((type) => reach(context.caller, type, 'see') !== 'none'),
      )
      .map((metric: MetricDefinition) => ({
        ...metric,
        dimensions: dimensionsOf(recordTypeOf(metric.recordType)).map(({ name, label }) => ({ name, label })),
      })),
  }))
  bind(metricRoute, ({ params, query, context }) =>
    readMetric(context, sourceOf(context, params.slug), query),
  )
  bind(behindRoute, ({ params, query, context }) =>
    recordsBehind(context, sourceOf(context, params.slug), query),
  )
}
