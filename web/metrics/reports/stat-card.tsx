import { useQuery } from '@tanstack/react-query'
import type { MetricSlug } from '../../../contract/metrics/metrics.ts'
import { startOfDay } from '../../../contract/values/day.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { LineChart } from '../../ui/line-chart.tsx'
import { useManner } from '../../ui/manner.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { StatFigure } from '../../ui/stat-figure.tsx'
import { messageOf } from '../../shell/api.ts'
import { metricOf } from '../definitions.ts'
import { comparisonOf, formulaOf, whyOf, written, writtenSize } from '../figures.ts'
import { metricQuery } from '../metric-api.ts'
import { useMetric } from '../use-metric.ts'
import { shortName } from '../period.ts'
import { previous as before } from '../../../contract/values/period.ts'
import { Help } from './report-card.tsx'
import type { View } from './view.ts'
import classes from './reports.module.css'

interface StatProps {
  slug: MetricSlug
  view: View
}

/** One figure with its comparison and its trend, where it has one. */
export function StatCard({ slug, view }: StatProps) {
  const manner = useManner()
  const definition = metricOf(slug)
  if (!definition) throw new Error(`No metric is called ${slug}`)
  const { period, grain, whose, today } = view
  const { answer, points, previous, comparison, isError, error } = useMetric(
    definition,
    period,
    grain,
    whose,
    today,
  )
  const { name, unit } = definition
  const charted = definition.anchor !== null && points.length > 1
  return (
    <article className={classes.stat} aria-label={name}>
      {answer ? (
        <StatFigure
          label={name}
          value={written(answer.value, unit, manner)}
          comparison={comparison}
          why={whyOf(definition, answer)}
          aside={<Help definition={definition} answer={answer} view={view} />}
        >
          {charted && (
            <div className={classes.trend}>
              <LineChart
                name={t('metrics.overTime', { metric: name })}
                points={points}
                previous={previous}
                format={(size) => writtenSize(size, unit, manner)}
                height={48}
              />
            </div>
          )}
          {definition.formula && definition.anchor !== null && (
            <p className={classes.formula}>{formulaOf(definition, answer, manner)}</p>
          )}
        </StatFigure>
      ) : isError ? (
        <p className={classes.hint}>{messageOf(error)}</p>
      ) : (
        <CardSkeleton />
      )}
    </article>
  )
}

/** How fast the open deals earn now, against the end of the period before, and what it is worked out of. */
export function VelocityCard({ view }: { view: View }) {
  const manner = useManner()
  const { company } = useSession()
  const definition = metricOf('sales.velocity')
  if (!definition) throw new Error('Sales velocity is a metric')
  const { period, whose } = view
  const asked = { ...period, grain: 'year', ...whose } as const
  const { data: answer, isError, error } = useQuery(metricQuery(definition.slug, asked))
  const then = useQuery(
    metricQuery(definition.slug, { ...asked, asOf: startOfDay(period.from, company.timeZone) }),
  )
  const compared = answer && then.data && period.from > '1970-01-01'
  const comparison = compared ? comparisonOf(answer.value, then.data.value, definition, manner) : null
  return (
    <article className={classes.stat} aria-label={definition.name}>
      {answer ? (
        <StatFigure
          label={definition.name}
          value={written(answer.value, definition.unit, manner)}
          comparison={comparison}
          why={whyOf(definition, answer)}
          aside={<Help definition={definition} answer={answer} view={view} />}
        >
          {compared && then.data.value !== null && (
            <p className={classes.hint}>
              {t('reports.then', {
                figure: written(then.data.value, definition.unit, manner),
                previous: shortName(before(period), manner),
              })}
            </p>
          )}
          <p className={classes.formula}>{formulaOf(definition, answer, manner)}</p>
        </StatFigure>
      ) : isError ? (
        <p className={classes.hint}>{messageOf(error)}</p>
      ) : (
        <CardSkeleton />
      )}
    </article>
  )
}
