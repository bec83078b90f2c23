import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Figure } from '../../contract/metrics/routes.ts'
import { clip } from '../../contract/values/period.ts'
import { messageOf } from '../shell/api.ts'
import { useCrumb } from '../shell/crumbs.tsx'
import { NotFound } from '../shell/error-page.tsx'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { LineChart } from '../ui/line-chart.tsx'
import { useManner } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { StatFigure } from '../ui/stat-figure.tsx'
import { wingColour } from '../ui/wing.tsx'
import { dimensionHelp, dimensionLabel, firstDimension, grainOf, metricOf } from './definitions.ts'
import { BehindPanel } from './behind-panel.tsx'
import { Breakdown } from './breakdown.tsx'
import type { Row } from './breakdown.tsx'
import { Controls } from './controls.tsx'
import { csvOf, download } from './csv.ts'
import { Explanation } from './explanation.tsx'
import { sizeOf, whyOf, written, writtenSize } from './figures.ts'
import { metricsQuery } from './metric-api.ts'
import type { Behind } from './metric-api.ts'
import { useSubtitle, useFreshFigures } from './metrics-page.tsx'
import { periodName, unitName } from './period.ts'
import { useAsked, useMetric } from './use-metric.ts'
import classes from './metric-page.module.css'

export default function MetricPage() {
  const { slug = '' } = useParams({ strict: false })
  const definition = metricOf(slug)
  return definition ? <MetricOf key={slug} definition={definition} /> : <NotFound />
}

const overTime = 'time'

