import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { metrics } from '../../contract/metrics/metrics.ts'
import { behindRoute, metricRoute, metricsRoute } from '../../contract/metrics/routes.ts'
import type { Bind } from '../http/bind.ts'
import { typeIn } from '../records/types.ts'
import { sourceOf } from './asked-metric.ts'
import { recordsBehind } from './behind.ts'
import { knownDimensions } from './dimension.ts'
import { readMetric } from './read.ts'
import { maySee } from './selection.ts'

export function bindMetrics(bind: Bind): void {
  bind(metricsRoute, ({ context }) => ({
    data: metrics
      .filter((metric: MetricDefinition) => maySee(context.caller, metric))
      .map((metric: MetricDefinition) => ({
        ...metric,
        asOf: metric.asOf === true,
        dimensions: knownDimensions(
          context.caller,
          typeIn(context.database, metric.recordType),
          metric.dimensions,
        ).map(({ name, label, several = false }) => ({ name, label, several })),
      })),
  }))
  bind(metricRoute, ({ params, query, context }) =>
    readMetric(context, sourceOf(context, params.slug), query),
  )
  bind(behindRoute, ({ params, query, context }) =>
    recordsBehind(context, sourceOf(context, params.slug), query),
  )
}
