import { Button } from '@mantine/core'
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import { useLiveEvents } from '../shell/live.ts'
import { t } from '../text/seldom.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { WingDot } from '../ui/wing.tsx'
import { grainOf, metrics } from './definitions.ts'
import { Controls } from './controls.tsx'
import { metricQuery, metricsQuery } from './metric-api.ts'
import { MetricCard } from './metric-card.tsx'
import { comparable, periodName, range, shortName } from './period.ts'
import { useAsked } from './use-metric.ts'
import classes from './metrics-page.module.css'

const wings = ['marketing', 'sales', 'service', 'customer', 'team'] as const

/** Says under the title which days these are and what they are compared with. */
export function useSubtitle(): string {
  const { period, today, zone } = useAsked()
  const manner = useManner()
  const against = comparable(period, today)
  if (!against) return zone
  const previous = shortName(against.full, manner)
  const words =
    against.full.to === against.soFar.to
      ? t('metrics.comparedWith', { previous })
      : t('metrics.comparedSoFar', { previous })
  return `${range(period, manner)} · ${words} · ${zone}`
}

/** Figures on show are read again when someone changes what they count. */
export function useFreshFigures() {
  const queries = useQueryClient()
  useLiveEvents(useCallback(() => void queries.invalidateQueries({ queryKey: ['metrics'] }), [queries]))
}

export default function MetricsPage() {
  const { search, period, today, whose, change } = useAsked()
  const manner = useManner()
  const subtitle = useSubtitle()
  useFreshFigures()
  const listed = useQuery(metricsQuery).data?.data
  const visible = metrics.filter(({ slug }) => listed?.some((metric) => metric.slug === slug))
  const dated: readonly MetricDefinition[] = visible.filter(({ anchor }) => anchor !== null)
  const answers = useQueries({
    queries: dated.map((metric) =>
      metricQuery(metric.slug, { ...period, ...whose, grain: grainOf(metric, period) }),
    ),
  })
  const nothing = dated.length > 0 && answers.every(({ data }) => data?.n === 0)
  const columns = wings
    .map((wing) => ({ wing, metrics: visible.filter((metric) => metric.wing === wing) }))
    .filter((column) => column.metrics.length > 0)

  return (
    <Page>
      <PageHeader
        title={periodName(period, manner)}
        subtitle={subtitle}
        actions={<Controls search={search} period={period} onChange={change} asOf />}
      />
      {nothing && search.period !== 'all' && (
        <EmptyState
          title={t('metrics.nothing')}
          actions={
            <Button
              variant="filled"
              onClick={() => change({ period: 'all', from: undefined, to: undefined })}
            >
              {t('metrics.showAll')}
            </Button>
          }
        >
          {t('metrics.nothingText')}
        </EmptyState>
      )}
      <div className={classes.wings}>
        {columns.map(({ wing, metrics: own }) => (
          <section
            key={wing}
            aria-label={t(wing === 'customer' || wing === 'team' ? 'metrics.title' : `nav.${wing}`)}
            style={{ flexGrow: Math.min(own.length, 2) }}
            className={classes.wing}
          >
            <h2 className={classes.name}>
              <WingDot wing={wing} />
              <strong>
                {wing === 'customer' || wing === 'team' ? t('metrics.title') : t(`nav.${wing}`)}
              </strong>
              <span>{t(`metrics.${wing}`)}</span>
            </h2>
            <div className={classes.cards}>
              {own.map((definition) => (
                <MetricCard
                  key={definition.slug}
                  definition={definition}
                  period={period}
                  whose={whose}
                  today={today}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
    </Page>
  )
}
