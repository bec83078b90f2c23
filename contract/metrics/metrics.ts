import { acquisitionCost } from './acquisition-cost.ts'
import { acquisitionPayback } from './acquisition-payback.ts'
import { activitiesPerDeal } from './activities-per-deal.ts'
import { averageDealSize } from './average-deal-size.ts'
import { collected } from './collected.ts'
import { conversionRate } from './conversion-rate.ts'
import { cycleLength } from './cycle-length.ts'
import { daysInStage } from './days-in-stage.ts'
import { dealsLost } from './deals-lost.ts'
import { dealsWon } from './deals-won.ts'
import { forecast } from './forecast.ts'
import { leadConversion } from './lead-conversion.ts'
import { leadResponseTime } from './lead-response-time.ts'
import { leads } from './leads.ts'
import type { MetricDefinition } from './metric.ts'
import { newCustomers } from './new-customers.ts'
import { pipelineCoverage } from './pipeline-coverage.ts'
import { quotaAttainment } from './quota-attainment.ts'
import { quota } from './quota.ts'
import { revenue } from './revenue.ts'
import { salesVolume } from './sales-volume.ts'
import { salesVelocity } from './sales-velocity.ts'
import { stageConversion } from './stage-conversion.ts'
import { weightedPipeline } from './weighted-pipeline.ts'
import { winRate } from './win-rate.ts'
import { wonAmount } from './won-amount.ts'

/** Every metric, in the order in which they are shown. */
export const metrics = [
  leads,
  wonAmount,
  dealsWon,
  winRate,
  cycleLength,
  averageDealSize,
  weightedPipeline,
  quota,
  quotaAttainment,
  pipelineCoverage,
  forecast,
  newCustomers,
  conversionRate,
  dealsLost,
  revenue,
  collected,
  salesVolume,
  salesVelocity,
  stageConversion,
  daysInStage,
  leadConversion,
  leadResponseTime,
  activitiesPerDeal,
  acquisitionCost,
  acquisitionPayback,
] as const satisfies readonly MetricDefinition[]

export type MetricSlug = (typeof metrics)[number]['slug']

const bySlug = new Map<string, MetricDefinition & { slug: MetricSlug }>(
  metrics.map((metric) => [metric.slug, metric]),
)

export const metricOf = (slug: string): (MetricDefinition & { slug: MetricSlug }) | undefined =>
  bySlug.get(slug)
