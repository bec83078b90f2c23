import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { MetricAnswer } from '../../contract/metrics/routes.ts'
import { addDays, startOfDay } from '../../contract/values/day.ts'
import type { Grain, Period } from '../../contract/values/period.ts'
import { useSession } from '../shell/session.tsx'
import { useManner } from '../ui/manner.tsx'
import { comparisonOf, sizeOf } from './figures.ts'
import { metricQuery } from './metric-api.ts'
import type { Whose } from './metric-api.ts'
import { comparable, periodOf, todayIn, unitName } from './period.ts'
import type { MetricsSearch } from './search.ts'

/** What the address asks for, and how to change it. */
export function useAsked() {
  const { company } = useSession()
  const search = useSearch({ strict: false }) as MetricsSearch
  const navigate = useNavigate()
  const today = todayIn(company.timeZone)
  const period = periodOf(search, today)
  const whose: Whose = {
    ...(search.team && { team: search.team }),
    ...(search.owner && { owner: search.owner }),
    ...(search.pipeline && { pipeline: search.pipeline }),
    ...(search.asOf && { asOf: startOfDay(addDays(search.asOf, 1), company.timeZone) }),
  }
  const change = (next: MetricsSearch) =>
    void navigate({
      to: '.',
      search: ((before: MetricsSearch) => ({ ...before, ...next })) as never,
      replace: true,
    })
  return { search, today, period, whose, change, zone: company.timeZone }
}

/** Points of a chart: the series without the empty years before and after an open period, and nothing yet to come. */
function pointsOf(
  answer: MetricAnswer | undefined,
  grain: Grain,
  today: string,
  manner: Parameters<typeof unitName>[2],
) {
  const series = answer?.series ?? []
  return series.map(({ from, value }) => ({
    from,
    label: unitName(from, grain, manner),
    value: from > today ? null : sizeOf(value),
  }))
}

/** A metric's figure and series, and the period before it. */
export function useMetric(
  definition: MetricDefinition,
  period: Period,
  grain: Grain,
  whose: Whose,
  today: string,
  by?: string,
) {
  const manner = useManner()
  const asked = { ...whose, grain, ...(by && { by }) }
  const { data, isError, error, refetch } = useQuery(metricQuery(definition.slug, { ...period, ...asked }))
  const compared = definition.anchor === null ? null : comparable(period, today)
  const against = compared && definition.ahead ? { ...compared, soFar: compared.full } : compared
  const full = useQuery({
    ...metricQuery(definition.slug, { ...(against?.full ?? period), ...asked }),
    enabled: against !== null,
  })
  const soFar = useQuery({
    ...metricQuery(definition.slug, { ...(against?.soFar ?? period), ...asked }),
    enabled: against !== null,
  })
  const before = against ? soFar.data : undefined

  const all = pointsOf(data, grain, today, manner)
  const counts = data?.series.map(({ n }) => n > 0) ?? []
  // All time begins with the first record and ends with the last.
  const points =
    against || !counts.includes(true) ? all : all.slice(counts.indexOf(true), counts.lastIndexOf(true) + 1)
  return {
    answer: data,
    before,
    points,
    previous: against ? pointsOf(full.data, grain, today, manner) : [],
    comparison: data && before ? comparisonOf(data.value, before.value, definition, manner) : null,
    isError,
    error,
    refetch,
  }
}