function MetricOf({ definition }: { definition: MetricDefinition }) {
  const { search, period, today, whose, change } = useAsked()
  const manner = useManner()
  const subtitle = useSubtitle()
  const may = useMay(definition.recordType)
  useCrumb(definition.name)
  useFreshFigures()
  const { slug, unit, wing, anchor } = definition
  const grain = grainOf(definition, period, search.grain)
  const dimensions =
    useQuery(metricsQuery)
      .data?.data.find((metric) => metric.slug === slug)
      ?.dimensions.map((one) => ({ ...one, label: dimensionLabel(definition.recordType, one) })) ?? []
  const by = search.by ?? firstDimension(definition) ?? overTime
  const timed = by === overTime && anchor !== null
  const { answer, before, points, previous, comparison, isError, error } = useMetric(
    definition,
    period,
    grain,
    whose,
    today,
    timed ? undefined : by,
  )
  const colour = wingColour(wing)

  const rows: readonly Row[] = useMemo(() => {
    if (!answer) return []
    if (timed) {
      const shown = new Set(points.map(({ from }) => from))
      return answer.series
        .filter(({ from }) => shown.has(from) && from <= today)
        .map((point) => ({ ...point, at: `unit:${point.from}`, label: unitName(point.from, grain, manner) }))
    }
    const was = new Map<string | null, Figure>(before?.groups.map(({ key, value }) => [key, value]))
    const groups: Row[] = answer.groups
      .map((group) => ({ ...group, at: `group:${group.key ?? ''}`, before: was.get(group.key) }))
      .toSorted((a, b) => (sizeOf(b.value) ?? -1) - (sizeOf(a.value) ?? -1))
    const others = { at: null, label: t('metrics.others', { count: answer.moreGroups }) }
    return answer.rest ? [...groups, { ...answer.rest, ...others }] : groups
  }, [answer, before, timed, points, grain, today, manner])

  const heading = timed
    ? t('metrics.time')
    : (dimensions.find(({ name }) => name === by)?.label ?? t('metrics.group'))
  const picked = behindOf(search.records, { ...period, ...whose }, by, grain, rows, manner)

  // Wherever the focus is: the button that shows more of them takes it along when it goes.
  useShortcuts(
    picked ? [{ keys: 'escape', label: t('keys.leave'), run: () => change({ records: undefined }) }] : [],
  )

  const exportRows = () => {
    const money = unit === 'money'
    const cells = (value: Figure | undefined) =>
      value === null || value === undefined
        ? ['']
        : [typeof value === 'number' ? String(value) : value.amount]
    download(
      `${slug}.csv`,
      csvOf([
        [
          heading,
          definition.name,
          ...(money ? [`${definition.name} (currency)`] : []),
          'n',
          ...(timed ? [] : [t('metrics.before')]),
        ],
        ...rows.map((row) => [
          row.label,
          ...cells(row.value),
          ...(money ? [manner.currency] : []),
          String(row.n),
          ...(timed ? [] : cells(row.before)),
        ]),
      ]),
    )
  }

  return (
    <div className={classes.frame}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={definition.name}
            subtitle={anchor === null ? t('metrics.now') : `${periodName(period, manner)} · ${subtitle}`}
            actions={
              <Controls
                search={search}
                period={period}
                onChange={change}
                {...(anchor !== null && { grain })}
                asOf={definition.asOf === true}
              />
            }
          />
          {isError ? (
            <Card>{messageOf(error)}</Card>
          ) : !answer ? (
            <Card>
              <CardSkeleton lines={6} />
            </Card>
          ) : (
            <>
              <div className={classes.head}>
                <Card>
                  <StatFigure
                    label={anchor === null ? definition.name : periodName(period, manner)}
                    value={written(answer.value, unit, manner, 'full')}
                    comparison={comparison}
                    why={whyOf(definition, answer)}
                  >
                    {anchor !== null && points.length > 1 && (
                      <div className={classes.chart}>
                        <LineChart
                          name={t('metrics.overTime', { metric: definition.name })}
                          points={points}
                          previous={previous}
                          format={(size) => writtenSize(size, unit, manner)}
                          colour={colour}
                          height={220}
                          labelled
                          onPick={(index) => {
                            const from = points[index]?.from
                            if (from) change({ records: `unit:${from}` })
                          }}
                        />
                        <p className={classes.hint}>{t('metrics.pick')}</p>
                      </div>
                    )}
                  </StatFigure>
                </Card>
                <Card>
                  <Explanation
                    definition={definition}
                    answer={answer}
                    onRecords={(records) => change({ records })}
                  />
                </Card>
              </div>
              <Card
                title={t('metrics.breakdown')}
                aside={
                  <div className={classes.tools}>
                    <Select
                      aria-label={t('metrics.breakdownBy')}
                      className={classes.by}
                      data={[
                        ...(anchor === null ? [] : [{ value: overTime, label: t('metrics.time') }]),
                        ...dimensions.map(({ name, label }) => ({ value: name, label })),
                      ]}
                      value={by}
                      allowDeselect={false}
                      searchable
                      onChange={(chosen) => change({ by: chosen ?? undefined, records: undefined })}
                    />
                    {may('export') && rows.length > 0 && (
                      <Button onClick={exportRows}>{t('metrics.csv')}</Button>
                    )}
                  </div>
                }
              >
                {rows.length === 0 ? (
                  <p className={classes.hint}>{t('metrics.noGroups')}</p>
                ) : (
                  <Breakdown
                    definition={definition}
                    help={timed ? null : dimensionHelp(definition.recordType, by)}
                    heading={heading}
                    rows={rows}
                    total={answer.value}
                    compared={!timed && before !== undefined}
                    colour={colour}
                    picked={search.records}
                    onPick={(records) => change({ records })}
                  />
                )}
              </Card>
            </>
          )}
        </Page>
      </div>
      {picked && (
        <BehindPanel
          key={search.records}
          definition={definition}
          what={picked.what}
          behind={picked.behind}
          onClose={() => change({ records: undefined })}
        />
      )}
    </div>
  )
}

/** The records that the address asks to see, and what to call them. */
function behindOf(
  records: string | undefined,
  all: Behind,
  by: string,
  grain: Parameters<typeof unitName>[1],
  rows: readonly Row[],
  manner: Parameters<typeof unitName>[2],
): { what: string; behind: Behind } | null {
  if (!records) return null
  if (records === 'all') return { what: t('metrics.recordsAll'), behind: all }
  if (records === 'out') return { what: t('metrics.recordsLeftOut'), behind: { ...all, leftOut: true } }
  if (records.startsWith('unit:')) {
    const from = records.slice(5)
    return { what: unitName(from, grain, manner), behind: { ...all, ...clip(from, grain, all) } }
  }
  const label = rows.find(({ at }) => at === records)?.label ?? ''
  return { what: label, behind: { ...all, by, group: records.slice(6) } }
}
