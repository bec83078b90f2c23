import type { MetricSlug } from '../../contract/metrics/metrics.ts'
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
import { newCustomers } from './new-customers.ts'
import { pipelineCoverage } from './pipeline-coverage.ts'
import { quotaAttainment } from './quota-attainment.ts'
import { quota } from './quota.ts'
import { revenue } from './revenue.ts'
import { salesVolume } from './sales-volume.ts'
import { salesVelocity } from './sales-velocity.ts'
import { stageConversion } from './stage-conversion.ts'
import type { MetricSource } from './source.ts'
import { weightedPipeline } from './weighted-pipeline.ts'
import { winRate } from './win-rate.ts'
import { wonAmount } from './won-amount.ts'

/** How each metric is read; a slug without its source does not compile. */
export const sources: Record<MetricSlug, MetricSource> = {
  'marketing.leads': leads,
  'sales.won-amount': wonAmount,
  'sales.deals-won': dealsWon,
  'sales.win-rate': winRate,
  'sales.cycle-length': cycleLength,
  'sales.average-deal-size': averageDealSize,
  'sales.weighted-pipeline': weightedPipeline,
  'sales.quota': quota,
  'sales.quota-attainment': quotaAttainment,
  'sales.pipeline-coverage': pipelineCoverage,
  'sales.forecast': forecast,
  'sales.new-customers': newCustomers,
  'sales.conversion-rate': conversionRate,
  'sales.deals-lost': dealsLost,
  'sales.revenue': revenue,
  'sales.collected': collected,
  'sales.volume': salesVolume,
  'sales.velocity': salesVelocity,
  'sales.stage-conversion': stageConversion,
  'sales.days-in-stage': daysInStage,
  'sales.lead-conversion': leadConversion,
  'sales.lead-response-time': leadResponseTime,
  'sales.activities-per-deal': activitiesPerDeal,
  'sales.acquisition-cost': acquisitionCost,
  'sales.acquisition-payback': acquisitionPayback,
}
