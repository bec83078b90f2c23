import type { Grain, Period } from '../../../contract/values/period.ts'
import type { MetricSlug } from '../../../contract/metrics/metrics.ts'
import type { Whose } from '../metric-api.ts'
import type { ReportsSearch } from '../search.ts'

/** What all parts of a report are asked, and how they open onto their records. */
export interface View {
  period: Period
  whose: Whose
  today: string
  grain: Grain
  search: ReportsSearch
  /** Whether the reader may see a metric. */
  sees: (slug: MetricSlug) => boolean
  open: (of: MetricSlug, records: string, by?: string) => void
  change: (next: ReportsSearch) => void
}

/** Whether the records of a row are the ones on show. */
export const isPicked = ({ search }: View, of: MetricSlug, records: string): boolean =>
  search.of === of && search.records === records
