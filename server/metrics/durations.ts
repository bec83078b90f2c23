import type { Measure } from '../../contract/metrics/routes.ts'
import { count, type Figures } from './source.ts'

/** Median, mean and 90th percentile of a duration, which is null where a row has none. */
export function durationFigures(duration: string) {
  const percentiles = `percentile_cont(array[0.5, 0.9]) within group (order by ${duration})`
  return {
    n: `count(${duration})`,
    mean: `avg(${duration})`,
    median: `(${percentiles})[1]`,
    p90: `(${percentiles})[2]`,
  }
}

const known = (figure: string | null | undefined) => (figure == null ? null : Number(figure))

export function measureDuration(figures: Figures): Measure {
  const median = known(figures.median)
  return { value: median, n: count(figures.n), mean: known(figures.mean), median, p90: known(figures.p90) }
}
