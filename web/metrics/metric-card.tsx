import { ActionIcon, Popover } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Period } from '../../contract/values/period.ts'
import { messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { useManner } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { LineChart } from '../ui/line-chart.tsx'
import { StatFigure } from '../ui/stat-figure.tsx'
import { wingColour } from '../ui/wing.tsx'
import { Bars } from './bars.tsx'
import { Explanation } from './explanation.tsx'
import { firstDimension, grainOf } from './definitions.ts'
import { sizeOf, whyOf, written, writtenSize } from './figures.ts'
import { unanswered } from './metric-api.ts'
import type { Whose } from './metric-api.ts'
import type { MetricsSearch } from './search.ts'
import { useMetric } from './use-metric.ts'
import classes from './metric-card.module.css'

interface MetricCardProps {
  definition: MetricDefinition
  period: Period
  whose: Whose
  today: string
}

/** One metric: figure, comparison in words, trend. All of it opens the metric's page; "?" explains. */
export function MetricCard({ definition, period, whose, today }: MetricCardProps) {
  const manner = useManner()
  const navigate = useNavigate()
  const [explained, setExplained] = useState(false)
  // What is only known as of now, or of whole months and quarters, has no course to draw.
  const inBars = definition.anchor === null || definition.finest !== undefined
  const { answer, points, previous, comparison, isError, error } = useMetric(
    definition,
    period,
    grainOf(definition, period),
    whose,
    today,
    inBars ? (firstDimension(definition) ?? undefined) : undefined,
  )
  const { name, slug, unit, wing } = definition
  const keep = (before: MetricsSearch): MetricsSearch => before

  return (
    <article className={classes.card} aria-label={name}>
      {answer ? (
        <StatFigure
          label={
            <Link to="/metrics/$slug" params={{ slug }} search={keep as never} className={classes.link}>
              {name}
            </Link>
          }
          value={written(answer.value, unit, manner)}
          comparison={comparison}
          why={whyOf(definition, answer)}
          aside={
            <Popover
              opened={explained}
              onChange={setExplained}
              width={340}
              position="bottom-end"
              trapFocus
              returnFocus
            >
              <Popover.Target>
                <ActionIcon
                  size={22}
                  className={classes.ask}
                  aria-label={t('metrics.what', { metric: name })}
                  onClick={() => setExplained(!explained)}
                >
                  ?
                </ActionIcon>
              </Popover.Target>
              <Popover.Dropdown aria-label={name}>
                <Explanation
                  definition={definition}
                  answer={answer}
                  onRecords={(records) =>
                    void navigate({
                      to: '/metrics/$slug',
                      params: { slug },
                      search: ((before: MetricsSearch) => ({ ...before, records })) as never,
                    })
                  }
                />
              </Popover.Dropdown>
            </Popover>
          }
        >
          {unanswered(slug, whose).map((what) => (
            <p key={what} className={classes.note}>
              {t(what === 'pipeline' ? 'metrics.allPipelines' : 'metrics.asKnownToday')}
            </p>
          ))}
          <div className={classes.trend}>
            {inBars ? (
              <Bars
                bars={answer.groups.map(({ key, label, value }) => ({
                  key: key ?? '',
                  label,
                  size: sizeOf(value) ?? 0,
                  text: written(value, unit, manner),
                }))}
                colour={wingColour(wing)}
              />
            ) : (
              <LineChart
                name={t('metrics.overTime', { metric: name })}
                points={points}
                previous={previous}
                format={(size) => writtenSize(size, unit, manner)}
                colour={wingColour(wing)}
                height={64}
              />
            )}
          </div>
        </StatFigure>
      ) : isError ? (
        <>
          <h3 className={classes.failed}>{name}</h3>
          <p className={classes.why}>{messageOf(error)}</p>
        </>
      ) : (
        <CardSkeleton />
      )}
    </article>
  )
}
